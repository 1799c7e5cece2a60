namespace MarginRouter.Core.Engine.Events;

/// <summary>A desk asked to cancel a parent (OrderCancelRequest, F).</summary>
/// <param name="Desk">The desk's session.</param>
/// <param name="ClientOrderId">ClOrdID(11) of the request itself.</param>
/// <param name="OriginalClientOrderId">OrigClOrdID(41): the parent to cancel.</param>
public sealed record ParentCancelRequested(string Desk, string ClientOrderId, string OriginalClientOrderId) : InboundEvent;
