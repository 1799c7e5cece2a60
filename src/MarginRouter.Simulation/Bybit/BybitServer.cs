using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Bybit.Quotes;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Quotes;
using MarginRouter.Simulation.Streams;
using Microsoft.AspNetCore.Http;

namespace MarginRouter.Simulation.Bybit;

/// <summary>
/// Bybit v5 (bybit-exchange docs, v5): public WebSocket with orderbook snapshots and deltas with u rising by one, publicTrade, tickers with the mark, ping by
/// request; private WebSocket with order, execution, position and wallet; REST. Requests hold at most ten topics; a topic is subscribed once.
/// </summary>
internal sealed class BybitServer : StreamServer
{
    private const int TopicsInOneRequest = 10;
    private const string DisconnectTopic = "dcp.";
    private const string PrivatePath = "/v5/private";
    private const string TradePath = "/v5/trade";
    private static readonly int[] Depths = [50, 200, 1000];
    private readonly Dictionary<int, Dictionary<string, StreamBook>> books;

    private readonly BybitSecurity security;
    private readonly BybitRest rest;
    private long lastTrade;

    public BybitServer(
        SimulatedExchange exchange, RuleSetMargin? margin, QuoteDesk makers, CancellationToken stopping)
        : base(exchange, stopping)
    {
        BybitQuoteFeed feed = new(exchange, SendToAccount, Broadcast);
        makers.Attach(feed);
        books = Depths.ToDictionary(depth => depth, Books);
        security = new BybitSecurity(exchange);
        rest = new BybitRest(exchange, security, margin, new BybitQuotes(exchange, makers, feed));
    }

    /// <inheritdoc />
    public override void OnTick(MarketTick tick)
    {
        string symbol = tick.Market.Instrument.Symbol;
        foreach ((int depth, Dictionary<string, StreamBook> byDepth) in books)
        {
            StreamBook book = byDepth[symbol];
            IReadOnlyList<LevelChange> changes = book.Advance(tick);
            if (changes.Count > 0)
                BroadcastBook($"orderbook.{depth}.{symbol}", Book(tick.Market.Instrument, depth, book, changes, tick.Time));
        }

        if (tick.Trades.Length > 0)
            Broadcast($"publicTrade.{symbol}", Trades(tick));
    }

    /// <inheritdoc />
    protected override StreamAnswer TooManyRequests => BybitJson.Failure(10006, "Too many visits. Exceeded the API Rate Limit.", Milliseconds(Exchange.Clock.Now));

    /// <inheritdoc />
    protected override StreamAnswer Unavailable => BybitJson.Failure(10016, "Server error.", Milliseconds(Exchange.Clock.Now)) with { Status = 503 };

    /// <inheritdoc />
    protected override bool ServesSocket(HttpRequest request) =>
        request.Path.Value is "/v5/public/spot" or "/v5/public/linear" or "/v5/public/inverse" or "/v5/public/option" or PrivatePath or TradePath;

    /// <inheritdoc />
    protected override bool IsPrivate(StreamConnection connection) => connection.Path is PrivatePath or TradePath;

    /// <inheritdoc />
    protected override StreamAnswer? Answer(StreamRequest request) => rest.Answer(request);

    /// <inheritdoc />
    public override void OnExecution(ExecutionUpdate update)
    {
        if (update.Fill is { } fill)
            SendToAccount(update.Account, "execution", () => BybitEvents.Execution(update, fill));
        SendToAccount(update.Account, "order", () => BybitEvents.Order(update));
        if (update.Fill is not null)
            SendHoldings(update.Account, update.Statement, update.Time);
    }

    /// <inheritdoc />
    public override void OnAccountChange(AccountChange change) => SendHoldings(change.Account, change.Statement, change.Time);

    /// <inheritdoc />
    protected override void Receive(StreamConnection connection, JsonElement request)
    {
        string operation = request.GetProperty("op").GetString() ?? "";
        if (connection.Path == TradePath)
        {
            ReceiveTrade(connection, operation, request);
            return;
        }

        if (operation == "ping")
        {
            connection.Send(IsPrivate(connection)
                ? StreamText.Frame($$"""{"req_id":"","op":"pong","args":["{{Milliseconds(Exchange.Clock.Now)}}"],"conn_id":"cfcb4ocsvfriu23r3er0"}""")
                : Result(true, "pong", "ping"));
            return;
        }

        if (IsPrivate(connection))
        {
            ReceivePrivate(connection, operation, request);
            return;
        }

        string[] topics = [.. request.GetProperty("args").EnumerateArray().Select(topic => topic.GetString() ?? "")];
        string? fault = operation switch
        {
            _ when topics.Length > TopicsInOneRequest => "args size >10",
            "subscribe" => topics.Where(topic => !Offers(topic) || connection.Topics.Contains(topic)).Select(topic => $"error:handler not found,topic:{topic}").FirstOrDefault(),
            "unsubscribe" => null,
            _ => $"unknown operation {operation}",
        };
        connection.Send(Result(fault is null, fault ?? operation, operation));
        if (fault is not null)
            return;
        foreach (string topic in topics)
        {
            if (operation == "unsubscribe")
                connection.Topics.Remove(topic);
            else if (connection.Topics.Add(topic))
                SendFirst(connection, topic);
        }
    }

    /// <inheritdoc />
    protected override void SendMark(SimulatedMarket market) =>
        Broadcast($"tickers.{market.Instrument.Symbol}", Ticker(market, "delta"));

    /// <summary>Login, ping and commands of the order socket (bybit-exchange docs, v5/websocket/trade).</summary>
    private void ReceiveTrade(StreamConnection connection, string operation, JsonElement request)
    {
        const string tail = "\"connId\":\"cnt5leec0hvan15eukcg-2t\"";
        if (operation is "ping" or "auth")
        {
            if (operation == "auth")
                connection.Account = security.Login(request.GetProperty("args"));
            bool granted = operation == "ping" || connection.Account is not null;
            connection.Send(StreamText.Frame(
                $$"""{"retCode":{{(granted ? 0 : 10004)}},"retMsg":"{{(granted ? "OK" : "Invalid sign")}}","op":"{{(operation == "ping" ? "pong" : "auth")}}",{{tail}}}"""));
            return;
        }

        string id = request.TryGetProperty("reqId", out JsonElement named) ? named.GetString() ?? "" : "";
        string? path = operation switch
        {
            "order.create" => "/v5/order/create",
            "order.amend" => "/v5/order/amend",
            "order.cancel" => "/v5/order/cancel",
            _ => null,
        };
        StreamAnswer answer = connection.Account is not { } account ? BybitJson.Failure(10003, "API key is invalid.", Milliseconds(Exchange.Clock.Now))
            : path is null ? BybitJson.Failure(10404, "op type is not found", Milliseconds(Exchange.Clock.Now))
            : security.IsLate(request.GetProperty("header")) ? BybitJson.Failure(10002, "The request time exceeds the time window range.", Milliseconds(Exchange.Clock.Now))
            : rest.Command(path, request.GetProperty("args")[0], account);
        SendLater(connection, answer, body => $$"""{"reqId":{{BybitJson.Quoted(id)}},"retCode":{{body.GetProperty("retCode").GetRawText()}},"retMsg":{{body.GetProperty("retMsg").GetRawText()}},"op":"{{operation}}","data":{{body.GetProperty("result").GetRawText()}},"retExtInfo":{},"header":{},{{tail}}}""");
    }

    private void ReceivePrivate(StreamConnection connection, string operation, JsonElement request)
    {
        JsonElement arguments = request.GetProperty("args");
        if (operation == "auth")
        {
            connection.Account = security.Login(arguments);
            connection.Send(Result(connection.Account is not null, connection.Account is null ? "API key is invalid." : "", "auth"));
            return;
        }

        string[] topics = [.. arguments.EnumerateArray().Select(topic => topic.GetString() ?? "")];
        bool known = operation is "subscribe" or "unsubscribe" && Array.TrueForAll(topics, topic => topic is
            "order" or "execution" or "position" or "wallet" or "rfq.open.rfqs" or "rfq.open.quotes" or "rfq.open.trades" || topic.StartsWith(DisconnectTopic, StringComparison.Ordinal));
        bool granted = known && connection.Account is not null;
        connection.Send(Result(granted, granted ? operation : "Request not authorized", operation));
        if (!granted)
            return;
        foreach (string topic in topics)
        {
            if (operation == "subscribe")
                connection.Topics.Add(topic);
            else
                connection.Topics.Remove(topic);
        }

        if (operation == "subscribe" && IsGuarded(connection))
            Exchange.CancelAfter(connection.Account!, null);
    }

    /// <summary>
    /// Disconnection protection: once the last connection that has subscribed it is gone, the orders of the account go after its window.
    /// </summary>
    protected override void Left(StreamConnection connection)
    {
        if (connection.Account is { } account && IsGuarded(connection) && !Others(connection).Any(IsGuarded) && rest.DisconnectWindow(account) is { } window)
            Exchange.CancelAfter(account, window);
    }

    private static bool IsGuarded(StreamConnection connection) =>
        connection.Topics.Any(topic => topic.StartsWith(DisconnectTopic, StringComparison.Ordinal));

    private void SendHoldings(SimulatedAccount account, AccountStatement statement, Instant time)
    {
        SendToAccount(account, "position", () => BybitEvents.Positions(statement, account, Exchange, time));
        SendToAccount(account, "wallet", () => BybitEvents.Wallet(statement, time));
    }

    private static byte[] Result(bool success, string message, string operation) => StreamText.Frame(
        $$"""{"success":{{(success ? "true" : "false")}},"ret_msg":"{{message}}","conn_id":"1764937c-c1f0-4e2b-969d-82fee8151f2c","op":"{{operation}}"}""");

    private bool Offers(string topic) => topic.Split('.') switch
    {
        ["orderbook", { } depth, { } symbol] => int.TryParse(depth, out int levels) && books.ContainsKey(levels) && Lists(symbol),
        ["tickers" or "publicTrade", { } symbol] => Lists(symbol),
        ["rfq", "open", "public", "trades"] => true,
        _ => false,
    };

    private void SendFirst(StreamConnection connection, string topic)
    {
        string[] parts = topic.Split('.');
        if (parts[0] == "rfq")
            return;
        SimulatedMarket market = Exchange.Market(parts[^1]);
        if (parts[0] == "tickers")
            connection.Send(Ticker(market, "snapshot"));
        else if (parts[0] == "orderbook")
            connection.Send(Book(market.Instrument, int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture), books[int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture)][parts[2]], null, Exchange.Clock.Now));
    }

    private static byte[] Book(Instrument instrument, int depth, StreamBook book, IReadOnlyList<LevelChange>? changes, Instant time)
    {
        string bids = StreamText.Levels(instrument, changes is null ? book.Book.Bids : StreamText.Side(changes, BookSide.Bid));
        string asks = StreamText.Levels(instrument, changes is null ? book.Book.Asks : StreamText.Side(changes, BookSide.Ask));
        string type = changes is null ? "snapshot" : "delta";
        return StreamText.Frame(
            $$"""{"topic":"orderbook.{{depth}}.{{instrument.Symbol}}","type":"{{type}}","ts":{{Milliseconds(time)}},"data":{"s":"{{instrument.Symbol}}","b":[{{bids}}],"a":[{{asks}}],"u":{{book.Number}},"seq":{{book.UpdateId}}},"cts":{{Milliseconds(time)}}}""");
    }

    /// <summary>The trades of a tick; a topic publicTrade begins without a snapshot.</summary>
    private byte[] Trades(MarketTick tick)
    {
        Instrument instrument = tick.Market.Instrument;
        IEnumerable<string> rows = tick.Trades.Select(trade =>
            $$"""{"T":{{Milliseconds(tick.Time)}},"s":"{{instrument.Symbol}}","S":"{{(trade.TakerSide == Side.Buy ? "Buy" : "Sell")}}","v":"{{StreamText.Of(instrument.Quantity(trade.Quantity))}}","p":"{{StreamText.Of(instrument.Price(trade.Price))}}","L":"PlusTick","i":"20f43950-d8dd-5b31-9112-{{++lastTrade:D12}}","BT":false,"seq":{{tick.LastUpdateId}}}""");
        return StreamText.Frame(
            $$"""{"topic":"publicTrade.{{instrument.Symbol}}","type":"snapshot","ts":{{Milliseconds(tick.Time)}},"data":[{{string.Join(',', rows)}}]}""");
    }

    /// <summary>Funding of a perpetual; volatility and forward of an option.</summary>
    private static string Beside(SimulatedMarket market)
    {
        string funding = market.Funding is { } terms ? $",\"fundingRate\":\"{StreamText.Of(terms.Rate)}\",\"nextFundingTime\":\"{Milliseconds(terms.Next)}\"" : "";
        string option = market.ImpliedVolatility is { } volatility ? $",\"markPriceIv\":\"{StreamText.Of(volatility)}\",\"underlyingPrice\":\"{StreamText.Of(market.ForwardPrice ?? 0)}\"" : "";
        return funding + option;
    }

    private byte[] Ticker(SimulatedMarket market, string type)
    {
        string symbol = market.Instrument.Symbol;
        return StreamText.Frame(
            $$$$"""{"topic":"tickers.{{{{symbol}}}}","type":"{{{{type}}}}","data":{"symbol":"{{{{symbol}}}}","markPrice":"{{{{StreamText.Of(market.MarkPrice ?? 0)}}}}"{{{{Beside(market)}}}}},"cs":{{{{market.UpdateId}}}},"ts":{{{{Milliseconds(Exchange.Clock.Now)}}}}}""");
    }
}
