using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine.Events;

/// <summary>The child's intent is durable and it was handed to the venue's connection.</summary>
/// <param name="Child">The child.</param>
public sealed record ChildReleased(ChildOrderId Child) : InboundEvent;
