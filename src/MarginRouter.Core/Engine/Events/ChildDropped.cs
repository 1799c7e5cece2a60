using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine.Events;

/// <summary>The child's intent became durable too late, or could not be handed over at all: it has certainly not left.</summary>
/// <param name="Child">The child.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record ChildDropped(ChildOrderId Child, string Reason) : InboundEvent;
