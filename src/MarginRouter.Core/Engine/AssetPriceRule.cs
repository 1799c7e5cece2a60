using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Engine;

/// <summary>Where the value of an asset in the numeraire comes from: the mid of an own live book, or a fixed figure.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Instrument">The spot instrument asset/numeraire whose live mid is used; null for a fixed value.</param>
/// <param name="FixedValue">The fixed value, for the numeraire itself (1); null when an instrument is given.</param>
public sealed record AssetPriceRule(Asset Asset, InstrumentId? Instrument, decimal? FixedValue);
