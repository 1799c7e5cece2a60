using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.States;

/// <summary>Rules whose accounts are read as books.</summary>
internal sealed class BookRoute : IStateRules
{
    public BookRoute(MarginRuleSet rules) => Rules = rules;

    /// <inheritdoc />
    public MarginRuleSet Rules { get; }

    /// <inheritdoc />
    public IStateMargin Open(AccountQuestion question) => new BookStateMargin(Rules, question);
}
