namespace MarginRouter.Core.Engine.Events;

/// <summary>A desk has sent all orders of a list (NewOrderList, E), or asks where they stand (ListStatusRequest, M).</summary>
/// <param name="Desk">The desk's session.</param>
/// <param name="ListId">ListID(66).</param>
/// <param name="Acknowledges">True when the list was sent just now.</param>
public sealed record ListStatusRequested(string Desk, string ListId, bool Acknowledges) : InboundEvent;
