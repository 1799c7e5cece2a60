using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine.Events;

/// <summary>
/// A venue's answer about a child. Adapters first deliver every execution that they can list as <see cref="ChildFilled"/>; where the
/// venue only states a total and an average, the engine books the difference as one fill at the implied price.
/// </summary>
/// <param name="Child">The child.</param>
/// <param name="State">What the venue says of it. NotFound is given only when the request can no longer arrive.</param>
/// <param name="CumulativeQuantity">Total filled in instrument lots.</param>
/// <param name="AveragePrice">Average price of what filled, in the quote asset; null when nothing filled or not stated.</param>
/// <param name="CumulativeFee">Total fee in the settlement asset; null when not stated (the fee schedule is then used).</param>
/// <param name="VenueTime">
/// Venue time of the last execution that the total contains, or of the answer when the venue does not state it: executions of a later
/// time are taken for news, those up to it for part of the total.
/// </param>
public sealed record ChildStatusReported(
    ChildOrderId Child,
    VenueOrderState State,
    QuantityLots CumulativeQuantity,
    decimal? AveragePrice,
    decimal? CumulativeFee,
    Instant VenueTime) : InboundEvent;
