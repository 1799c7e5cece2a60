using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;
using Microsoft.AspNetCore.Http;

namespace MarginRouter.Simulation.Kraken.Futures;

/// <summary>
/// The public feeds of Kraken futures (docs.kraken.com, futures-websocket): book_snapshot and one change a message with seq rising by one per
/// product, ticker with mark and funding, trade, heartbeat. Product ids are taken in either case. No accounts.
/// </summary>
internal sealed class KrakenFuturesServer : StreamServer
{
    private const string HeartbeatFeed = "heartbeat";
    private readonly Dictionary<string, StreamBook> books;
    private readonly Dictionary<string, long> sequences;
    private long lastTrade;

    public KrakenFuturesServer(SimulatedExchange exchange, CancellationToken stopping)
        : base(exchange, stopping)
    {
        books = Books(int.MaxValue);
        sequences = books.Keys.ToDictionary(symbol => symbol, _ => 1_000L, StringComparer.Ordinal);
    }

    /// <inheritdoc />
    public override void OnTick(MarketTick tick)
    {
        Instrument instrument = tick.Market.Instrument;
        StreamBook book = books[instrument.Symbol];
        bool lost = tick.PreviousLastUpdateId != book.UpdateId;
        long sequence = sequences[instrument.Symbol] + (lost ? 1 : 0);

        // Deletions first: between two messages of a tick the book must not be crossed.
        foreach (LevelChange change in book.Advance(tick).OrderBy(change => change.Quantity.IsZero ? 0 : 1))
            BroadcastBook($"book.{instrument.Symbol}", Change(instrument, change, ++sequence, tick.Time));
        sequences[instrument.Symbol] = sequence;
        foreach (PublicTrade trade in tick.Trades)
            Broadcast($"trade.{instrument.Symbol}", Trade(instrument, trade, tick.Time));
    }

    /// <inheritdoc />
    protected override StreamAnswer TooManyRequests => Fault("apiLimitExceeded", 429);

    /// <inheritdoc />
    protected override StreamAnswer Unavailable => Fault("Unavailable", 503);

    /// <inheritdoc />
    protected override bool ServesSocket(HttpRequest request) => request.Path.Value == "/ws/v1";

    /// <inheritdoc />
    protected override void Greet(StreamConnection connection) => connection.Send(StreamText.Frame("""{"event":"info","version":1}"""));

    /// <inheritdoc />
    protected override void Receive(StreamConnection connection, JsonElement request)
    {
        string action = Text(request, "event");
        string feed = Text(request, "feed");
        string? fault = action is not ("subscribe" or "unsubscribe") ? "Invalid event"
            : feed is not ("book" or "ticker" or "trade" or HeartbeatFeed) ? "Invalid feed"
            : null;
        if (fault is not null)
        {
            Refuse(connection, fault);
            return;
        }

        if (feed == HeartbeatFeed)
        {
            Follow(connection, action, HeartbeatFeed);
            connection.Send(StreamText.Frame($$"""{"event":"{{action}}d","feed":"{{HeartbeatFeed}}"}"""));
            return;
        }

        string[] products = request.TryGetProperty("product_ids", out JsonElement named)
            ? [.. named.EnumerateArray().Select(product => (product.GetString() ?? "").ToUpperInvariant())]
            : [];
        if (products.Length == 0 || !Array.TrueForAll(products, Lists))
        {
            Refuse(connection, "Invalid product id");
            return;
        }

        foreach (string product in products)
        {
            Follow(connection, action, $"{feed}.{product}");
            connection.Send(StreamText.Frame($$"""{"event":"{{action}}d","feed":"{{feed}}","product_ids":["{{product}}"]}"""));
            if (action == "subscribe")
                SendFirst(connection, feed, Exchange.Market(product));
        }
    }

    /// <inheritdoc />
    protected override void SendMark(SimulatedMarket market)
    {
        if (market.MarkPrice is { } mark)
            Broadcast($"ticker.{market.Instrument.Symbol}", Ticker(market, mark));
    }

    /// <inheritdoc />
    protected override void SendHeartbeat() =>
        Broadcast(HeartbeatFeed, StreamText.Frame($$"""{"feed":"{{HeartbeatFeed}}","time":{{Milliseconds(Exchange.Clock.Now)}}}"""));

    private static void Follow(StreamConnection connection, string action, string topic)
    {
        if (action == "subscribe")
            connection.Topics.Add(topic);
        else
            connection.Topics.Remove(topic);
    }

    private static void Refuse(StreamConnection connection, string message) =>
        connection.Send(StreamText.Frame($$"""{"event":"error","message":"{{message}}"}"""));

    private void SendFirst(StreamConnection connection, string feed, SimulatedMarket market)
    {
        if (feed == "book")
            connection.Send(Snapshot(market.Instrument));
        else if (feed == "ticker" && market.MarkPrice is { } mark)
            connection.Send(Ticker(market, mark));
        else if (feed == "trade")
            connection.Send(StreamText.Frame($$"""{"feed":"trade_snapshot","product_id":"{{market.Instrument.Symbol}}","trades":[]}"""));
    }

    private byte[] Snapshot(Instrument instrument)
    {
        StreamBook book = books[instrument.Symbol];
        return StreamText.Frame(
            $$"""{"feed":"book_snapshot","product_id":"{{instrument.Symbol}}","timestamp":{{Milliseconds(Exchange.Clock.Now)}},"seq":{{sequences[instrument.Symbol]}},"tickSize":null,"bids":[{{Levels(instrument, book.Book.Bids)}}],"asks":[{{Levels(instrument, book.Book.Asks)}}]}""");
    }

    private static string Levels(Instrument instrument, IEnumerable<BookLevel> levels) => string.Join(',', levels.Select(level =>
        $$"""{"price":{{Floating(instrument.Price(level.Price))}},"qty":{{Floating(instrument.Quantity(level.Quantity))}}}"""));

    private static byte[] Change(Instrument instrument, LevelChange change, long sequence, Instant time) => StreamText.Frame(
        $$"""{"feed":"book","product_id":"{{instrument.Symbol}}","side":"{{(change.Side == BookSide.Bid ? "buy" : "sell")}}","seq":{{sequence}},"price":{{Floating(instrument.Price(change.Price))}},"qty":{{Floating(instrument.Quantity(change.Quantity))}},"timestamp":{{Milliseconds(time)}}}""");

    private byte[] Trade(Instrument instrument, PublicTrade trade, Instant time) => StreamText.Frame(
        $$"""{"feed":"trade","product_id":"{{instrument.Symbol}}","uid":"05af78ac-a774-478c-a50c-{{++lastTrade:D12}}","side":"{{(trade.TakerSide == Side.Buy ? "buy" : "sell")}}","type":"fill","seq":{{lastTrade}},"time":{{Milliseconds(time)}},"qty":{{Floating(instrument.Quantity(trade.Quantity))}},"price":{{Floating(instrument.Price(trade.Price))}}}""");

    /// <summary>Funding is stated twice: as an amount per contract, and relative to the price.</summary>
    private byte[] Ticker(SimulatedMarket market, decimal mark)
    {
        Instrument instrument = market.Instrument;
        string funding = market.Funding is { } terms
            ? $"\"funding_rate\":{Floating(terms.Rate * mark)},\"funding_rate_prediction\":{Floating(terms.Rate * mark)},\"relative_funding_rate\":{Floating(terms.Rate)},\"relative_funding_rate_prediction\":{Floating(terms.Rate)},\"next_funding_rate_time\":{Milliseconds(terms.Next)},"
            : "";
        return StreamText.Frame(
            $$"""{"time":{{Milliseconds(Exchange.Clock.Now)}},"product_id":"{{instrument.Symbol}}",{{funding}}"feed":"ticker","bid":{{Best(instrument, BookSide.Bid)}},"ask":{{Best(instrument, BookSide.Ask)}},"dtm":0,"leverage":"50x","index":{{Floating(mark)}},"premium":0.0,"suspended":false,"tag":"perpetual","pair":"{{(instrument.Base.Code == "BTC" ? "XBT" : instrument.Base.Code)}}:{{instrument.Quote.Code}}","markPrice":{{Floating(mark)}},"maturityTime":0,"post_only":false}""");
    }

    private string Best(Instrument instrument, BookSide side)
    {
        IReadOnlyList<BookLevel> levels = side == BookSide.Bid ? books[instrument.Symbol].Book.Bids : books[instrument.Symbol].Book.Asks;
        return levels.Count == 0 ? "null" : Floating(instrument.Price(levels[0].Price));
    }

    private StreamAnswer Fault(string error, int status) => StreamAnswer.Of(
        $$"""{"result":"error","error":"{{error}}","serverTime":"{{DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds(Exchange.Clock.Now)).UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}}"}""", status);

    /// <summary>The venue writes its numbers as a binary fraction is written: a whole number bears a point and a zero.</summary>
    private static string Floating(decimal number)
    {
        string text = StreamText.Of(number);
        return text.Contains('.', StringComparison.Ordinal) ? text : text + ".0";
    }

    private static string Text(JsonElement request, string name) =>
        request.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
