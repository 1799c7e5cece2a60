namespace MarginRouter.Core.Margin.Rules;

/// <summary>At which price a venue closes the counterparty of a liquidation that its fund cannot carry.</summary>
public enum DeleveragingPrice
{
    /// <summary>Where the liquidated position has no margin left.</summary>
    Bankruptcy = 1,

    /// <summary>At the mark.</summary>
    Mark = 2,

    /// <summary>At the oracle price before.</summary>
    PreviousOracle = 3,
}
