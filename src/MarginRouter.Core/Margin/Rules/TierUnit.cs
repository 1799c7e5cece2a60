namespace MarginRouter.Core.Margin.Rules;

/// <summary>What the bounds of a tier table count.</summary>
public enum TierUnit
{
    /// <summary>Value of the position at its mark, in the instrument's quote asset.</summary>
    Notional = 1,

    /// <summary>Units of the base asset.</summary>
    Coins = 2,

    /// <summary>Contracts.</summary>
    Contracts = 3,
}
