using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Connectivity;

/// <summary>Our time and the venue's. The difference is measured with the venue's time request and used in signed requests.</summary>
internal sealed class VenueClock(TimeProvider time)
{
    private long offsetNs;

    /// <summary>Our time.</summary>
    public Instant Now => new((time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100);

    /// <summary>The venue's time as far as it is known.</summary>
    public Instant VenueNow => new(Now.Nanoseconds + Volatile.Read(ref offsetNs));

    /// <summary>Takes over a venue's answer to a time request, assuming that it was given halfway between question and answer.</summary>
    public void Synchronise(Instant asked, Instant venueTime, Instant answered)
    {
        long middle = asked.Nanoseconds + (answered.NanosecondsSince(asked) / 2);
        Volatile.Write(ref offsetNs, venueTime.Nanoseconds - middle);
    }
}
