namespace MarginRouter.Core.Engine.Events;

/// <summary>A desk asked where a parent stands (OrderStatusRequest, H).</summary>
/// <param name="Desk">The desk's session.</param>
/// <param name="ClientOrderId">ClOrdID(11) of the parent.</param>
public sealed record ParentStatusRequested(string Desk, string ClientOrderId) : InboundEvent;
