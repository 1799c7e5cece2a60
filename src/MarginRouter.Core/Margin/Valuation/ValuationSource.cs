using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin.Valuation;

/// <summary>One input of a valuation price.</summary>
/// <param name="Instrument">The instrument whose price it is.</param>
/// <param name="Kind">Its venue's mark, its venue's index, or the mid of our own book of it; nothing else.</param>
/// <param name="Weight">Its weight in the median; positive.</param>
/// <param name="MaximumAgeMilliseconds">Older than this it does not count; positive.</param>
public sealed record ValuationSource(InstrumentId Instrument, PriceSource Kind, decimal Weight, long MaximumAgeMilliseconds);
