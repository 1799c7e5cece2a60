namespace MarginRouter.Core.Margin.Rules;

/// <summary>How a venue books fills under a rule set; the ledger and the reduce-only flag follow it.</summary>
public enum PositionKeeping
{
    /// <summary>There are only balances: a fill exchanges two of them.</summary>
    None = 1,

    /// <summary>Derivative contracts are held as positions.</summary>
    Derivative = 2,

    /// <summary>Spot pairs bought or sold on margin are held as positions apart from the balances.</summary>
    SpotMargin = 3,
}
