using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Feeds;

namespace MarginRouter.Venues.Trading;

/// <summary>What the accounts of an adapter share.</summary>
/// <param name="Options">The adapter's options.</param>
/// <param name="Instruments">Its instruments.</param>
/// <param name="Parts">Sink, clock, timers and log, which market data has too.</param>
/// <param name="Http">REST with the time limit of orders.</param>
/// <param name="Readiness">What becomes of the venue's connection.</param>
/// <param name="StartedAt">When this process took the accounts over; children of an earlier one were sent before it.</param>
internal sealed record TradingContext(
    TradingOptions Options, InstrumentTable Instruments, FeedParts Parts, VenueHttp Http, VenueReadiness Readiness, Instant StartedAt)
{
    /// <summary>Our clock and the venue's.</summary>
    public VenueClock Clock => Parts.Clock;

    /// <summary>The latest time at which a request sent at a time could still arrive.</summary>
    public Instant LatestArrival(Instant sent) =>
        sent.PlusMilliseconds((long)(Options.ReceiveWindow + Options.ArrivalSlack).TotalMilliseconds);
}
