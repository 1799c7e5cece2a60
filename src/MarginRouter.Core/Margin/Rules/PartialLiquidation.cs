namespace MarginRouter.Core.Margin.Rules;

/// <summary>How much of a position a venue closes first.</summary>
public enum PartialLiquidation
{
    /// <summary>Everything at once.</summary>
    Everything = 1,

    /// <summary>Down to the upper bound of a lower tier; what lies in the lowest tiers is closed whole.</summary>
    LowerTier = 2,

    /// <summary>A fixed share of a large position, after a wait all the rest.</summary>
    ShareThenRest = 3,

    /// <summary>As much as brings the venue's ratio back to a target.</summary>
    ToRatio = 4,

    /// <summary>In part, by a rule that the sources do not give: refused by name.</summary>
    Unstated = 5,
}
