using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders.Quotes;

namespace MarginRouter.Venues.Bybit.Quotes;

/// <summary>
/// The venue's ids of our requests. Quotes may come before the answer that tells the id; they are held meanwhile, at most
/// <see cref="HeldQuotes"/>, and the oldest make way: the venue lists them again halfway through the time to answer.
/// </summary>
internal sealed class BybitQuoteRequests
{
    private const int HeldQuotes = 64;
    private readonly Lock gate = new();
    private readonly Dictionary<QuoteRequestId, Asked> open = [];
    private readonly List<BybitQuote> held = [];

    /// <summary>Requests that are open or on their way.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return open.Count;
        }
    }

    /// <summary>A request is about to be sent.</summary>
    public void Begin(QuoteRequestId id, Instant now, Instant answerBy)
    {
        lock (gate)
            open[id] = new Asked(null, new Instant(now.Nanoseconds + (answerBy.NanosecondsSince(now) / 2)));
    }

    /// <summary>A quote names the venue's id of a request, perhaps before the answer does.</summary>
    public void Learn(QuoteRequestId id, string venueId)
    {
        lock (gate)
        {
            if (open.TryGetValue(id, out Asked asked) && asked.VenueId is null)
                open[id] = asked with { VenueId = venueId };
        }
    }

    /// <summary>The venue's id of a request is known; the quotes that came before it.</summary>
    public IReadOnlyList<BybitQuote> Opened(QuoteRequestId id, string venueId)
    {
        lock (gate)
        {
            if (open.TryGetValue(id, out Asked asked))
                open[id] = asked with { VenueId = venueId };
            BybitQuote[] early = [.. held.Where(quote => quote.RequestId == venueId)];
            held.RemoveAll(quote => quote.RequestId == venueId);
            return early;
        }
    }

    /// <summary>Holds a quote of a request that is not known, while one is on its way.</summary>
    public void Hold(BybitQuote quote)
    {
        lock (gate)
        {
            if (!open.Values.Any(asked => asked.VenueId is null))
                return;
            if (held.Count == HeldQuotes)
                held.RemoveAt(0);
            held.Add(quote);
        }
    }

    /// <summary>The venue's id of a request; null while it is not known.</summary>
    public string? IdOf(QuoteRequestId id)
    {
        lock (gate)
            return open.TryGetValue(id, out Asked asked) ? asked.VenueId : null;
    }

    /// <summary>The request with a venue's id; null when there is none.</summary>
    public QuoteRequestId? Find(string venueId)
    {
        lock (gate)
        {
            foreach ((QuoteRequestId id, Asked asked) in open)
            {
                if (asked.VenueId == venueId)
                    return id;
            }

            return null;
        }
    }

    /// <summary>Forgets a request; its venue's id when it was known.</summary>
    public string? Remove(QuoteRequestId id)
    {
        lock (gate)
        {
            open.Remove(id, out Asked asked);
            if (open.Count == 0)
                held.Clear();
            return asked.VenueId;
        }
    }

    /// <summary>The venue's ids of requests of whose time half is over, each once.</summary>
    public List<string> TakeHalfway(Instant now)
    {
        List<string> due = [];
        lock (gate)
        {
            foreach ((QuoteRequestId id, Asked asked) in open)
            {
                if (asked.VenueId is { } venueId && asked.ListAt is { } at && at <= now)
                {
                    due.Add(venueId);
                    open[id] = asked with { ListAt = null };
                }
            }
        }

        return due;
    }

    /// <summary>Forgets all requests; their ids.</summary>
    public IReadOnlyList<QuoteRequestId> Clear()
    {
        lock (gate)
        {
            QuoteRequestId[] ids = [.. open.Keys];
            open.Clear();
            held.Clear();
            return ids;
        }
    }

    private readonly record struct Asked(string? VenueId, Instant? ListAt);
}
