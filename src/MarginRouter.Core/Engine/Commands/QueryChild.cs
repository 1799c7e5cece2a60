using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine.Commands;

/// <summary>Ask the venue what became of a child.</summary>
/// <param name="Terms">The child.</param>
/// <param name="VenueOrderId">The venue's id when known.</param>
public sealed record QueryChild(ChildOrderTerms Terms, string? VenueOrderId) : OutboundCommand;
