using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Engine.Events;

/// <summary>A desk asked where a parent stands (OrderStatusRequest, H).</summary>
/// <param name="Desk">The desk's session.</param>
/// <param name="ClientOrderId">ClOrdID(11) of the parent.</param>
/// <param name="Symbol">Symbol(55) as asked, echoed when the order is unknown.</param>
/// <param name="Side">Side(54) as asked, echoed when the order is unknown.</param>
public sealed record ParentStatusRequested(string Desk, string ClientOrderId, string Symbol, Side Side) : InboundEvent;
