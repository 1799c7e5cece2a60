namespace MarginRouter.Core.Margin.Rules;

/// <summary>Whether the fee of closing a position counts towards its requirement.</summary>
public enum ClosingFeeRule
{
    /// <summary>It does not.</summary>
    None = 1,

    /// <summary>The taker fee at the price where the margin is used up, part of initial and maintenance margin.</summary>
    AtBankruptcy = 2,

    /// <summary>The taker fee on the notional, beside the maintenance margin in the venue's ratio.</summary>
    OnNotional = 3,
}
