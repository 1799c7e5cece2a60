using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;
using Microsoft.AspNetCore.Http;

namespace MarginRouter.Simulation.Hyperliquid;

/// <summary>
/// Hyperliquid (hyperliquid.gitbook.io): l2Book with twenty whole levels a side each time, trades, activeAssetCtx with the mark, orderUpdates and
/// userFills of accounts, questions and signed actions over REST.
/// </summary>
internal sealed class HyperliquidServer : StreamServer
{
    private const int Depth = 20;
    private const string Nobody = "0x0000000000000000000000000000000000000000";
    private readonly Dictionary<string, StreamBook> books;
    private readonly HyperliquidRest rest;
    private long lastBlock;
    private long lastTrade;

    public HyperliquidServer(SimulatedExchange exchange, CancellationToken stopping)
        : base(exchange, stopping)
    {
        books = Books(Depth);
        lastBlock = Milliseconds(exchange.Clock.Now);
        rest = new HyperliquidRest(exchange);
    }

    /// <inheritdoc />
    public override void OnExecution(ExecutionUpdate update)
    {
        if (update.Fill is { } fill)
        {
            SendToAccount(update.Account, "userFills", () => StreamText.Frame(
                $$$"""{"channel":"userFills","data":{"user":"{{{update.Account.ApiKey}}}","fills":[{{{HyperliquidJson.Fill(update.Order, fill)}}}]}}"""));
        }

        // A partial fill leaves the order open: the venue tells the order's beginning and its end.
        if (update.Fill is null || update.Order.IsEnded)
            SendToAccount(update.Account, "orderUpdates", () => StreamText.Frame($$"""{"channel":"orderUpdates","data":[{{HyperliquidJson.Order(update.Order)}}]}"""));
    }

    /// <inheritdoc />
    protected override StreamAnswer? Answer(StreamRequest request) => rest.Answer(request);

    /// <inheritdoc />
    public override void OnTick(MarketTick tick)
    {
        string coin = tick.Market.Instrument.Symbol;
        books[coin].Advance(tick);

        // Each block has a later time than the one before.
        lastBlock = Math.Max(lastBlock + 1, Milliseconds(tick.Time));
        BroadcastBook($"l2Book:{coin}", Book(tick.Market.Instrument));
        if (tick.Trades.Length > 0)
            Broadcast($"trades:{coin}", Trades(tick));
    }

    /// <inheritdoc />
    protected override StreamAnswer TooManyRequests => StreamAnswer.Of("null", 429);

    /// <inheritdoc />
    protected override StreamAnswer Unavailable => StreamAnswer.Of("", 503);

    /// <inheritdoc />
    protected override bool ServesSocket(HttpRequest request) => request.Path.Value == "/ws";

    /// <inheritdoc />
    protected override void Receive(StreamConnection connection, JsonElement request)
    {
        string method = request.GetProperty("method").GetString() ?? "";
        if (method == "ping")
        {
            connection.Send(StreamText.Frame("""{"channel":"pong"}"""));
            return;
        }

        if (method == "post")
        {
            JsonElement posted = request.GetProperty("request");
            string id = request.GetProperty("id").GetRawText();
            SendLater(connection, rest.Act(posted.GetProperty("payload")), body =>
                $$$$"""{"channel":"post","data":{"id":{{{{id}}}},"response":{"type":"action","payload":{{{{body.GetRawText()}}}}}}}""");
            return;
        }

        JsonElement subscription = request.GetProperty("subscription");
        string type = subscription.GetProperty("type").GetString() ?? "";
        if (subscription.TryGetProperty("user", out JsonElement user))
        {
            SubscribeUser(connection, method, subscription, user.GetString() ?? "");
            return;
        }

        string coin = subscription.GetProperty("coin").GetString() ?? "";
        bool known = method is "subscribe" or "unsubscribe" && type is "l2Book" or "trades" or "activeAssetCtx" && Lists(coin);
        if (!known || (method == "subscribe") == connection.Topics.Contains($"{type}:{coin}"))
        {
            connection.Send(StreamText.Frame($$"""{"channel":"error","data":"{{(known ? "Already subscribed or not subscribed" : "Invalid subscription")}}: {{type}} {{coin}}"}"""));
            return;
        }

        connection.Send(StreamText.Frame($$$$"""{"channel":"subscriptionResponse","data":{"method":"{{{{method}}}}","subscription":{{{{subscription.GetRawText()}}}}}}"""));
        if (method == "unsubscribe")
        {
            connection.Topics.Remove($"{type}:{coin}");
            return;
        }

        connection.Topics.Add($"{type}:{coin}");
        SimulatedMarket market = Exchange.Market(coin);
        if (type != "trades")
            connection.Send(type == "l2Book" ? Book(market.Instrument) : Context(market));
    }

    /// <inheritdoc />
    protected override void SendMark(SimulatedMarket market) => Broadcast($"activeAssetCtx:{market.Instrument.Symbol}", Context(market));

    private void SubscribeUser(StreamConnection connection, string method, JsonElement subscription, string user)
    {
        string type = subscription.GetProperty("type").GetString() ?? "";
        if (Exchange.FindByKey(user) is not { } account || method != "subscribe" || type is not ("orderUpdates" or "userFills"))
        {
            connection.Send(StreamText.Frame("""{"channel":"error","data":"Invalid subscription"}"""));
            return;
        }

        connection.Account = account;
        connection.Topics.Add(type);
        connection.Send(StreamText.Frame($$$$"""{"channel":"subscriptionResponse","data":{"method":"{{{{method}}}}","subscription":{{{{subscription.GetRawText()}}}}}}"""));
        if (type == "userFills")
            connection.Send(StreamText.Frame($$$"""{"channel":"userFills","data":{"isSnapshot":true,"user":"{{{user}}}","fills":[]}}"""));
    }

    private byte[] Trades(MarketTick tick)
    {
        Instrument instrument = tick.Market.Instrument;
        IEnumerable<string> rows = tick.Trades.Select(trade =>
            $$"""{"coin":"{{instrument.Symbol}}","side":"{{(trade.TakerSide == Side.Buy ? "B" : "A")}}","px":"{{StreamText.Of(instrument.Price(trade.Price))}}","sz":"{{StreamText.Of(instrument.Quantity(trade.Quantity))}}","time":{{lastBlock}},"hash":"0x{{lastBlock:x64}}","tid":{{++lastTrade}},"users":["{{Nobody}}","{{Nobody}}"]}""");
        return StreamText.Frame($$"""{"channel":"trades","data":[{{string.Join(',', rows)}}]}""");
    }

    private static byte[] Context(SimulatedMarket market) => StreamText.Frame(
        $$$"""{"channel":"activeAssetCtx","data":{"coin":"{{{market.Instrument.Symbol}}}","ctx":{{{HyperliquidReference.Context(market)}}}}}""");

    private byte[] Book(Instrument instrument)
    {
        BookCopy book = books[instrument.Symbol].Book;
        return StreamText.Frame(
            $$$$"""{"channel":"l2Book","data":{"coin":"{{{{instrument.Symbol}}}}","time":{{{{lastBlock}}}},"levels":[[{{{{Levels(instrument, book.Bids)}}}}],[{{{{Levels(instrument, book.Asks)}}}}]]}}""");
    }

    private static string Levels(Instrument instrument, IEnumerable<BookLevel> levels) => string.Join(',', levels.Select(level =>
        $$"""{"px":"{{StreamText.Of(instrument.Price(level.Price))}}","sz":"{{StreamText.Of(instrument.Quantity(level.Quantity))}}","n":1}"""));
}
