using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;

namespace MarginRouter.Host.Health;

/// <summary>
/// Counts what one venue does. Filled by its adapter's threads and by the order path under one short lock; allocates nothing once its books are
/// known.
/// </summary>
internal sealed class VenueHealth(string name, int books)
{
    private const int OrdersTimed = 4096;
    private readonly Lock gate = new();
    private readonly BookHealth[] known = [.. Enumerable.Range(0, books).Select(_ => new BookHealth())];
    private readonly (ChildOrderId Id, long At)[] sent = new (ChildOrderId, long)[OrdersTimed];
    private readonly AcknowledgementWindow window = new();
    private bool connected;
    private long updates;
    private long events;
    private long gaps;
    private long crossings;
    private long lost;
    private long resyncs;
    private long disconnects;

    /// <summary>The venue's name.</summary>
    public string Name => name;

    /// <summary>A book was published in a state.</summary>
    public void Book(int place, BookState state, long at)
    {
        lock (gate)
        {
            BookHealth book = known[place];
            updates++;
            book.ChangedAt = at;
            book.SignAt = at;
            if (state == book.State)
                return;
            bool wasLive = book.State == BookState.Live;
            book.State = state;
            if (wasLive)
                CountLoss(state);
            if (state != BookState.Live)
                return;
            resyncs += book.WasLive ? 1 : 0;
            book.WasLive = true;
        }
    }

    /// <summary>The venue gave a sign of life for a book.</summary>
    public void Sign(int place, long at)
    {
        lock (gate)
            known[place].SignAt = at;
    }

    /// <summary>An event about marks, orders or accounts came.</summary>
    public void Event()
    {
        lock (gate)
            events++;
    }

    /// <summary>The connection came or went.</summary>
    public void Connection(bool isUp)
    {
        lock (gate)
        {
            disconnects += connected && !isUp ? 1 : 0;
            connected = isUp;
        }
    }

    /// <summary>An order was handed to the adapter.</summary>
    public void Sent(ChildOrderId id, long at)
    {
        // An order that takes the place of one not answered yet loses that one's measurement, nothing else.
        lock (gate)
            sent[Slot(id)] = (id, at);
    }

    /// <summary>The first answer about an order came; later ones find nothing to time.</summary>
    public void Answered(ChildOrderId id, long at)
    {
        lock (gate)
        {
            ref (ChildOrderId Id, long At) timed = ref sent[Slot(id)];
            if (timed.At == 0 || timed.Id != id)
                return;
            window.Add(at, at - timed.At);
            timed = default;
        }
    }

    /// <summary>How it does now.</summary>
    public HealthSnapshot Snapshot(long now, int? ordersLeft)
    {
        lock (gate)
        {
            int live = 0;
            long? change = null;
            long? sign = null;
            foreach (BookHealth book in known)
            {
                if (book.State != BookState.Live)
                    continue;
                live++;
                change = Math.Min(change ?? book.ChangedAt, book.ChangedAt);
                sign = Math.Min(sign ?? book.SignAt, book.SignAt);
            }

            return new HealthSnapshot(
                name, connected, known.Length, live, Span(now - change), Span(now - sign), updates, events, gaps, crossings, lost, resyncs, disconnects,
                window.Count, Span(window.Percentile(now, 0.5)), Span(window.Percentile(now, 0.99)), ordersLeft);
        }
    }

    private void CountLoss(BookState state)
    {
        switch (state)
        {
            case BookState.Gapped:
                gaps++;
                break;
            case BookState.Crossed:
                crossings++;
                break;
            default:
                lost++;
                break;
        }
    }

    private static int Slot(ChildOrderId id) => (int)(unchecked((uint)id.GetHashCode()) % OrdersTimed);

    private static TimeSpan? Span(long? nanoseconds) => nanoseconds is { } value ? TimeSpan.FromTicks(Math.Max(0L, value) / 100) : null;
}
