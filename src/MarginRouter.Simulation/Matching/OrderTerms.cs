using MarginRouter.Core.Instruments;

namespace MarginRouter.Simulation.Matching;

/// <summary>An order that stands on the grid of its instrument.</summary>
/// <param name="Request">The order as received.</param>
/// <param name="Instrument">Its instrument.</param>
/// <param name="LimitTicks">Worst price in ticks.</param>
/// <param name="QuantityLots">Size in lots; positive.</param>
/// <param name="Leverage">Leverage in force for it; at least 1.</param>
public sealed record OrderTerms(
    OrderRequest Request,
    Instrument Instrument,
    PriceTicks LimitTicks,
    QuantityLots QuantityLots,
    decimal Leverage)
{
    /// <summary>Direction.</summary>
    public Side Side => Request.Side;

    /// <summary>Worst price in the quote asset.</summary>
    public decimal Price => Request.LimitPrice;

    /// <summary>Size in contracts.</summary>
    public decimal Quantity => Request.Quantity;

    /// <summary>Size in contracts, negative for a sell.</summary>
    public decimal SignedQuantity => Side.Sign() * Quantity;

    /// <summary>Value at the limit price in the quote asset.</summary>
    public decimal Notional => Instrument.Notional(LimitTicks, QuantityLots);

    /// <summary>True when a fill moves a position, false when it moves two balances.</summary>
    public bool MovesPosition => Instrument.IsDerivative || Request.Margined;
}
