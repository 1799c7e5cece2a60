using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Trading;

/// <summary>What an order is changed to.</summary>
/// <param name="LimitPrice">Its new limit price in instrument ticks.</param>
/// <param name="Quantity">Its new whole size in instrument lots, what has filled included; positive.</param>
public readonly record struct OrderChange(PriceTicks LimitPrice, QuantityLots Quantity);
