using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Feeds;

/// <summary>One mark price as the venue states it.</summary>
/// <param name="Symbol">The venue's symbol.</param>
/// <param name="Price">The mark; zero when the message states only what stands beside it.</param>
/// <param name="VenueTime">Its time; the epoch when the message has none.</param>
internal readonly record struct MarkTick(string Symbol, DecimalText Price, Instant VenueTime)
{
    /// <summary>Rate of the next funding payment; null when not stated.</summary>
    public decimal? FundingRate { get; init; }

    /// <summary>Time of the next funding payment; null when not stated.</summary>
    public Instant? NextFunding { get; init; }

    /// <summary>Implied volatility of an option's mark per year, as a fraction; null when not stated.</summary>
    public decimal? Volatility { get; init; }

    /// <summary>Price of the underlying for an option's expiry; null when not stated.</summary>
    public decimal? Forward { get; init; }
}
