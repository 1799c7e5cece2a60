using System.Collections.Immutable;
using MarginRouter.Fix.Codec;

namespace MarginRouter.Venues.FixVenue.Dialects;

/// <summary>What a venue's ExecutionReports state.</summary>
public sealed record FixReportDialect
{
    /// <summary>The tags that name a trade, the first one present counts; ExecID (17) by the standard.</summary>
    public ImmutableArray<int> TradeIdTags { get; init; } = [FixTag.ExecID];

    /// <summary>
    /// True: a trade report that states neither Commission (12) nor fees (136) cost nothing. False: the venue states no fees, and the
    /// instrument's own schedule is booked until a statement says more.
    /// </summary>
    public bool StatesFees { get; init; } = true;

    /// <summary>The tag that says whether a trade added or removed liquidity; LastLiquidityInd (851) by the standard, 1 or 2.</summary>
    public int LiquidityTag { get; init; } = FixTag.LastLiquidityInd;
}
