using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;
using Microsoft.AspNetCore.Http;

namespace MarginRouter.Simulation.KuCoin;

/// <summary>
/// KuCoin's classic spot streams (kucoin.com/docs-new): bullet-public and bullet-private hand out address and token, good for a day; level2
/// updates whose changes bear a sequence each, and changes at price 0 that only move it; snapshots over REST, their sequence a string; orders
/// and balances of the account that a private token belongs to.
/// </summary>
internal sealed class KuCoinServer : StreamServer
{
    private const string OrderTopic = "/spotMarket/tradeOrdersV2";
    private const string FirstOrderTopic = "/spotMarket/tradeOrders";
    private const string BalanceTopic = "/account/balance";
    private const string Changes = "/market/level2:";
    private const long TokenLifeMilliseconds = 86_400_000;
    private const string Matches = "/market/match:";
    private readonly Func<Uri> socket;
    private readonly Dictionary<string, StreamBook> books;
    private readonly Dictionary<string, (Instant Issued, SimulatedAccount? Account)> tokens = new(StringComparer.Ordinal);
    private readonly KuCoinReference reference;
    private readonly KuCoinSecurity security;
    private readonly KuCoinRest rest;
    private long lastToken;
    private long lastTrade;

    public KuCoinServer(SimulatedExchange exchange, Func<Uri> socket, CancellationToken stopping)
        : base(exchange, stopping)
    {
        this.socket = socket;
        books = Books(int.MaxValue);
        reference = new KuCoinReference(exchange);
        security = new KuCoinSecurity(exchange);
        rest = new KuCoinRest(exchange, security);
    }

    /// <inheritdoc />
    public override void OnTick(MarketTick tick)
    {
        Instrument instrument = tick.Market.Instrument;
        books[instrument.Symbol].Advance(tick);
        foreach (PublicTrade trade in tick.Trades)
            Broadcast($"{Matches}{instrument.Symbol}", Match(tick, trade));
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
            Changes + instrument.Symbol,
            StreamText.Frame($$$$"""{"data":{"changes":{"asks":[{{{{string.Join(',', asks)}}}}],"bids":[{{{{string.Join(',', bids)}}}}]},"sequenceEnd":{{{{tick.LastUpdateId}}}},"sequenceStart":{{{{tick.FirstUpdateId}}}},"symbol":"{{{{instrument.Symbol}}}}","time":{{{{Milliseconds(tick.Time)}}}}},"subject":"trade.l2update","topic":"/market/level2:{{{{instrument.Symbol}}}}","type":"message"}"""));
    }

    /// <inheritdoc />
    protected override StreamAnswer TooManyRequests => KuCoinJson.Failure(KuCoinJson.TooMany, "Too Many Requests", 429);

    /// <inheritdoc />
    protected override StreamAnswer Unavailable => KuCoinJson.Failure("300000", "Service unavailable.", 503);

    /// <inheritdoc />
    protected override bool ServesSocket(HttpRequest request) =>
        request.Path.Value == "/endpoint" && Exchange.Locked(() =>
            tokens.TryGetValue(request.Query["token"].ToString(), out (Instant Issued, SimulatedAccount? Account) token) && Exchange.Clock.Now <= token.Issued.PlusMilliseconds(TokenLifeMilliseconds));

    /// <inheritdoc />
    protected override void Greet(StreamConnection connection)
    {
        connection.Account = tokens[connection.Token].Account;
        connection.Send(StreamText.Frame("""{"id":"NSkIrWGB1s","type":"welcome"}"""));
    }

    /// <inheritdoc />
    public override void OnExecution(ExecutionUpdate update)
    {
        SimulatedOrder order = update.Order;
        switch (update.Kind)
        {
            case ExecutionUpdateKind.Accepted:
                SendOrder(update, "received");
                if (order.Terms.Request.TimeInForce is not (TimeInForce.ImmediateOrCancel or TimeInForce.FillOrKill))
                    SendOrder(update, "open");
                break;
            case ExecutionUpdateKind.Filled:
                SendOrder(update, "match");
                if (order.State == OrderState.Filled)
                    SendOrder(update, "filled");
                break;
            case ExecutionUpdateKind.Replaced:
                SendOrder(update, "update");
                break;
            case ExecutionUpdateKind.Expired or ExecutionUpdateKind.Cancelled:
                SendOrder(update, "canceled");
                break;
            default:
                throw new InvalidOperationException($"{update.Kind} is no kind of update");
        }

        if (update.Fill is not null || update.Kind is ExecutionUpdateKind.Cancelled)
            SendBalances(update.Account, update.Statement, update.Time);
    }

    /// <inheritdoc />
    public override void OnAccountChange(AccountChange change) => SendBalances(change.Account, change.Statement, change.Time);

    /// <summary>The topic's first version knows no "received".</summary>
    private void SendOrder(ExecutionUpdate update, string type)
    {
        SendOrder(OrderTopic, update, type);
        if (type != "received")
            SendOrder(FirstOrderTopic, update, type);
    }

    private void SendOrder(string topic, ExecutionUpdate update, string type) => SendToAccount(update.Account, topic, () => StreamText.Frame(
        $$"""{"type":"message","topic":"{{topic}}","subject":"orderChange","channelType":"private","data":{{KuCoinJson.Change(type, update.Order, type == "match" ? update.Fill : null, update.Time)}}}"""));

    private void SendBalances(SimulatedAccount account, AccountStatement statement, Instant time)
    {
        foreach (StatementBalance balance in statement.Balances)
        {
            SendToAccount(account, BalanceTopic, () => StreamText.Frame(
                $$$"""{"topic":"{{{BalanceTopic}}}","type":"message","subject":"account.balance","id":"2176438929850496","userId":"x","channelType":"private","data":{"total":"{{{StreamText.Of(balance.Quantity)}}}","available":"{{{StreamText.Of(balance.Free)}}}","availableChange":"0","currency":"{{{balance.Asset}}}","hold":"{{{StreamText.Of(balance.Locked)}}}","holdChange":"0","relationEvent":"trade.setted","relationEventId":"5c21e80303aa677bd09d7dff","relationContext":{},"time":"{{{Milliseconds(time)}}}"}}"""));
        }
    }

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
        if (connection.Account is not null && topic is OrderTopic or FirstOrderTopic or BalanceTopic && type is "subscribe" or "unsubscribe")
        {
            if (type == "subscribe")
                connection.Topics.Add(topic);
            else
                connection.Topics.Remove(topic);
            connection.Send(StreamText.Frame($$"""{"id":"{{id}}","type":"ack"}"""));
            return;
        }

        string channel = topic.StartsWith(Matches, StringComparison.Ordinal) ? Matches : Changes;
        string[] symbols = topic.StartsWith(channel, StringComparison.Ordinal) ? topic[channel.Length..].Split(',') : [];
        if (type is not ("subscribe" or "unsubscribe") || symbols.Length is 0 or > 100 || !Array.TrueForAll(symbols, Lists))
        {
            connection.Send(StreamText.Frame($$"""{"id":"{{id}}","type":"error","code":404,"data":"topic {{topic}} is not found"}"""));
            return;
        }

        foreach (string symbol in symbols)
        {
            if (type == "subscribe")
                connection.Topics.Add(channel + symbol);
            else
                connection.Topics.Remove(channel + symbol);
        }

        connection.Send(StreamText.Frame($$"""{"id":"{{id}}","type":"ack"}"""));
    }

    /// <inheritdoc />
    protected override StreamAnswer? Answer(StreamRequest request)
    {
        if (request.Route is "POST /api/v1/bullet-public" or "POST /api/v1/bullet-private")
        {
            SimulatedAccount? account = null;
            if (request.Path.EndsWith("private", StringComparison.Ordinal) && (account = security.Check(request, out StreamAnswer? refusal)) is null)
                return refusal;
            string token = $"token-{++lastToken}";
            tokens.Add(token, (Exchange.Clock.Now, account));
            return StreamAnswer.Of(
                $$$$"""{"code":"200000","data":{"token":"{{{{token}}}}","instanceServers":[{"endpoint":"{{{{socket().OriginalString}}}}/endpoint","encrypt":false,"protocol":"websocket","pingInterval":18000,"pingTimeout":10000}]}}""");
        }

        string symbol = request.Parameter("symbol");
        if (!Lists(symbol) || Depth(request.Path) is not { } depth)
            return reference.Answer(request) ?? rest.Answer(request);

        // The whole book is for those alone who have signed.
        if (depth == int.MaxValue && security.Check(request, out StreamAnswer? unsigned) is null)
            return unsigned;
        StreamBook book = books[symbol];
        Instrument instrument = Exchange.Market(symbol).Instrument;
        return StreamAnswer.Of(
            $$$$"""{"code":"200000","data":{"time":{{{{Milliseconds(Exchange.Clock.Now)}}}},"sequence":"{{{{book.UpdateId}}}}","bids":[{{{{StreamText.Levels(instrument, book.Book.Bids.Take(depth))}}}}],"asks":[{{{{StreamText.Levels(instrument, book.Book.Asks.Take(depth))}}}}]}}""");
    }

    private static int? Depth(string path) => path switch
    {
        "/api/v1/market/orderbook/level2_20" => 20,
        "/api/v1/market/orderbook/level2_100" => 100,
        "/api/v3/market/orderbook/level2" => int.MaxValue,
        _ => null,
    };

    private byte[] Match(MarketTick tick, PublicTrade trade)
    {
        Instrument instrument = tick.Market.Instrument;
        string id = (++lastTrade).ToString("D24", System.Globalization.CultureInfo.InvariantCulture);
        return StreamText.Frame(
            $$$"""{"topic":"{{{Matches}}}{{{instrument.Symbol}}}","type":"message","subject":"trade.l3match","data":{"makerOrderId":"m{{{id}}}","price":"{{{StreamText.Of(instrument.Price(trade.Price))}}}","sequence":"{{{tick.LastUpdateId}}}","side":"{{{(trade.TakerSide == Side.Buy ? "buy" : "sell")}}}","size":"{{{StreamText.Of(instrument.Quantity(trade.Quantity))}}}","symbol":"{{{instrument.Symbol}}}","takerOrderId":"t{{{id}}}","time":"{{{tick.Time.Nanoseconds}}}","tradeId":"{{{id}}}","type":"match"}}""");
    }

    /// <summary>Spot has no mark.</summary>
    protected override void SendMark(SimulatedMarket market)
    {
    }
}
