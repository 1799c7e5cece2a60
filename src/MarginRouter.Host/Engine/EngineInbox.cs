using System.Threading.Channels;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues;

namespace MarginRouter.Host.Engine;

/// <summary>
/// The three inputs of the engine, drained in order: control, private, market (design decision 8). Among the private ones, what venues
/// say goes before what desks ask: fills free margin and end children, and a decision costs more the more children are open, so that
/// parents that overtook fills would let an overload feed itself. Control and private queues are bounded and block the producer when
/// full, because executions are never dropped; each book has one conflated slot.
/// </summary>
internal sealed class EngineInbox : IVenueEventSink
{
    private const int ControlCapacity = 1024;
    private const int PrivateCapacity = 65_536;
    private readonly Channel<InboxItem> control = Bounded<InboxItem>(ControlCapacity);
    private readonly Channel<InboxItem> venues = Bounded<InboxItem>(PrivateCapacity);
    private readonly Channel<InboxItem> desks = Bounded<InboxItem>(PrivateCapacity);
    private readonly Channel<int> changedBooks;
    private readonly BookSlot[] slots;
    private readonly WakeSignal wake = new();

    public EngineInbox(Firm firm)
    {
        slots = new BookSlot[firm.Reference.Instruments.Length];
        for (int i = 0; i < slots.Length; i++)
            slots[i] = new BookSlot(new InstrumentId(i), firm.BookDepth);
        changedBooks = Bounded<int>(Math.Max(1, slots.Length));
    }

    /// <summary>Items waiting in the private queues, for health figures.</summary>
    public int PrivateBacklog => venues.Reader.Count + desks.Reader.Count;

    /// <inheritdoc />
    public void OnBook(OrderBook book, Instant receivedAt)
    {
        int slot = book.Instrument.Value;
        if (slots[slot].Put(book, receivedAt))
            QueueBook(slot);
    }

    /// <inheritdoc />
    public void OnLiveness(InstrumentId instrument, Instant receivedAt)
    {
        if (slots[instrument.Value].Touch(receivedAt))
            QueueBook(instrument.Value);
    }

    /// <inheritdoc />
    public void OnEvent(InboundEvent inbound) => Post(venues, new InboxItem(inbound, null));

    /// <summary>Adds an event whose sender wants to know when the journal holds it.</summary>
    public void Post(InboundEvent inbound, Action journaled) => Post(desks, new InboxItem(inbound, journaled));

    /// <summary>Adds an operator's event; it overtakes everything that waits.</summary>
    public void PostControl(InboundEvent inbound) => Post(control, new InboxItem(inbound, null));

    /// <summary>Takes the next item in order of importance; false when there is none.</summary>
    public bool TryTake(out InboxItem item)
    {
        if (control.Reader.TryRead(out item) || venues.Reader.TryRead(out item) || desks.Reader.TryRead(out item))
            return true;
        if (!changedBooks.Reader.TryRead(out int slot))
            return false;
        item = new InboxItem(slots[slot].Take(), null);
        return true;
    }

    /// <summary>Waits for an item, at most so long.</summary>
    public void Wait(int milliseconds) => wake.Wait(milliseconds);

    /// <summary>Nobody takes items any more: producers are told by an exception instead of waiting for ever.</summary>
    public void Close()
    {
        control.Writer.TryComplete();
        venues.Writer.TryComplete();
        desks.Writer.TryComplete();
    }

    /// <summary>Wakes the engine thread, for example to stop it.</summary>
    public void Wake() => wake.Raise();

    private void Post(Channel<InboxItem> queue, InboxItem item)
    {
        while (!queue.Writer.TryWrite(item))
        {
            wake.Raise();
            if (!queue.Writer.WaitToWriteAsync().AsTask().GetAwaiter().GetResult())
                throw new InvalidOperationException("the engine has stopped");
        }

        wake.Raise();
    }

    private void QueueBook(int slot)
    {
        // The channel has room for every slot and a slot is queued at most once, so this cannot fail.
        if (!changedBooks.Writer.TryWrite(slot))
            throw new InvalidOperationException($"book slot {slot} was queued twice");
        wake.Raise();
    }

    private static Channel<T> Bounded<T>(int capacity) => Channel.CreateBounded<T>(
        new BoundedChannelOptions(capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
}
