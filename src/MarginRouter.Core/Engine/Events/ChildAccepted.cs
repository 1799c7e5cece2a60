using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine.Events;

/// <summary>The venue has the child.</summary>
/// <param name="Child">The child.</param>
/// <param name="VenueOrderId">The venue's own id.</param>
public sealed record ChildAccepted(ChildOrderId Child, string VenueOrderId) : InboundEvent;
