using MarginRouter.Core.Instruments;

namespace MarginRouter.Simulation.Markets;

/// <summary>A trade between other participants, shown on the public tape.</summary>
/// <param name="TakerSide">Side of the order that removed liquidity.</param>
/// <param name="Price">Price in ticks.</param>
/// <param name="Quantity">Size in lots; positive.</param>
public readonly record struct PublicTrade(Side TakerSide, PriceTicks Price, QuantityLots Quantity);
