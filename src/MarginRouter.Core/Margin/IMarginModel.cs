namespace MarginRouter.Core.Margin;

/// <summary>One class of margin rules (tiered derivative, used-margin level, unmargined spot, ...) bound to one rule set.</summary>
public interface IMarginModel
{
    /// <summary>The rule set's name, for example binance/usdm-cross; what <see cref="Ledger.Subaccount.RuleSet"/> names.</summary>
    string RuleSet { get; }
}
