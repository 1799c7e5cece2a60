using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Trading;

/// <summary>An order that stands, by the ids that the venue lists.</summary>
/// <param name="ClientOrderId">The client order id; empty when it was placed without one.</param>
/// <param name="VenueOrderId">The venue's id.</param>
/// <param name="Side">Its side.</param>
/// <param name="Price">Its price in the quote asset.</param>
/// <param name="Quantity">Its whole size in contracts or base units.</param>
/// <param name="Executed">What of it has filled.</param>
public sealed record ListedOrder(string ClientOrderId, string VenueOrderId, Side Side, decimal Price, decimal Quantity, decimal Executed);
