using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders.Quotes;

namespace MarginRouter.Core.Orders;

/// <summary>The terms of a child order; what is journaled as its intent.</summary>
/// <param name="Id">Derived id, also its client order id at the venue.</param>
/// <param name="Subaccount">The account it trades from.</param>
/// <param name="Instrument">The instrument it trades.</param>
/// <param name="Side">Its side.</param>
/// <param name="Quantity">Its size in instrument lots; positive.</param>
/// <param name="LimitPrice">Its limit price in instrument ticks.</param>
/// <param name="ReduceOnly">True when the venue must refuse to let it open or flip a position.</param>
public sealed record ChildOrderTerms(
    ChildOrderId Id,
    SubaccountId Subaccount,
    InstrumentId Instrument,
    Side Side,
    QuantityLots Quantity,
    PriceTicks LimitPrice,
    bool ReduceOnly)
{
    /// <summary>The firm quote that it takes; null when it trades on the book.</summary>
    public ChildQuote? Quote { get; init; }
}
