using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Trading;

/// <summary>By what an order can be asked for.</summary>
/// <param name="Instrument">Its instrument.</param>
/// <param name="ClientOrderId">Its client order id as it was sent; null when that is not known any more.</param>
/// <param name="VenueOrderId">The venue's id; null when the venue has not told it.</param>
public sealed record OrderNames(Instrument Instrument, string? ClientOrderId, string? VenueOrderId);
