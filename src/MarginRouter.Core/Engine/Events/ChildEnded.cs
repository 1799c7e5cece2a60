using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine.Events;

/// <summary>
/// The venue ended a child with a remainder (cancelled or expired). It states the total filled, so that a fill that is still on
/// its way, or was lost, is noticed: the child is then queried.
/// </summary>
/// <param name="Child">The child.</param>
/// <param name="CumulativeQuantity">Total filled in instrument lots by the venue's count.</param>
/// <param name="Reason">The venue's words, for example EXPIRED.</param>
public sealed record ChildEnded(ChildOrderId Child, QuantityLots CumulativeQuantity, string Reason) : InboundEvent;
