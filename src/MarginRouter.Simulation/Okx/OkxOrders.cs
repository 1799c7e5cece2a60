using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Simulation.Okx;

/// <summary>Orders of OKX v5 (okx.com/docs-v5, order book trading): order, batch-orders, amend-order, cancel-order, cancel-batch-orders and the lists.</summary>
internal sealed class OkxOrders(SimulatedExchange exchange)
{
    private const int LongestClientOrderId = 32;
    private const int LargestBatch = 20;
    private const string Gone = "as the order has been filled, canceled or does not exist";
    private long unnamed;

    /// <summary>GET /api/v5/trade/order.</summary>
    public StreamAnswer Find(StreamRequest request, SimulatedAccount account) =>
        Find(account, request.Parameter("instId"), request.Parameter("ordId"), request.Parameter("clOrdId")) is { } order
            ? OkxJson.Success([OkxJson.Order(order, order.Fills.IsEmpty ? null : order.Fills[^1])])
            : OkxJson.Failure("51603", "Order does not exist");

    /// <summary>GET /api/v5/trade/orders-pending and orders-history.</summary>
    public StreamAnswer List(StreamRequest request, SimulatedAccount account, bool isEnded)
    {
        string type = request.Parameter("instType");
        string symbol = request.Parameter("instId");
        return OkxJson.Success(exchange.Orders(account)
            .Where(order => order.IsEnded == isEnded
                && (type.Length == 0 || OkxJson.Type(order.Terms.Instrument) == type)
                && (symbol.Length == 0 || order.Symbol == symbol))
            .Reverse()
            .Take(100)
            .Select(order => OkxJson.Order(order, order.Fills.IsEmpty ? null : order.Fills[^1])));
    }

    /// <summary>A command by the path that it has over REST.</summary>
    public StreamAnswer Command(string path, JsonElement body, SimulatedAccount account) => path switch
    {
        "/api/v5/trade/order" => Place(body, account),
        "/api/v5/trade/batch-orders" => PlaceBatch(body, account),
        "/api/v5/trade/amend-order" => Amend(body, account),
        "/api/v5/trade/cancel-order" => Cancel(body, account),
        "/api/v5/trade/cancel-all-after" => CancelAfter(body, account),
        "/api/v5/trade/cancel-batch-orders" => OkxJson.Success(body.EnumerateArray().Select(one => OkxJson.Row(Cancelled(one, account)))),
        _ => throw new ArgumentException($"{path} is no order command", nameof(path)),
    };

    /// <summary>The dead man's switch: from 10 to 120 seconds, or 0 for none.</summary>
    private StreamAnswer CancelAfter(JsonElement request, SimulatedAccount account)
    {
        if (!int.TryParse(Text(request, "timeOut"), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) || seconds is not (0 or >= 10 and <= 120))
            return OkxJson.Failure("51000", "Parameter timeOut error");
        exchange.CancelAfter(account, seconds == 0 ? null : TimeSpan.FromSeconds(seconds));
        long now = exchange.Clock.Now.ToMilliseconds();
        return OkxJson.Success([$$"""{"triggerTime":"{{(seconds == 0 ? 0 : now + (seconds * 1000L))}}","tag":"","ts":"{{now}}"}"""]);
    }

    private StreamAnswer Place(JsonElement order, SimulatedAccount account) => Placed([Enter(order, account)]);

    /// <summary>Up to twenty orders, each for itself.</summary>
    private StreamAnswer PlaceBatch(JsonElement orders, SimulatedAccount account) =>
        orders.ValueKind != JsonValueKind.Array || orders.GetArrayLength() is 0 or > LargestBatch
            ? OkxJson.Failure("51000", "Parameter orders error")
            : Placed([.. orders.EnumerateArray().Select(order => Enter(order, account))]);

    private static StreamAnswer Placed(IReadOnlyList<(string Client, OrderAnswer? Answer, string Code, string Message)> entered)
    {
        if (entered.Any(one => one.Answer is { IsSwallowed: true }))
            return StreamAnswer.Never;
        StreamAnswer body = OkxJson.Outcomes([.. entered.Select(one =>
            (one.Client, one.Answer?.Order is { } order ? OkxJson.OrderId(order) : "", one.Code, one.Message))]);
        return body with { Release = Task.WhenAll(entered.Select(one => one.Answer?.Release ?? Task.CompletedTask)), IsOrder = true };
    }

    private (string Client, OrderAnswer? Answer, string Code, string Message) Enter(JsonElement order, SimulatedAccount account)
    {
        string client = Text(order, "clOrdId");
        if (!exchange.Markets.TryGetValue(Text(order, "instId"), out SimulatedMarket? market))
            return (client, null, "51001", "Instrument ID does not exist");
        string mode = market.Instrument.Kind == InstrumentKind.Spot ? "cash" : "cross";
        string type = Text(order, "ordType");
        if (Text(order, "tdMode") != mode || type is not ("limit" or "post_only" or "fok" or "ioc"))
            return (client, null, "51000", $"Parameter tdMode or ordType error: the simulator takes {mode} and limit, post_only, fok, ioc");
        if (client.Length > LongestClientOrderId || !client.All(char.IsAsciiLetterOrDigit))
            return (client, null, "51000", "Parameter clOrdId error");
        if (Number(order, "sz") is not { } quantity || Number(order, "px") is not { } price)
            return (client, null, "51000", "Parameter sz or px error");
        OrderAnswer answer = exchange.Place(account, new OrderRequest
        {
            ClientOrderId = client.Length > 0 ? client : $"unnamed{++unnamed}",
            Symbol = market.Instrument.Symbol,
            Side = Text(order, "side") == "buy" ? Side.Buy : Side.Sell,
            Quantity = quantity,
            LimitPrice = price,
            TimeInForce = type switch
            {
                "ioc" => TimeInForce.ImmediateOrCancel,
                "fok" => TimeInForce.FillOrKill,
                _ => TimeInForce.GoodTillCancel,
            },
            PostOnly = type == "post_only",
            SelfMatch = Text(order, "stpMode") switch
            {
                "cancel_taker" => SelfMatchPrevention.CancelIncoming,
                "cancel_both" => SelfMatchPrevention.CancelBoth,
                _ => SelfMatchPrevention.CancelResting,
            },
            ReduceOnly = order.TryGetProperty("reduceOnly", out JsonElement reduce) && reduce.ValueKind == JsonValueKind.True,
        });
        return (client, answer, Code(answer.Rejection), answer.Rejection?.Text ?? "Order placed");
    }

    private StreamAnswer Cancel(JsonElement request, SimulatedAccount account)
    {
        SimulatedOrder? order = Find(request, account);
        OrderAnswer answer = exchange.Cancel(account, order);
        return Answer(answer, (Text(request, "clOrdId"), Text(request, "ordId")), ("51400", ""), $"Cancellation failed {Gone}");
    }

    private (string ClientOrderId, string OrderId, string Code, string Message) Cancelled(JsonElement request, SimulatedAccount account) =>
        exchange.Cancel(account, Find(request, account)) is { Order: { } order }
            ? (order.ClientOrderId, OkxJson.OrderId(order), "0", "")
            : (Text(request, "clOrdId"), Text(request, "ordId"), "51400", $"Cancellation failed {Gone}");

    private StreamAnswer Amend(JsonElement change, SimulatedAccount account)
    {
        (string, string) ids = (Text(change, "clOrdId"), Text(change, "ordId"));
        decimal? price = Number(change, "newPx");
        decimal? quantity = Number(change, "newSz");
        if (price is null && quantity is null)
            return OkxJson.Outcome(ids.Item1, ids.Item2, "51000", "Parameter newSz or newPx error");
        OrderAnswer answer = exchange.Replace(account, Find(change, account), price, quantity);
        return answer.Rejection is { Reason: RejectionReason.UnknownOrder }
            ? Answer(answer, ids, ("51503", ""), $"Modification failed {Gone}")
            : Answer(answer, ids, (Code(answer.Rejection), ""));
    }

    private static StreamAnswer Answer(
        OrderAnswer answer, (string Client, string Order) ids, (string Code, string Granted) words, string? refusal = null)
    {
        StreamAnswer body = answer.Rejection?.Reason == RejectionReason.TooManyOrders ? OkxJson.TooMany
            : answer.Order is { } order ? OkxJson.Outcome(order.ClientOrderId, OkxJson.OrderId(order), "0", words.Granted)
            : OkxJson.Outcome(ids.Client, ids.Order, words.Code, refusal ?? answer.Rejection!.Text);
        return body with { Release = answer.Release, IsOrder = true };
    }

    private SimulatedOrder? Find(JsonElement request, SimulatedAccount account) =>
        Find(account, Text(request, "instId"), Text(request, "ordId"), Text(request, "clOrdId"));

    private SimulatedOrder? Find(SimulatedAccount account, string symbol, string id, string client) => exchange.Orders(account).LastOrDefault(order =>
        order.Symbol == symbol && (id.Length > 0 ? OkxJson.OrderId(order) == id : order.ClientOrderId == client));

    private static string Code(OrderRejection? rejection) => rejection?.Reason switch
    {
        null => "0",
        RejectionReason.UnknownSymbol => "51001",
        RejectionReason.PriceOffGrid => "51000",
        RejectionReason.QuantityOffGrid => "51121",
        RejectionReason.BelowMinimumQuantity => "51020",
        RejectionReason.BelowMinimumNotional => "51020",
        RejectionReason.DuplicateClientOrderId => "51016",
        RejectionReason.InsufficientBalance => "51008",
        RejectionReason.InsufficientMargin => "51008",
        RejectionReason.PositionLimit => "51004",
        RejectionReason.ReduceOnly => "51169",
        RejectionReason.Injected => "51000",
        RejectionReason.WouldTake => "51124",
        RejectionReason.Maintenance => "50001",
        _ => "51603",
    };

    private static decimal? Number(JsonElement order, string name) =>
        decimal.TryParse(Text(order, name), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number : null;

    private static string Text(JsonElement order, string name) =>
        order.TryGetProperty(name, out JsonElement member) && member.ValueKind == JsonValueKind.String ? member.GetString()! : "";
}
