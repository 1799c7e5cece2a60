using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.States;

/// <summary>Rules whose accounts are read as scenario books.</summary>
internal sealed class ScenarioRoute : IStateRules
{
    public ScenarioRoute(MarginRuleSet rules) => Rules = rules;

    /// <inheritdoc />
    public MarginRuleSet Rules { get; }

    /// <inheritdoc />
    public IStateMargin Open(AccountQuestion question) => new ScenarioStateMargin(Rules, question);
}
