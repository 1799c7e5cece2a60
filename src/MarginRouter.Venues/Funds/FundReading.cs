using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Funds;

/// <summary>What a venue states of one pool of its insurance fund.</summary>
/// <param name="Pool">Which pool, as the venue tells it from others.</param>
/// <param name="Balance">What is in it, in its own currency.</param>
/// <param name="VenueTime">Venue time of the balance.</param>
internal sealed record FundReading(string Pool, decimal Balance, Instant VenueTime)
{
    /// <summary>The largest balance of late and when it was, where the venue states them.</summary>
    public (decimal Balance, Instant At)? Peak { get; init; }
}
