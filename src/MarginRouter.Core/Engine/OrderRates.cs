using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Engine;

/// <summary>
/// Counts the children sent to each venue in its current sliding window, by event time, so that the count is the same in replay. It holds
/// no more entries than the budget: what is sent beyond it is not sent.
/// </summary>
internal sealed class OrderRates(Firm firm)
{
    private readonly Dictionary<int, Queue<Instant>> sent = [];

    /// <summary>Notes a child.</summary>
    public void Note(VenueId venue, Instant at)
    {
        if (Terms(venue) is not { OrdersPerWindow: not null } terms)
            return;
        if (!sent.TryGetValue(venue.Value, out Queue<Instant>? times))
            sent[venue.Value] = times = [];
        Forget(times, terms, at);
        times.Enqueue(at);
    }

    /// <summary>Children that may still be sent to a venue now; null for no such budget.</summary>
    public int? Left(VenueId venue, Instant now)
    {
        if (Terms(venue) is not { OrdersPerWindow: { } most } terms)
            return null;
        if (!sent.TryGetValue(venue.Value, out Queue<Instant>? times))
            return most;
        Forget(times, terms, now);
        return Math.Max(0, most - times.Count);
    }

    private static void Forget(Queue<Instant> times, VenueTerms terms, Instant now)
    {
        while (times.Count > 0 && now.NanosecondsSince(times.Peek()) >= terms.WindowMilliseconds * Instant.NanosecondsPerMillisecond)
            times.Dequeue();
    }

    private VenueTerms? Terms(VenueId venue) => venue.Value < firm.VenueTerms.Length ? firm.VenueTerms[venue.Value] : null;
}
