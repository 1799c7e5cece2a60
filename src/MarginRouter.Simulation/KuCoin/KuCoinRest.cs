using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Simulation.KuCoin;

/// <summary>
/// Signed REST of KuCoin spot (kucoin.com/docs-new): fees, accounts, high-frequency orders and fills, and the dead man's switch. An altered
/// order is cancelled and another with a new id and the same client id stands for what remains.
/// </summary>
internal sealed class KuCoinRest(SimulatedExchange exchange, KuCoinSecurity security)
{
    private const string Orders = "/api/v1/hf/orders";
    private const int LongestClientOrderId = 40;
    private const int Page = 100;
    private long unnamed;

    /// <summary>Answers a request; null when it is not known.</summary>
    public StreamAnswer? Answer(StreamRequest request) =>
        security.Check(request, out StreamAnswer? refusal) is { } account ? Answer(request, account) : refusal;

    private StreamAnswer? Answer(StreamRequest request, SimulatedAccount account) => request.Route switch
    {
        "GET /api/v1/accounts" => KuCoinJson.Success(List(exchange.Statement(account).Balances
            .Where(balance => request.Parameter("type") is "" or "trade" or "trade_hf" && request.Parameter("currency") is var asset && (asset.Length == 0 || asset == balance.Asset))
            .Select(balance => KuCoinJson.Account(balance, request.Parameter("type") is { Length: > 0 } type ? type : "trade")))),
        "GET /api/v1/trade-fees" => KuCoinJson.Success(List(request.Parameter("symbols").Split(',').Where(exchange.Markets.ContainsKey).Select(Fee))),
        $"POST {Orders}" or $"POST {Orders}/sync" => Place(JsonElement.Parse(request.Body), account),
        $"POST {Orders}/dead-cancel-all" => CancelAfter(JsonElement.Parse(request.Body), account),
        $"POST {Orders}/alter" => Alter(JsonElement.Parse(request.Body), account),
        $"DELETE {Orders}" => CancelAll(account, request.Parameter("symbol")),
        $"DELETE {Orders}/cancelAll" => CancelAll(account, null),
        $"GET {Orders}/active" => KuCoinJson.Success(List(exchange.OpenOrders(account, request.Parameter("symbol")).Reverse().Select(KuCoinJson.Order))),
        $"GET {Orders}/done" => KuCoinJson.Success($$"""{"lastId":0,"items":{{List(exchange.Orders(account)
            .Where(order => order.IsEnded && order.Symbol == request.Parameter("symbol")).Reverse().Take(Page).Select(KuCoinJson.Order))}}}"""),
        "GET /api/v1/hf/fills" => Fills(request, account),
        _ => Named(request, account),
    };

    /// <summary>Requests about one order, which its path names: by the venue's id, or behind client-order by the client's.</summary>
    private StreamAnswer? Named(StreamRequest request, SimulatedAccount account)
    {
        string path = request.Path.Replace("/sync/", "/", StringComparison.Ordinal);
        if (!path.StartsWith(Orders + "/", StringComparison.Ordinal))
            return null;
        string[] rest = path[(Orders.Length + 1)..].Split('/');
        SimulatedOrder? order = rest switch
        {
            ["client-order", { } client] => exchange.FindOrder(account, client),
            [{ } id] => Find(account, id),
            _ => null,
        };
        if (order?.Symbol != request.Parameter("symbol"))
            order = null;
        if (request.Method == "GET")
            return order is null ? KuCoinJson.Failure("400100", "The order does not exist.") : KuCoinJson.Success(KuCoinJson.Order(order));
        if (request.Method != "DELETE")
            return null;
        OrderAnswer answer = exchange.Cancel(account, order);
        StreamAnswer body = answer.Order is { } ended
            ? KuCoinJson.Success(rest.Length == 1
                ? $$"""{"orderId":"{{KuCoinJson.OrderId(ended)}}"}"""
                : $$"""{"clientOid":{{KuCoinJson.Quoted(ended.ClientOrderId)}}}""")
            : KuCoinJson.Failure("400100", "order_not_exist_or_not_allow_to_be_cancelled");
        return body with { Release = answer.Release, IsOrder = true };
    }

    private StreamAnswer Place(JsonElement order, SimulatedAccount account)
    {
        string client = Text(order, "clientOid");
        string force = Text(order, "timeInForce");
        if (Text(order, "type") is not ("" or "limit") || force is not ("" or "GTC" or "IOC" or "FOK") || client.Length > LongestClientOrderId)
            return KuCoinJson.Failure("400100", "the simulator takes limit orders with GTC, IOC or FOK and a clientOid of at most 40 characters");
        if (Number(order, "size") is not { } quantity || Number(order, "price") is not { } price)
            return KuCoinJson.Failure("400100", "size or price invalid");
        return Answered(exchange.Place(account, new OrderRequest
        {
            ClientOrderId = client.Length > 0 ? client : $"unnamed-{++unnamed}",
            Symbol = Text(order, "symbol"),
            Side = Text(order, "side") == "buy" ? Side.Buy : Side.Sell,
            Quantity = quantity,
            LimitPrice = price,
            TimeInForce = force switch
            {
                "IOC" => TimeInForce.ImmediateOrCancel,
                "FOK" => TimeInForce.FillOrKill,
                _ => TimeInForce.GoodTillCancel,
            },
            PostOnly = order.TryGetProperty("postOnly", out JsonElement post) && post.ValueKind == JsonValueKind.True,
            SelfMatch = Text(order, "stp") switch
            {
                "CN" => SelfMatchPrevention.CancelIncoming,
                "CO" or "DC" => SelfMatchPrevention.CancelResting,
                "CB" => SelfMatchPrevention.CancelBoth,
                _ => SelfMatchPrevention.Allow,
            },
        }), "orderId");
    }

    private StreamAnswer Alter(JsonElement change, SimulatedAccount account)
    {
        string id = Text(change, "orderId");
        SimulatedOrder? order = id.Length > 0 ? Find(account, id) : exchange.FindOrder(account, Text(change, "clientOid"));
        decimal whole = Number(change, "newSize") ?? order?.Terms.Quantity ?? 0m;
        return Answered(exchange.Reissue(account, order, Number(change, "newPrice"), whole - (order?.CumulativeQuantity ?? 0m)), "newOrderId");
    }

    /// <summary>From 5 seconds to a day, or -1 for none; for the named pairs, or for all.</summary>
    private StreamAnswer CancelAfter(JsonElement request, SimulatedAccount account)
    {
        if (!request.TryGetProperty("timeout", out JsonElement wait) || !wait.TryGetInt32(out int seconds) || seconds is not (-1 or >= 5 and <= 86_400))
            return KuCoinJson.Failure("400100", "timeout invalid");
        string[] symbols = Text(request, "symbols").Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (!Array.TrueForAll(symbols, exchange.Markets.ContainsKey))
            return KuCoinJson.Failure("900001", "symbol not exists");
        foreach (string? symbol in symbols.Length == 0 ? new string?[] { null } : symbols)
            exchange.CancelAfter(account, seconds < 0 ? null : TimeSpan.FromSeconds(seconds), symbol);
        long now = exchange.Clock.Now.ToMilliseconds() / 1000;
        return KuCoinJson.Success($$"""{"currentTime":{{now}},"triggerTime":{{now + Math.Max(0, seconds)}}}""");
    }

    private static StreamAnswer Answered(OrderAnswer answer, string idName)
    {
        if (answer.IsSwallowed)
            return StreamAnswer.Never;
        StreamAnswer body = answer.Order is { } order
            ? KuCoinJson.Success($$"""{"{{idName}}":"{{KuCoinJson.OrderId(order)}}","clientOid":{{KuCoinJson.Quoted(order.ClientOrderId)}}}""")
            : KuCoinJson.Failure(Code(answer.Rejection!.Reason), answer.Rejection.Text, StatusOf(answer.Rejection.Reason));
        return body with { Release = answer.Release, IsOrder = true };
    }

    private StreamAnswer CancelAll(SimulatedAccount account, string? symbol)
    {
        string[] symbols = [.. exchange.CancelAll(account, symbol).Select(order => $"\"{order.Symbol}\"").Distinct()];
        return KuCoinJson.Success(symbol is null ? $$"""{"succeedSymbols":{{List(symbols)}},"failedSymbols":[]}""" : "\"success\"");
    }

    private StreamAnswer Fills(StreamRequest request, SimulatedAccount account)
    {
        string id = request.Parameter("orderId");
        IEnumerable<(SimulatedOrder Order, SimulatedFill Fill)> trades = exchange.Orders(account)
            .Where(order => order.Symbol == request.Parameter("symbol") && (id.Length == 0 || KuCoinJson.OrderId(order) == id))
            .SelectMany(order => order.Fills.Select(fill => (Order: order, Fill: fill)))
            .OrderByDescending(trade => trade.Fill.TradeId)
            .Take(Page);
        return KuCoinJson.Success($$"""{"items":{{List(trades.Select(trade => KuCoinJson.Fill(trade.Order, trade.Fill)))}},"lastId":0}""");
    }

    private SimulatedOrder? Find(SimulatedAccount account, string id) =>
        long.TryParse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long number) ? exchange.FindOrder(account, number) : null;

    private string Fee(string symbol)
    {
        FeeSchedule fees = exchange.Market(symbol).Instrument.Fees;
        return $$"""{"symbol":"{{symbol}}","takerFeeRate":"{{StreamText.Of(fees.TakerRate)}}","makerFeeRate":"{{StreamText.Of(fees.MakerRate)}}"}""";
    }

    private static int StatusOf(RejectionReason reason) => reason == RejectionReason.TooManyOrders ? 429 : 200;

    private static string Code(RejectionReason reason) => reason switch
    {
        RejectionReason.UnknownSymbol => "900001",
        RejectionReason.InsufficientBalance or RejectionReason.InsufficientMargin => "200004",
        RejectionReason.DuplicateClientOrderId => "102411",
        RejectionReason.PriceOffGrid or RejectionReason.QuantityOffGrid or RejectionReason.BelowMinimumQuantity or RejectionReason.BelowMinimumNotional
            or RejectionReason.PositionLimit or RejectionReason.ReduceOnly or RejectionReason.Injected or RejectionReason.WouldTake
            or RejectionReason.UnknownOrder => "400100",
        RejectionReason.TooManyOrders => KuCoinJson.TooMany,
        RejectionReason.Maintenance => "300000",
    };

    private static string List(IEnumerable<string> rows) => $"[{string.Join(',', rows)}]";

    private static decimal? Number(JsonElement order, string name) =>
        decimal.TryParse(Text(order, name), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number : null;

    private static string Text(JsonElement order, string name) =>
        order.TryGetProperty(name, out JsonElement member) && member.ValueKind == JsonValueKind.String ? member.GetString()! : "";
}
