using System.Text;
using System.Text.Json;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Kraken.Books;
using MarginRouter.Venues.Kraken.Wire;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Kraken.Market;

/// <summary>
/// The public v2 socket: books with checksum and tickers for the marks. Books change under one lock: in turn by the reader and by a change of step. A book that fails its checksum,
/// crosses or leaves the grid is dropped and subscribed again; a silent socket makes all books stale and is opened anew.
/// </summary>
internal sealed partial class MarketDataSession
{
    private const int FrameShown = 200;

    private readonly KrakenSpotOptions options;
    private readonly IVenueEventSink sink;
    private readonly TradingGate gate;
    private readonly VenueClock clock;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly SpotV2Decoder decoder = new();
    private readonly Lock turn = new();
    private readonly PairFeed[] feeds;
    private readonly Dictionary<string, PairFeed> bySymbol;
    private long lastId;
    private Instant confirmedAt;
    private bool complete;

    public MarketDataSession(KrakenSpotOptions options, IVenueEventSink sink, TradingGate gate, TimeProvider time, ILogger logger)
    {
        this.options = options;
        this.sink = sink;
        this.gate = gate;
        this.time = time;
        this.logger = logger;
        clock = new VenueClock(time);
        feeds = [.. options.Instruments.Select(instrument => new PairFeed(instrument))];
        bySymbol = feeds.ToDictionary(feed => feed.Instrument.Symbol, StringComparer.Ordinal);
    }

    /// <summary>Keeps the socket alive until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) =>
        new ReconnectLoop("Kraken public socket", options.Reconnect, time, logger).RunAsync(SessionAsync, cancellation);

    /// <summary>Goes on with a pair in another price step: its book is dropped, published as such, and subscribed again.</summary>
    public void Change(Instrument changed)
    {
        lock (turn)
        {
            PairFeed feed = bySymbol[changed.Symbol];
            feed.Change(changed, clock.Now);
            sink.OnBook(feed.Book.Book, clock.Now);
        }
    }

    /// <summary>Publishes a book as it stands, if it is complete.</summary>
    public void Publish(Instrument instrument)
    {
        lock (turn)
        {
            if (bySymbol[instrument.Symbol] is { IsLive: true } feed)
                sink.OnBook(feed.Book.Book, clock.Now);
        }
    }

    private async Task SessionAsync(Action healthy, CancellationToken cancellation)
    {
        SocketOptions limits = new(options.AnswerTimeout, options.LivenessLimit, options.LivenessLimit);
        await using SocketConnection socket = await SocketConnection
            .ConnectAsync(new Uri(options.PublicSocket, "/v2"), limits, time, cancellation).ConfigureAwait(false);
        try
        {
            await socket.SendAsync(RequestFrames.Ticker(bySymbol.Keys, ++lastId), cancellation).ConfigureAwait(false);
            foreach (PairFeed feed in feeds)
                await SubscribeAsync(socket, feed, cancellation).ConfigureAwait(false);
            while (true)
            {
                ReadOnlyMemory<byte> frame = await socket.ReadAsync(cancellation).ConfigureAwait(false);
                Instant now = clock.Now;
                lock (turn)
                {
                    Take(frame.Span, now, healthy);
                    Confirm(now);
                }

                foreach (PairFeed feed in feeds)
                {
                    if (IsDue(feed, now))
                        await ResubscribeAsync(socket, feed, cancellation).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            Down();
        }
    }

    private bool IsDue(PairFeed feed, Instant now)
    {
        lock (turn)
            return feed.ResubscribeAt <= now;
    }

    private async Task ResubscribeAsync(SocketConnection socket, PairFeed feed, CancellationToken cancellation)
    {
        byte[] leave = RequestFrames.Book("unsubscribe", feed.Instrument.Symbol, options.BookDepth, ++lastId);
        await socket.SendAsync(leave, cancellation).ConfigureAwait(false);
        await SubscribeAsync(socket, feed, cancellation).ConfigureAwait(false);
    }

    private async Task SubscribeAsync(SocketConnection socket, PairFeed feed, CancellationToken cancellation)
    {
        lock (turn)
        {
            feed.ResubscribeAt = null;
            feed.SubscribedAt = clock.Now;
        }

        byte[] enter = RequestFrames.Book("subscribe", feed.Instrument.Symbol, options.BookDepth, ++lastId);
        await socket.SendAsync(enter, cancellation).ConfigureAwait(false);
    }

    private void Take(ReadOnlySpan<byte> frame, Instant now, Action healthy)
    {
        KrakenFrameKind kind = decoder.Decode(frame);
        switch (kind)
        {
            case KrakenFrameKind.Book:
                TakeBook(decoder.Book, now, healthy);
                break;
            case KrakenFrameKind.Ticker:
                TakeTicker(decoder.Ticker);
                break;
            case KrakenFrameKind.Answer or KrakenFrameKind.Status:
                TakeNotice(frame, kind);
                break;
            case KrakenFrameKind.Unknown:
                LogUnknown(logger, Encoding.UTF8.GetString(frame[..Math.Min(FrameShown, frame.Length)]));
                break;
            case KrakenFrameKind.Heartbeat or KrakenFrameKind.Other:
                break;
        }
    }

    private void TakeBook(BookMessage message, Instant now, Action healthy)
    {
        if (!bySymbol.TryGetValue(message.Symbol, out PairFeed? feed))
            throw new VenueProtocolException($"Kraken sent a book of {message.Symbol}, which was not asked for");
        BookOutcome outcome = feed.Book.ApplySpot(message, options.BookDepth);
        if (outcome == BookOutcome.AwaitingSnapshot)
            return;
        if (outcome != BookOutcome.Applied)
        {
            LogDropped(logger, message.Symbol, outcome);
            Instant earliest = new(feed.SubscribedAt.Nanoseconds + (options.ResubscribeInterval.Ticks * 100));
            feed.ResubscribeAt = earliest > now ? earliest : now;
        }

        sink.OnBook(feed.Book.Book, now);
        if (message.IsSnapshot && !complete && Array.TrueForAll(feeds, one => one.IsLive))
        {
            complete = true;
            healthy();
            LogReady(logger, feeds.Length);
            gate.MarketData(true);
        }
    }

    private void TakeTicker(KrakenTicker ticker)
    {
        if (!bySymbol.TryGetValue(ticker.Symbol, out PairFeed? feed) || ticker.Mark is not { } mark || mark <= 0)
            return;
        bool first = feed.Mark is null;
        feed.Mark = mark;
        if (first)
            sink.OnEvent(new MarkPriceReceived(feed.Instrument.Id, mark, ticker.VenueTime ?? clock.VenueNow));
    }

    private void TakeNotice(ReadOnlySpan<byte> frame, KrakenFrameKind kind)
    {
        try
        {
            JsonElement notice = JsonElement.Parse(frame);
            if (kind == KrakenFrameKind.Status)
                gate.SystemStatus(notice);
            else
                TakeAnswer(notice);
        }
        catch (Exception fault) when (BrokenFrame.Is(fault))
        {
            throw BrokenFrame.Named(fault);
        }
    }

    private void TakeAnswer(JsonElement answer)
    {
        if (!answer.TryGetProperty("success", out JsonElement success) || success.ValueKind == JsonValueKind.True)
            return;
        string method = answer.Text("method") ?? "request";
        string error = answer.Text("error") ?? "no reason given";
        LogRefused(logger, method, error);

        // An unsubscription that found nothing is harmless; a refused subscription leaves a book missing for good.
        if (method == "subscribe")
            throw new VenueProtocolException($"Kraken refused a subscription: {error}");
    }

    /// <summary>
    /// While frames come in, quiet books are alive and unchanged prices still hold. Marks go out only here, so that a busy ticker does
    /// not fill the engine's private queue.
    /// </summary>
    private void Confirm(Instant now)
    {
        if (now.NanosecondsSince(confirmedAt) < options.ConfirmationInterval.Ticks * 100)
            return;
        confirmedAt = now;
        foreach (PairFeed feed in feeds)
        {
            if (feed.IsLive)
                sink.OnLiveness(feed.Instrument.Id, now);
            else if (feed.ResubscribeAt is null && now.NanosecondsSince(feed.SubscribedAt) > options.AnswerTimeout.Ticks * 100)
                throw new VenueProtocolException($"Kraken sent no snapshot of {feed.Instrument.Symbol} within {options.AnswerTimeout}");
            if (feed.Mark is { } mark)
                sink.OnEvent(new MarkPriceReceived(feed.Instrument.Id, mark, clock.VenueNow));
        }
    }

    private void Down()
    {
        lock (turn)
        {
            complete = false;
            gate.MarketData(false);
            Instant now = clock.Now;
            foreach (PairFeed feed in feeds)
            {
                feed.Mark = null;
                feed.ResubscribeAt = null;
                bool wasLive = feed.IsLive;
                feed.Book.Suspend();
                if (wasLive)
                    sink.OnBook(feed.Book.Book, now);
            }
        }
    }
}
