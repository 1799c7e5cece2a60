using MarginRouter.Core.Instruments;

namespace MarginRouter.Simulation.Markets;

/// <summary>A part of the book that an order took.</summary>
/// <param name="Price">Where.</param>
/// <param name="Quantity">How much.</param>
/// <param name="Resting">The resting order that it was taken from; null for other participants.</param>
internal readonly record struct BookTake(PriceTicks Price, QuantityLots Quantity, long? Resting);
