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

    /// <summary>The tag of the venue's own code of a refusal; null where OrdRejReason (103) is all there is.</summary>
    public int? ErrorCodeTag { get; init; }

    /// <summary>The venue's code by which it refuses a mass cancel because nothing stands; null where that is granted.</summary>
    public string? NothingStandsCode { get; init; }

    /// <summary>The tag that says whether a trade added or removed liquidity; LastLiquidityInd (851) by the standard, 1 or 2.</summary>
    public int LiquidityTag { get; init; } = FixTag.LastLiquidityInd;
}
