namespace MarginRouter.Core.Margin.Rules;

/// <summary>What the bounds of a collateral table count.</summary>
public enum HaircutUnit
{
    /// <summary>Value in the account's reporting currency.</summary>
    Value = 1,

    /// <summary>Units of the asset.</summary>
    Coins = 2,
}
