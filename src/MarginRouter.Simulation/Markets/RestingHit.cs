using MarginRouter.Core.Instruments;

namespace MarginRouter.Simulation.Markets;

/// <summary>A fill of a resting order by another participant.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Price">Its price.</param>
/// <param name="Quantity">What was filled.</param>
internal readonly record struct RestingHit(long OrderId, PriceTicks Price, QuantityLots Quantity);
