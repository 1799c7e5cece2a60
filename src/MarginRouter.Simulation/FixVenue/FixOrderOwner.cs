namespace MarginRouter.Simulation.FixVenue;

/// <summary>Who is told about an order.</summary>
/// <param name="Client">The client that sent it.</param>
/// <param name="ResponseId">QuoteRespID (693) of the response that made it; null for any other order.</param>
internal sealed record FixOrderOwner(FixVenueClient Client, string? ResponseId);
