using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;
using Microsoft.AspNetCore.Http;

namespace MarginRouter.Simulation.KuCoin;

/// <summary>
/// KuCoin's classic spot streams (kucoin.com/docs-new): bullet-public hands out address and token, each used once; level2 updates whose
/// changes bear a sequence each, and changes at price 0 that only move it; snapshots over REST, their sequence a string.
/// </summary>
internal sealed class KuCoinServer : StreamServer
{
    private readonly Func<Uri> socket;
    private readonly Dictionary<string, StreamBook> books;
    private readonly HashSet<string> tokens = new(StringComparer.Ordinal);
    private long lastToken;

    public KuCoinServer(SimulatedExchange exchange, Func<Uri> socket, CancellationToken stopping)
        : base(exchange, stopping)
    {
        this.socket = socket;
        books = Books(int.MaxValue);
    }

    /// <inheritdoc />
    public override void OnTick(MarketTick tick)
    {
        Instrument instrument = tick.Market.Instrument;
        books[instrument.Symbol].Advance(tick);
        if (tick.Changes.Length == 0)
            return;

        // A tick states each level once however often it changed; the numbers that are left over become changes at price 0.
        long sequence = tick.FirstUpdateId;
        List<string> bids = [];
        for (; sequence <= tick.LastUpdateId - tick.Changes.Length; sequence++)
            bids.Add($"[\"0\",\"0\",\"{sequence}\"]");
        List<string> asks = [];
        foreach (LevelChange change in tick.Changes)
        {
            (change.Side == BookSide.Bid ? bids : asks).Add(
                $"[\"{StreamText.Of(instrument.Price(change.Price))}\",\"{StreamText.Of(instrument.Quantity(change.Quantity))}\",\"{sequence++}\"]");
        }

        BroadcastBook(
            $"/market/level2:{instrument.Symbol}",
            StreamText.Frame($$$$"""{"data":{"changes":{"asks":[{{{{string.Join(',', asks)}}}}],"bids":[{{{{string.Join(',', bids)}}}}]},"sequenceEnd":{{{{tick.LastUpdateId}}}},"sequenceStart":{{{{tick.FirstUpdateId}}}},"symbol":"{{{{instrument.Symbol}}}}","time":{{{{Milliseconds(tick.Time)}}}}},"subject":"trade.l2update","topic":"/market/level2:{{{{instrument.Symbol}}}}","type":"message"}"""));
    }

    /// <inheritdoc />
    protected override bool ServesSocket(HttpRequest request) =>
        request.Path.Value == "/endpoint" && Exchange.Locked(() => tokens.Remove(request.Query["token"].ToString()));

    /// <inheritdoc />
    protected override void Greet(StreamConnection connection) => connection.Send(StreamText.Frame("""{"id":"NSkIrWGB1s","type":"welcome"}"""));

    /// <inheritdoc />
    protected override void Receive(StreamConnection connection, JsonElement request)
    {
        string id = request.GetProperty("id").GetString() ?? "";
        string type = request.GetProperty("type").GetString() ?? "";
        if (type == "ping")
        {
            connection.Send(StreamText.Frame($$"""{"id":"{{id}}","type":"pong"}"""));
            return;
        }

        string topic = request.GetProperty("topic").GetString() ?? "";
        string[] symbols = topic.StartsWith("/market/level2:", StringComparison.Ordinal) ? topic["/market/level2:".Length..].Split(',') : [];
        if (type is not ("subscribe" or "unsubscribe") || symbols.Length is 0 or > 100 || !Array.TrueForAll(symbols, Lists))
        {
            connection.Send(StreamText.Frame($$"""{"id":"{{id}}","type":"error","code":404,"data":"topic {{topic}} is not found"}"""));
            return;
        }

        foreach (string symbol in symbols)
        {
            if (type == "subscribe")
                connection.Topics.Add($"/market/level2:{symbol}");
            else
                connection.Topics.Remove($"/market/level2:{symbol}");
        }

        connection.Send(StreamText.Frame($$"""{"id":"{{id}}","type":"ack"}"""));
    }

    /// <inheritdoc />
    protected override StreamAnswer? Answer(StreamRequest request)
    {
        if (request.Route == "POST /api/v1/bullet-public")
        {
            string token = $"token-{++lastToken}";
            tokens.Add(token);
            return StreamAnswer.Of(
                $$$$"""{"code":"200000","data":{"token":"{{{{token}}}}","instanceServers":[{"endpoint":"{{{{socket().OriginalString}}}}/endpoint","encrypt":false,"protocol":"websocket","pingInterval":18000,"pingTimeout":10000}]}}""");
        }

        string symbol = request.Parameter("symbol");
        if (!Lists(symbol) || request.Path is not ("/api/v1/market/orderbook/level2_20" or "/api/v1/market/orderbook/level2_100"))
            return null;
        StreamBook book = books[symbol];
        Instrument instrument = Exchange.Market(symbol).Instrument;
        int depth = request.Path.EndsWith("_20", StringComparison.Ordinal) ? 20 : 100;
        return StreamAnswer.Of(
            $$$$"""{"code":"200000","data":{"time":{{{{Milliseconds(Exchange.Clock.Now)}}}},"sequence":"{{{{book.UpdateId}}}}","bids":[{{{{StreamText.Levels(instrument, book.Book.Bids.Take(depth))}}}}],"asks":[{{{{StreamText.Levels(instrument, book.Book.Asks.Take(depth))}}}}]}}""");
    }

    /// <summary>Spot has no mark.</summary>
    protected override void SendMark(SimulatedMarket market)
    {
    }
}
