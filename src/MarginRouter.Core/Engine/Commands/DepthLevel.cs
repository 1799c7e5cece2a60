using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Engine.Commands;

/// <summary>A level of a consolidated book: what one venue shows at one price.</summary>
/// <param name="Instrument">The venue's instrument.</param>
/// <param name="Price">In the product's pricing asset, converted at the valuation price of the quote asset.</param>
/// <param name="Quantity">In base units.</param>
public readonly record struct DepthLevel(InstrumentId Instrument, decimal Price, decimal Quantity);
