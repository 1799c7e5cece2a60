using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;

namespace MarginRouter.Simulation.Markets;

/// <summary>The absolute size now shown at one price.</summary>
/// <param name="Side">Side of the book.</param>
/// <param name="Price">Price in ticks.</param>
/// <param name="Quantity">Size in lots; zero deletes the level.</param>
public readonly record struct LevelChange(BookSide Side, PriceTicks Price, QuantityLots Quantity);
