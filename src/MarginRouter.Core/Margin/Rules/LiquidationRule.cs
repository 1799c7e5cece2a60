namespace MarginRouter.Core.Margin.Rules;

/// <summary>What a venue does to an account that is liquidated (margin-models sections 1.4, 2.4, 3.4, 4 to 7).</summary>
public sealed record LiquidationRule
{
    /// <summary>How much is closed first.</summary>
    public required PartialLiquidation Partial { get; init; }

    /// <summary>Tiers that one step goes down; positive, with <see cref="PartialLiquidation.LowerTier"/> only.</summary>
    public int TiersDown { get; init; } = 1;

    /// <summary>First tier, counted from 1, that is closed in part; lower ones are closed whole.</summary>
    public int FromTier { get; init; } = 2;

    /// <summary>Share of the position that is closed first, in (0, 1], with <see cref="PartialLiquidation.ShareThenRest"/> only.</summary>
    public decimal Share { get; init; } = 1m;

    /// <summary>Value in the reporting currency up to which a position is closed whole.</summary>
    public decimal WholeUpTo { get; init; }

    /// <summary>Maintenance over equity at which it ends, in (0, 1], with <see cref="PartialLiquidation.ToRatio"/> only.</summary>
    public decimal Target { get; init; } = 1m;

    /// <summary>Seconds between two steps; null where the sources do not say.</summary>
    public decimal? WaitSeconds { get; init; }

    /// <summary>Share of the maintenance margin below which equity passes to the venue's own vault; null where there is none.</summary>
    public decimal? BackstopShare { get; init; }

    /// <summary>Fee on what is liquidated, as a plain fraction of its value; null where the sources give none.</summary>
    public decimal? Fee { get; init; }

    /// <summary>True when open orders are cancelled first.</summary>
    public bool CancelsOrders { get; init; }

    /// <summary>When profitable positions are closed against the liquidated; null where the sources do not say.</summary>
    public DeleveragingRule? Deleveraging { get; init; }
}
