using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.FixVenue.Trading;

/// <summary>An order as the venue knows it.</summary>
/// <param name="Id">Its present ClOrdID (11).</param>
/// <param name="VenueOrderId">OrderID (37); null before the venue named it.</param>
/// <param name="Standing">How it was sent; null for one of an earlier process.</param>
/// <param name="Quantity">What was ordered in lots; null for one of an earlier process.</param>
internal readonly record struct WireOrder(string Id, string? VenueOrderId, FixStanding? Standing, QuantityLots? Quantity);
