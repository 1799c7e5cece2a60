using System.Text.Json;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Binance.MarketData;

/// <summary>
/// Keeps the books of all instruments of a market from one combined stream. Books change under one lock: the reader of the stream and the
/// snapshot loops take turns, so each book has one writer at a time and is published only when it is complete or has just been dropped.
/// </summary>
internal sealed partial class DepthFeed : IDisposable
{
    private static readonly TimeSpan LivenessInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(1);
    private readonly BinanceOptions options;
    private readonly DepthFeedRoute route;
    private readonly FeedContext context;
    private readonly Dictionary<string, FeedBook> books = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FeedBook>.AlternateLookup<ReadOnlySpan<char>> bySymbol;
    private readonly Lock gate = new();
    private readonly DepthUpdate update = new();
    private readonly SemaphoreSlim snapshotSlots = new(4, 4);
    private Instant livenessAt;
    private long lastMessage;
    private bool ready;

    public DepthFeed(BinanceOptions options, DepthFeedRoute route, FeedContext context)
    {
        this.options = options;
        this.route = route;
        this.context = context;
        bySymbol = books.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (Instrument instrument in options.Instruments)
            books.Add(instrument.Symbol, new FeedBook(instrument, options.SnapshotDepth, options.DepthBufferLimit));
    }

    /// <summary>Keeps the feed alive until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) =>
        new ReconnectLoop($"{options.Name} depth", options.Reconnect, context.Time, context.Logger).RunAsync(RunSessionAsync, cancellation);

    /// <summary>Takes one message of the stream; the way of every live update, and it allocates nothing in steady state.</summary>
    public void OnMessage(ReadOnlySpan<byte> message, Instant receivedAt)
    {
        lock (gate)
        {
            switch (StreamEnvelope.Open(message, out Utf8JsonReader reader))
            {
                case StreamKind.Depth:
                    DepthDecoder.Decode(ref reader, update);
                    if (bySymbol.TryGetValue(update.Symbol.Value, out FeedBook? book))
                        Settle(book, book.Splice.OnEvent(update), receivedAt);
                    break;
                case StreamKind.ServerShutdown:
                    throw new SocketClosedException("the venue announced that it is going to restart");
                case StreamKind.BookTicker or StreamKind.MarkPrice or StreamKind.Other or StreamKind.Answer
                    or StreamKind.DepthSnapshot or StreamKind.Unknown:
                    break;
            }

            ReportLiveness(receivedAt);
        }
    }

    /// <summary>Takes a depth snapshot of an instrument.</summary>
    public void OnSnapshot(Instrument instrument, ReadOnlySpan<byte> body, Instant receivedAt)
    {
        lock (gate)
        {
            Utf8JsonReader reader = new(body);
            reader.Read();
            DepthDecoder.Decode(ref reader, update);
            FeedBook book = books[instrument.Symbol];
            Settle(book, book.Splice.OnSnapshot(update), receivedAt);
        }
    }

    /// <summary>Goes on with an instrument in another price step: its book is dropped, published as such, and asked for anew.</summary>
    public void Change(Instrument changed)
    {
        lock (gate)
        {
            FeedBook book = books[changed.Symbol];
            book.Change(changed);
            context.Sink.OnBook(book.Splice.Book.Book, context.Clock.Now);
        }
    }

    /// <summary>Publishes a book as it stands, if it is complete.</summary>
    public void Publish(Instrument instrument)
    {
        lock (gate)
        {
            FeedBook book = books[instrument.Symbol];
            if (!book.Splice.NeedsSnapshot)
                context.Sink.OnBook(book.Splice.Book.Book, context.Clock.Now);
        }
    }

    public void Dispose()
    {
        foreach (FeedBook book in books.Values)
            book.Dispose();
        snapshotSlots.Dispose();
    }

    private async Task RunSessionAsync(Action healthy, CancellationToken cancellation)
    {
        Uri address = route.Streams(options.Endpoints.Streams, options.Instruments, options.DepthStream);
        await using SocketConnection socket =
            await SocketConnection.ConnectAsync(address, options.MarketSocket, context.Time, cancellation).ConfigureAwait(false);
        lastMessage = context.Time.GetTimestamp();
        foreach (FeedBook book in books.Values)
            book.WantSnapshot();
        List<Func<CancellationToken, Task>> parts =
        [
            token => ReadAsync(socket, healthy, token),
            token => PromptAsync(socket, token),
            .. books.Values.Select(book => (Func<CancellationToken, Task>)(token => FetchAsync(book, token))),
        ];
        try
        {
            await TaskGroup.RunAsync(cancellation, [.. parts]).ConfigureAwait(false);
        }
        finally
        {
            DropAll();
        }
    }

    private async Task ReadAsync(SocketConnection socket, Action healthy, CancellationToken cancellation)
    {
        while (true)
        {
            ReadOnlyMemory<byte> message = await socket.ReadAsync(cancellation).ConfigureAwait(false);
            Volatile.Write(ref lastMessage, context.Time.GetTimestamp());
            OnMessage(message.Span, context.Clock.Now);
            if (ready)
                healthy();
        }
    }

    /// <summary>Asks for any sign of life when a quiet market sends nothing: LIST_SUBSCRIPTIONS is the stream's cheapest question.</summary>
    private async Task PromptAsync(SocketConnection socket, CancellationToken cancellation)
    {
        byte[] question = [.. """{"method":"LIST_SUBSCRIPTIONS","id":1}"""u8];
        while (true)
        {
            await Task.Delay(QuietTime, context.Time, cancellation).ConfigureAwait(false);
            if (context.Time.GetElapsedTime(Volatile.Read(ref lastMessage)) >= QuietTime)
                await socket.SendAsync(question, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Fetches snapshots of one book as often as they are wanted, never faster than the interval allows.</summary>
    private async Task FetchAsync(FeedBook book, CancellationToken cancellation)
    {
        while (true)
        {
            await book.SnapshotWanted(cancellation).ConfigureAwait(false);
            try
            {
                Uri address = route.Snapshot(options.Endpoints.Rest, book.Instrument, options.SnapshotDepth);
                await snapshotSlots.WaitAsync(cancellation).ConfigureAwait(false);
                byte[] body;
                try
                {
                    body = await context.Http.GetAsync(address, cancellation).ConfigureAwait(false);
                }
                finally
                {
                    snapshotSlots.Release();
                }

                OnSnapshot(book.Instrument, body, context.Clock.Now);
            }
            catch (Exception fault) when (ConnectionFault.IsTransient(fault, cancellation))
            {
                LogSnapshotFailed(context.Logger, book.Instrument.Symbol, fault.Message);
                book.WantSnapshot();
            }

            await Task.Delay(options.ResyncInterval, context.Time, cancellation).ConfigureAwait(false);
        }
    }

    private void Settle(FeedBook book, SpliceOutcome outcome, Instant receivedAt)
    {
        switch (outcome)
        {
            case SpliceOutcome.Applied:
                context.Sink.OnBook(book.Splice.Book.Book, receivedAt);
                ReportMark(book, receivedAt);
                ReportReady();
                if (book.Splice.WantsRefresh)
                {
                    book.Splice.BeginRefresh();
                    book.WantSnapshot();
                }

                break;
            case SpliceOutcome.Dropped:
                LogDropped(context.Logger, book.Instrument.Symbol, book.Splice.Book.Book.State);
                context.Sink.OnBook(book.Splice.Book.Book, receivedAt);
                book.WantSnapshot();
                break;
            case SpliceOutcome.SnapshotTooOld:
                book.WantSnapshot();
                break;
            case SpliceOutcome.Buffered or SpliceOutcome.Stale:
                break;
        }
    }

    /// <summary>Spot has no mark price: the mid stands for it, at most once a second.</summary>
    private void ReportMark(FeedBook book, Instant receivedAt)
    {
        OrderBook levels = book.Splice.Book.Book;
        if (!route.MarkFromMid
            || receivedAt < book.MarkedAt.PlusMilliseconds(1000)
            || levels.Count(BookSide.Bid) == 0
            || levels.Count(BookSide.Ask) == 0)
            return;
        book.MarkedAt = receivedAt;
        decimal bid = book.Instrument.Price(levels.Level(BookSide.Bid, 0).Price);
        decimal ask = book.Instrument.Price(levels.Level(BookSide.Ask, 0).Price);
        context.Sink.OnEvent(new MarkPriceReceived(book.Instrument.Id, (bid + ask) / 2, levels.VenueTime));
    }

    private void ReportReady()
    {
        if (ready)
            return;
        foreach (FeedBook book in books.Values)
        {
            if (book.Splice.NeedsSnapshot)
                return;
        }

        ready = true;
        context.Readiness.MarketData(true);
    }

    private void ReportLiveness(Instant receivedAt)
    {
        if (receivedAt.NanosecondsSince(livenessAt) < LivenessInterval.Ticks * 100)
            return;
        livenessAt = receivedAt;
        foreach (FeedBook book in books.Values)
        {
            if (book.Splice.Book.Book.State == BookState.Live)
                context.Sink.OnLiveness(book.Instrument.Id, receivedAt);
        }
    }

    private void DropAll()
    {
        lock (gate)
        {
            ready = false;
            context.Readiness.MarketData(false);
            foreach (FeedBook book in books.Values)
            {
                book.Splice.Reset(BookState.Stale);
                context.Sink.OnBook(book.Splice.Book.Book, context.Clock.Now);
            }
        }
    }
}
