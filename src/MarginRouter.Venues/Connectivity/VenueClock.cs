using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Connectivity;

/// <summary>Our time and the venue's. The difference is measured with the venue's time request and used in signed requests.</summary>
internal sealed class VenueClock(TimeProvider time)
{
    private const long RefineAfterNs = 60L * 1_000 * Instant.NanosecondsPerMillisecond;
    private long offsetNs;
    private long errorNs;
    private long measuredNs = long.MinValue;

    /// <summary>Our time.</summary>
    public Instant Now => new((time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100);

    /// <summary>The venue's time as far as it is known.</summary>
    public Instant VenueNow => new(Now.Nanoseconds + Volatile.Read(ref offsetNs));

    /// <summary>The latest that the venue's time can be: half the way of the last answer later than <see cref="VenueNow"/>.</summary>
    public Instant LatestVenueNow => new(VenueNow.Nanoseconds + Volatile.Read(ref errorNs));

    /// <summary>The latest moment of ours that is certainly not after a moment of the venue.</summary>
    public Instant OursBefore(Instant venueTime) => new(venueTime.Nanoseconds - Volatile.Read(ref offsetNs) - Volatile.Read(ref errorNs));

    /// <summary>Takes over a venue's answer to a time request, assuming that it was given halfway between question and answer.</summary>
    public void Synchronise(Instant asked, Instant venueTime, Instant answered)
    {
        long half = answered.NanosecondsSince(asked) / 2;
        long middle = asked.Nanoseconds + half;
        Volatile.Write(ref errorNs, half);
        Volatile.Write(ref measuredNs, answered.Nanoseconds);
        Volatile.Write(ref offsetNs, venueTime.Nanoseconds - middle);
    }

    /// <summary>
    /// Takes over a time that came with another answer, unless what is known is recent and much more exact. A slow answer does not spoil a good
    /// measurement, and a measurement does not grow old.
    /// </summary>
    public void Refine(Instant asked, Instant venueTime, Instant answered)
    {
        long measured = Volatile.Read(ref measuredNs);
        bool isRecent = measured != long.MinValue && asked.Nanoseconds - measured < RefineAfterNs;
        if (!isRecent || answered.NanosecondsSince(asked) / 4 <= Volatile.Read(ref errorNs))
            Synchronise(asked, venueTime, answered);
    }
}
