using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Trading;

/// <summary>By what an order can be asked for.</summary>
/// <param name="Instrument">Its instrument.</param>
/// <param name="ClientOrderId">Its client order id as it was sent; null when that is not known any more.</param>
/// <param name="VenueOrderId">The venue's id; null when the venue has not told it.</param>
/// <param name="IsIt">Whether a client order id that the venue lists is the order's: for one whose id was made by an earlier process.</param>
public sealed record OrderNames(Instrument Instrument, string? ClientOrderId, string? VenueOrderId, Func<string, bool> IsIt);
