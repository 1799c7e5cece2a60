using System.Text;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Feeds;

/// <summary>
/// Keeps the books of some instruments on one connection. Reader and attendant take turns under one lock, so that each book has one writer
/// at a time and is published only when it is complete or has just been dropped. A book that breaks gets a new snapshot, ever later when it
/// breaks again and again; a silent connection makes all its books stale and is opened anew.
/// </summary>
internal sealed partial class FeedSession
{
    private const int FrameShown = 200;
    private static readonly TimeSpan AttentionInterval = TimeSpan.FromMilliseconds(50);

    private readonly FeedOptions options;
    private readonly FeedProtocol protocol;
    private readonly FeedParts parts;
    private readonly Action<bool> ready;
    private readonly Lock gate = new();
    private readonly FeedBook[] feeds;
    private readonly Dictionary<string, FeedBook> bySymbol;
    private FeedDecoder decoder;
    private Instant confirmedAt;
    private bool complete;

    /// <summary>Makes a session for some of an adapter's instruments.</summary>
    /// <param name="options">The adapter's options.</param>
    /// <param name="protocol">The venue's own part.</param>
    /// <param name="instruments">The instruments on this connection.</param>
    /// <param name="parts">What the sessions share.</param>
    /// <param name="ready">Told when all books of the connection are complete and when they no longer are.</param>
    public FeedSession(FeedOptions options, FeedProtocol protocol, IReadOnlyList<Instrument> instruments, FeedParts parts, Action<bool> ready)
    {
        this.options = options;
        this.protocol = protocol;
        this.parts = parts;
        this.ready = ready;
        feeds = [.. instruments.Select(instrument => new FeedBook(instrument, protocol.NewBook(instrument)))];
        bySymbol = feeds.ToDictionary(feed => feed.Instrument.Symbol, StringComparer.Ordinal);
        decoder = protocol.NewDecoder();
    }

    /// <summary>Keeps the connection alive until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) =>
        new ReconnectLoop($"{options.Name} market data", options.Reconnect, parts.Time, parts.Logger).RunAsync(SessionAsync, cancellation);

    /// <summary>Goes on with an instrument in another price step: its book is dropped, published as such, and asked for anew.</summary>
    public void Change(Instrument changed)
    {
        lock (gate)
        {
            if (Array.Find(feeds, feed => feed.Instrument.Id == changed.Id) is not { } feed)
                return;
            Instant now = parts.Clock.Now;
            feed.Change(changed, protocol.NewBook(changed));
            if (!protocol.HasBook(changed))
                return;
            parts.Sink.OnBook(feed.Builder.Book, now);
            feed.Fail(now, options.ResyncInterval, options.LongestResyncInterval);
        }
    }

    /// <summary>Publishes a book as it stands.</summary>
    public void Publish(InstrumentId instrument)
    {
        lock (gate)
        {
            if (Array.Find(feeds, feed => feed.Instrument.Id == instrument) is { IsLive: true } feed)
                parts.Sink.OnBook(feed.Builder.Book, parts.Clock.Now);
        }
    }

    private async Task SessionAsync(Action healthy, CancellationToken cancellation)
    {
        Uri address = await protocol.AddressAsync(feeds[0].Instrument.Kind, parts.Http, cancellation).ConfigureAwait(false);
        SocketOptions limits = new(options.AnswerTimeout, options.LivenessLimit, options.LivenessLimit);
        await using SocketConnection socket = await SocketConnection.ConnectAsync(address, limits, parts.Time, cancellation).ConfigureAwait(false);
        try
        {
            Begin();
            foreach (byte[] request in protocol.Subscribe([.. feeds.Select(feed => feed.Instrument)]))
                await socket.SendAsync(request, cancellation).ConfigureAwait(false);
            await TaskGroup.RunAsync(
                cancellation,
                token => ReadAsync(socket, healthy, token),
                token => PingAsync(socket, token),
                token => AttendAsync(socket, token)).ConfigureAwait(false);
        }
        finally
        {
            End();
        }
    }

    private async Task ReadAsync(SocketConnection socket, Action healthy, CancellationToken cancellation)
    {
        while (true)
        {
            ReadOnlyMemory<byte> frame = await socket.ReadAsync(cancellation).ConfigureAwait(false);
            lock (gate)
            {
                Take(frame.Span, parts.Clock.Now);
                if (complete)
                    healthy();
            }
        }
    }

    private async Task PingAsync(SocketConnection socket, CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(options.PingInterval, parts.Time, cancellation).ConfigureAwait(false);
            await socket.SendAsync(protocol.Ping, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Asks for the snapshots that are due, and notices those that do not come.</summary>
    private async Task AttendAsync(SocketConnection socket, CancellationToken cancellation)
    {
        while (true)
        {
            foreach (FeedBook feed in feeds)
            {
                if (IsDue(feed))
                    await AskAsync(feed, socket, cancellation).ConfigureAwait(false);
            }

            await Task.Delay(AttentionInterval, parts.Time, cancellation).ConfigureAwait(false);
        }
    }

    private bool IsDue(FeedBook feed)
    {
        lock (gate)
        {
            Instant now = parts.Clock.Now;
            if (protocol.HasBook(feed.Instrument) && !feed.IsLive && feed.DueAt is null && now.NanosecondsSince(feed.AskedAt) > options.AnswerTimeout.Ticks * 100)
                throw new VenueProtocolException($"{options.Name} sent no snapshot of {feed.Instrument.Symbol} within {options.AnswerTimeout}");
            return feed.TakeDue(now);
        }
    }

    private async Task AskAsync(FeedBook feed, SocketConnection socket, CancellationToken cancellation)
    {
        if (protocol.Snapshot(feed.Instrument) is not { } address)
        {
            foreach (byte[] request in protocol.Resubscribe(feed.Instrument))
                await socket.SendAsync(request, cancellation).ConfigureAwait(false);
            return;
        }

        try
        {
            byte[] body = await parts.Http.GetAsync(address, cancellation).ConfigureAwait(false);
            lock (gate)
                TakeSnapshot(feed, address, body, parts.Clock.Now);
        }
        catch (Exception fault) when (ConnectionFault.IsTransient(fault, cancellation))
        {
            LogSnapshotFailed(parts.Logger, options.Name, feed.Instrument.Symbol, fault.Message);
            lock (gate)
                feed.Fail(parts.Clock.Now, options.ResyncInterval, options.LongestResyncInterval);
        }
    }

    private void TakeSnapshot(FeedBook feed, Uri address, byte[] body, Instant now)
    {
        if (!decoder.TryDecodeAnswer(address, body))
            throw new VenueProtocolException($"{options.Name} answered the request for a snapshot of {feed.Instrument.Symbol} with something else");
        TakeBooks(now);
    }

    private void Take(ReadOnlySpan<byte> frame, Instant now)
    {
        switch (decoder.Decode(frame))
        {
            case FrameKind.Book:
                TakeBooks(now);
                break;
            case FrameKind.Marks:
                TakeMarks(now);
                break;
            case FrameKind.Closing:
                throw new SocketClosedException("the venue announced that it is going to close the connection");
            case FrameKind.Refusal:
                throw new VenueProtocolException($"{options.Name} refused a request: {Shown(frame)}");
            case FrameKind.Status:
                LogStatus(parts.Logger, options.Name, Shown(frame));
                break;
            case FrameKind.Unknown:
                LogUnknown(parts.Logger, options.Name, Shown(frame));
                break;
            case FrameKind.Answer or FrameKind.Heartbeat or FrameKind.Trades or FrameKind.Other:
                break;
        }

        Confirm(now);
    }

    private void TakeBooks(Instant now)
    {
        for (int i = 0; i < decoder.Books.Count; i++)
        {
            BookMessage message = decoder.Books[i];
            if (!bySymbol.TryGetValue(message.Symbol, out FeedBook? feed))
                throw new VenueProtocolException($"{options.Name} sent a book of {message.Symbol}, which was not asked for");
            Settle(feed, feed.Builder.Apply(message), now);
        }
    }

    private void Settle(FeedBook feed, BookOutcome outcome, Instant now)
    {
        switch (outcome)
        {
            case BookOutcome.Applied:
                parts.Sink.OnBook(feed.Builder.Book, now);
                if (protocol.MarkFromMiddle(feed.Instrument))
                    feed.Mark = Middle(feed) ?? feed.Mark;
                ReportMark(feed, now);
                ReportReady();
                if (feed.Builder.WantsRefresh)
                    feed.Refresh(now, options.ResyncInterval);
                break;
            case BookOutcome.AwaitingSnapshot or BookOutcome.Stale:
                break;
            case BookOutcome.SnapshotTooOld:
                feed.Fail(now, options.ResyncInterval, options.LongestResyncInterval);
                break;
            default:
                LogDropped(parts.Logger, options.Name, feed.Instrument.Symbol, outcome);
                feed.Fail(now, options.ResyncInterval, options.LongestResyncInterval);
                parts.Sink.OnBook(feed.Builder.Book, now);
                break;
        }
    }

    private void TakeMarks(Instant now)
    {
        foreach (MarkTick mark in decoder.Marks)
        {
            if (!bySymbol.TryGetValue(mark.Symbol, out FeedBook? feed))
                continue;
            feed.Beside = feed.Beside with
            {
                FundingRate = mark.FundingRate ?? feed.Beside.FundingRate,
                NextFunding = mark.NextFunding ?? feed.Beside.NextFunding,
                Volatility = mark.Volatility ?? feed.Beside.Volatility,
                Forward = mark.Forward ?? feed.Beside.Forward,
            };
            if (mark.Price.Mantissa > 0)
                feed.Mark = mark.Price.ToDecimal();
            ReportMark(feed, now);
        }

        ReportReady();
    }

    /// <summary>
    /// Marks go out at most once in an interval, so that a busy feed does not fill the engine's private queue. A volatility goes out once: it
    /// is as old as the message that stated it, whatever else the connection brings.
    /// </summary>
    private void ReportMark(FeedBook feed, Instant now)
    {
        if (feed.Mark is not { } mark || now.NanosecondsSince(feed.MarkedAt) < options.ConfirmationInterval.Ticks * 100)
            return;
        feed.MarkedAt = now;
        parts.Marks.Note(feed.Instrument.Id, mark);
        parts.Sink.OnEvent(new MarkPriceReceived(feed.Instrument.Id, mark, parts.Clock.VenueNow)
        {
            FundingRate = feed.Beside.FundingRate,
            NextFunding = feed.Beside.FundingRate is null ? null : feed.Beside.NextFunding ?? protocol.NextFunding(parts.Clock.VenueNow),
            ImpliedVolatility = feed.Beside.Volatility,
            ForwardPrice = feed.Beside.Forward,
        });
        feed.Beside = feed.Beside with { Volatility = null, Forward = null };
    }

    private static decimal? Middle(FeedBook feed)
    {
        OrderBook book = feed.Builder.Book;
        if (book.Count(BookSide.Bid) == 0 || book.Count(BookSide.Ask) == 0)
            return null;
        return (feed.Instrument.Price(book.Level(BookSide.Bid, 0).Price) + feed.Instrument.Price(book.Level(BookSide.Ask, 0).Price)) / 2;
    }

    /// <summary>While frames come in, if only answers to pings, quiet books are alive and unchanged marks still hold.</summary>
    private void Confirm(Instant now)
    {
        if (now.NanosecondsSince(confirmedAt) < options.ConfirmationInterval.Ticks * 100)
            return;
        confirmedAt = now;
        foreach (FeedBook feed in feeds)
        {
            if (feed.IsLive)
                parts.Sink.OnLiveness(feed.Instrument.Id, now);
            ReportMark(feed, now);
        }
    }

    private void ReportReady()
    {
        if (complete || !Array.TrueForAll(feeds, feed => feed.IsLive || (!protocol.HasBook(feed.Instrument) && feed.Mark is not null)))
            return;
        complete = true;
        LogReady(parts.Logger, options.Name, feeds.Length);
        ready(true);
    }

    private void Begin()
    {
        lock (gate)
        {
            decoder = protocol.NewDecoder();
            foreach (FeedBook feed in feeds)
                feed.Begin(parts.Clock.Now, protocol.Snapshot(feed.Instrument) is not null);
        }
    }

    private void End()
    {
        lock (gate)
        {
            if (complete)
                ready(false);
            complete = false;
            foreach (FeedBook feed in feeds)
            {
                feed.End();
                if (protocol.HasBook(feed.Instrument))
                    parts.Sink.OnBook(feed.Builder.Book, parts.Clock.Now);
            }
        }
    }

    private static string Shown(ReadOnlySpan<byte> frame) => Encoding.UTF8.GetString(frame[..Math.Min(FrameShown, frame.Length)]);
}
