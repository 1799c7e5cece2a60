using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin;

/// <summary>
/// Size that may still fill: a candidate child, or what is open of a working or unknown one. It is valued at its limit price, the
/// worst at which it can fill, plus the taker fee of its instrument.
/// </summary>
/// <param name="Instrument">The instrument.</param>
/// <param name="Side">The side.</param>
/// <param name="Quantity">Open size in instrument lots.</param>
/// <param name="LimitPrice">Limit price in instrument ticks.</param>
public readonly record struct PendingFill(InstrumentId Instrument, Side Side, QuantityLots Quantity, PriceTicks LimitPrice);
