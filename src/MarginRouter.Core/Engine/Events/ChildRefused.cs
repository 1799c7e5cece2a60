using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine.Events;

/// <summary>The venue refused a child; nothing of it filled.</summary>
/// <param name="Child">The child.</param>
/// <param name="Code">The venue's own code.</param>
/// <param name="Message">The venue's own words.</param>
public sealed record ChildRefused(ChildOrderId Child, string Code, string Message) : InboundEvent;
