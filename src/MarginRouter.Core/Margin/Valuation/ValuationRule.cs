using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin.Valuation;

/// <summary>
/// How one price is made: of an asset in the numeraire, or of an instrument in its quote asset. Sources are converted by the prices of
/// their quote assets, which earlier rules give.
/// </summary>
public sealed record ValuationRule
{
    /// <summary>Most sources of one rule.</summary>
    public const int MaximumSources = 32;

    /// <summary>The asset priced; for an instrument's rule its base.</summary>
    public required Asset Asset { get; init; }

    /// <summary>The instrument priced; null for a rule of the asset itself.</summary>
    public InstrumentId? Instrument { get; init; }

    /// <summary>A fixed price, for the numeraire itself (1); null when there are sources.</summary>
    public decimal? FixedValue { get; init; }

    /// <summary>The inputs, in order of preference; none for a fixed price, at most <see cref="MaximumSources"/>.</summary>
    public ImmutableArray<ValuationSource> Sources { get; init; } = [];

    /// <summary>Largest distance of a source from the median of all fresh sources, as a share of it; null sets none aside.</summary>
    public decimal? MaximumDeviation { get; init; }

    /// <summary>Fewest usable sources of a weighted median; at least 1.</summary>
    public int MinimumSources { get; init; } = 1;

    /// <summary>Window of the time-weighted average in milliseconds; null when the rule does not use it.</summary>
    public long? AverageMilliseconds { get; init; }

    /// <summary>The ways to make the price, each later one the fall-back of the earlier; none for a fixed price.</summary>
    public ImmutableArray<ValuationMethod> Order { get; init; } = [];

    /// <summary>A rule that takes the mid of the first live book of a list.</summary>
    /// <param name="asset">The asset priced.</param>
    /// <param name="instruments">Its spot instruments in order of preference.</param>
    /// <param name="maximumAgeMilliseconds">How old a book may be.</param>
    public static ValuationRule FirstBook(Asset asset, ImmutableArray<InstrumentId> instruments, long maximumAgeMilliseconds) => new()
    {
        Asset = asset,
        Sources = [.. instruments.Select(instrument => new ValuationSource(instrument, PriceSource.OwnBook, 1m, maximumAgeMilliseconds))],
        Order = [ValuationMethod.FirstSource],
    };

    /// <summary>A rule with a fixed price.</summary>
    public static ValuationRule Fixed(Asset asset, decimal value) => new() { Asset = asset, FixedValue = value };
}
