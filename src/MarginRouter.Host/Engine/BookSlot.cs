using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;

namespace MarginRouter.Host.Engine;

/// <summary>
/// The conflated way of one book into the engine: the adapter's thread overwrites the newest image, the engine's thread takes it.
/// Intermediate states may be skipped; the newest never is.
/// </summary>
internal sealed class BookSlot
{
    private readonly Lock gate = new();
    private readonly BookImage newest;
    private readonly BookImage taken;
    private readonly BookChanged change;
    private bool queued;

    public BookSlot(InstrumentId instrument, int depth)
    {
        newest = new BookImage(instrument, depth);
        taken = new BookImage(instrument, depth);
        change = new BookChanged(taken);
    }

    /// <summary>Stores the newest state; true when the slot must be queued for the engine.</summary>
    public bool Put(OrderBook book, Instant receivedAt)
    {
        lock (gate)
        {
            newest.Fill(book, receivedAt);
            return QueueOnce();
        }
    }

    /// <summary>Stores a sign of life; true when the slot must be queued for the engine.</summary>
    public bool Touch(Instant receivedAt)
    {
        lock (gate)
        {
            newest.Touch(receivedAt);
            return QueueOnce();
        }
    }

    /// <summary>Takes the newest state as an event; the event is valid until the next call.</summary>
    public BookChanged Take()
    {
        lock (gate)
        {
            queued = false;
            taken.CopyFrom(newest);
            return change;
        }
    }

    private bool QueueOnce()
    {
        if (queued)
            return false;
        queued = true;
        return true;
    }
}
