using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.States;

/// <summary>A class of margin rules that judges an account as a whole (books, scenarios).</summary>
internal interface IStateRules
{
    /// <summary>The rule set.</summary>
    MarginRuleSet Rules { get; }

    /// <summary>Makes an account ready to be read in any state.</summary>
    IStateMargin Open(AccountQuestion question);
}
