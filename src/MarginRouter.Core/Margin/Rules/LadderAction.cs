namespace MarginRouter.Core.Margin.Rules;

/// <summary>What a venue does as an account nears liquidation, from mild to severe.</summary>
public enum LadderAction
{
    /// <summary>Nothing.</summary>
    None = 1,

    /// <summary>It warns.</summary>
    Warn = 2,

    /// <summary>It takes no new orders.</summary>
    BlockOrders = 3,

    /// <summary>It takes only orders that reduce.</summary>
    ReduceOnly = 4,

    /// <summary>It closes part of the positions.</summary>
    PartialLiquidation = 5,

    /// <summary>It closes everything.</summary>
    Liquidation = 6,
}
