using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine.Commands;

/// <summary>Withdraw a child; never waits for the disk.</summary>
/// <param name="Terms">The child.</param>
/// <param name="VenueOrderId">The venue's id when known.</param>
public sealed record CancelChild(ChildOrderTerms Terms, string? VenueOrderId) : OutboundCommand;
