using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin;

/// <summary>A price used to value positions or assets, with its origin.</summary>
/// <param name="Value">Price; positive. Of an instrument: in its quote asset. Of an asset: in the firm's numeraire.</param>
/// <param name="AsOf">When it was true.</param>
/// <param name="Source">Where it comes from.</param>
public readonly record struct ValuationPrice(decimal Value, Instant AsOf, PriceSource Source);
