using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.MarketData;

/// <summary>All the size shown at one price.</summary>
/// <param name="Price">Price in ticks of the instrument.</param>
/// <param name="Quantity">Size in lots of the instrument; never zero inside a book.</param>
public readonly record struct BookLevel(PriceTicks Price, QuantityLots Quantity);
