using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin;

/// <summary>What a venue states of an option beside its mark, and without which it cannot be revalued at other prices.</summary>
/// <param name="Volatility">Implied volatility of the mark per year, as a plain fraction (0.6 = 60 per cent); positive.</param>
/// <param name="Forward">Price of the underlying for the day of expiry, in the asset of the strike; null where the index stands for it.</param>
/// <param name="AsOf">When it was received: the older of the two.</param>
public readonly record struct OptionQuote(decimal Volatility, decimal? Forward, Instant AsOf);
