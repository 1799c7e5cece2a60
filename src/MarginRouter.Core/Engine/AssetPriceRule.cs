using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Engine;

/// <summary>
/// Where the value of an asset in the numeraire comes from: a fixed figure, or the mid of the first live book of an ordered list of
/// fall-backs, converted by the value of that book's quote asset, which an earlier rule must give.
/// </summary>
/// <param name="Asset">The asset.</param>
/// <param name="Instruments">Spot instruments of the asset, in order of preference; empty for a fixed value.</param>
/// <param name="FixedValue">The fixed value, for the numeraire itself (1); null when instruments are given.</param>
public sealed record AssetPriceRule(Asset Asset, ImmutableArray<InstrumentId> Instruments, decimal? FixedValue);
