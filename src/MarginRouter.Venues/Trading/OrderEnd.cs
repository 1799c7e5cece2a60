namespace MarginRouter.Venues.Trading;

/// <summary>How an order at a venue ended with a remainder.</summary>
/// <param name="VenueOrderId">The venue's id of the order.</param>
/// <param name="Symbol">Its symbol.</param>
/// <param name="Executed">What this order had filled in contracts or base units; not negative.</param>
/// <param name="Reason">The venue's word.</param>
internal sealed record OrderEnd(string VenueOrderId, string Symbol, decimal Executed, string Reason);
