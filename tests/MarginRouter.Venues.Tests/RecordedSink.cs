using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;

namespace MarginRouter.Venues.Tests;

/// <summary>Keeps what an adapter delivers, and lets a test wait for it.</summary>
internal sealed class RecordedSink : IVenueEventSink
{
    /// <summary>Levels a side that are kept of each book.</summary>
    public const int Depth = 64;

    private readonly Lock gate = new();
    private readonly List<InboundEvent> events = [];
    private readonly List<(InstrumentId Instrument, BookState State)> states = [];
    private readonly Dictionary<InstrumentId, BookImage> books = [];
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int LivenessSignals { get; private set; }

    /// <summary>All events so far.</summary>
    public IReadOnlyList<InboundEvent> Events
    {
        get
        {
            lock (gate)
                return [.. events];
        }
    }

    /// <summary>Every change of a book's state, in order.</summary>
    public IReadOnlyList<(InstrumentId Instrument, BookState State)> States
    {
        get
        {
            lock (gate)
                return [.. states];
        }
    }

    public void OnBook(OrderBook book, Instant receivedAt)
    {
        lock (gate)
        {
            if (!books.TryGetValue(book.Instrument, out BookImage? image))
                books.Add(book.Instrument, image = new BookImage(book.Instrument, Depth));
            image.Fill(book, receivedAt);
            if (states.FindLast(state => state.Instrument == book.Instrument).State != book.State)
                states.Add((book.Instrument, book.State));
            Signal();
        }
    }

    public void OnLiveness(InstrumentId instrument, Instant receivedAt)
    {
        lock (gate)
        {
            LivenessSignals++;
            Signal();
        }
    }

    public void OnEvent(InboundEvent inbound)
    {
        lock (gate)
        {
            events.Add(inbound);
            Signal();
        }
    }

    /// <summary>The book as last published, or null.</summary>
    public BookImage? Book(InstrumentId instrument)
    {
        lock (gate)
        {
            if (!books.TryGetValue(instrument, out BookImage? image))
                return null;
            BookImage copy = new(instrument, Depth);
            copy.CopyFrom(image);
            return copy;
        }
    }

    /// <summary>Waits for the first event of a kind that fits, at or after a position; fails after ten seconds with everything seen.</summary>
    public async Task<TEvent> WaitForAsync<TEvent>(Func<TEvent, bool> fits, int from = 0)
        where TEvent : InboundEvent
    {
        TEvent? found = null;
        await UntilAsync(
            () => (found = Events.Skip(from).OfType<TEvent>().FirstOrDefault(fits)) is not null,
            typeof(TEvent).Name).ConfigureAwait(false);
        return found!;
    }

    /// <summary>Waits until something holds; it is looked at again after every delivery, and every few milliseconds when it is no delivery.</summary>
    public async Task UntilAsync(Func<bool> holds, string what, bool poll = false, TimeSpan? limit = null)
    {
        using CancellationTokenSource late = new(limit ?? TimeSpan.FromSeconds(10));
        while (true)
        {
            Task next;
            lock (gate)
                next = changed.Task;
            if (holds())
                return;
            try
            {
                await (poll ? Task.WhenAny(next, Task.Delay(5, late.Token)).Unwrap() : next).WaitAsync(late.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"{what} did not come within 10 s; events: {string.Join("; ", Events)}; books: {string.Join("; ", States)}");
            }
        }
    }

    private void Signal()
    {
        TaskCompletionSource old = changed;
        changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        old.TrySetResult();
    }
}
