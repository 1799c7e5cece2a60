using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine.Events;

/// <summary>No answer came in time: the child is neither alive nor dead until a status answer.</summary>
/// <param name="Child">The child.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record ChildLost(ChildOrderId Child, string Reason) : InboundEvent;
