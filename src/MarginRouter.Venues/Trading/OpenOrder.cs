using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Venues.Trading;

/// <summary>An order that stands at a venue, as the venue lists it.</summary>
/// <param name="Child">Whose it is; null for one that this router did not send.</param>
/// <param name="VenueOrderId">The venue's id.</param>
/// <param name="Side">Its side.</param>
/// <param name="Price">Its price in the quote asset.</param>
/// <param name="Quantity">Its whole size in contracts or base units.</param>
/// <param name="Executed">What of it has filled; not negative.</param>
public sealed record OpenOrder(ChildOrderId? Child, string VenueOrderId, Side Side, decimal Price, decimal Quantity, decimal Executed);
