using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Simulation.Bybit;

/// <summary>Orders of Bybit v5 (bybit-exchange docs, v5/order): create, amend, cancel, cancel-all and the lists.</summary>
internal sealed class BybitOrders(SimulatedExchange exchange)
{
    private long unnamed;

    private long Now => exchange.Clock.Now.ToMilliseconds();

    /// <summary>Open orders, and with an id also those that have ended; the history lists those that have ended.</summary>
    public StreamAnswer List(StreamRequest request, SimulatedAccount account)
    {
        string link = request.Parameter("orderLinkId");
        string id = request.Parameter("orderId");
        string symbol = request.Parameter("symbol");
        bool history = request.Path.EndsWith("history", StringComparison.Ordinal);
        IEnumerable<SimulatedOrder> found = exchange.Orders(account).Where(order =>
            BybitJson.Category(order.Terms.Instrument) == request.Parameter("category")
            && (symbol.Length == 0 || order.Symbol == symbol)
            && (link.Length == 0 || order.ClientOrderId == link)
            && (id.Length == 0 || BybitJson.OrderId(order) == id)
            && (history ? order.IsEnded : link.Length + id.Length > 0 || !order.IsEnded));
        return BybitJson.Success(
            $$"""{"list":[{{string.Join(',', found.Reverse().Select(BybitJson.Order))}}],"nextPageCursor":"","category":"{{request.Parameter("category")}}"}""", Now);
    }

    /// <summary>A command by the path that it has over REST.</summary>
    public StreamAnswer Command(string path, JsonElement order, SimulatedAccount account) => path switch
    {
        "/v5/order/create" => Create(order, account),
        "/v5/order/amend" => Amend(order, account),
        "/v5/order/cancel" => Answer(exchange.Cancel(account, Find(order, account)), null),
        "/v5/order/cancel-all" => CancelAll(order, account),
        _ => throw new ArgumentException($"{path} is no order command", nameof(path)),
    };

    private StreamAnswer Create(JsonElement order, SimulatedAccount account)
    {
        string symbol = Text(order, "symbol");
        if (!exchange.Markets.TryGetValue(symbol, out SimulatedMarket? market) || BybitJson.Category(market.Instrument) != Text(order, "category"))
            return BybitJson.Failure(10001, "params error: symbol invalid", Now);
        string force = Text(order, "timeInForce");
        if (Text(order, "orderType") != "Limit" || force is not ("" or "GTC" or "IOC" or "FOK" or "PostOnly"))
            return BybitJson.Failure(10001, "the simulator takes limit orders with GTC, IOC, FOK or PostOnly", Now);
        if (Number(order, "qty") is not { } quantity || Number(order, "price") is not { } price)
            return BybitJson.Failure(10001, "params error: qty or price invalid", Now);
        string link = Text(order, "orderLinkId");
        OrderAnswer answer = exchange.Place(account, new OrderRequest
        {
            ClientOrderId = link.Length > 0 ? link : $"unnamed-{++unnamed}",
            Symbol = symbol,
            Side = Text(order, "side") == "Buy" ? Side.Buy : Side.Sell,
            Quantity = quantity,
            LimitPrice = price,
            TimeInForce = force switch
            {
                "IOC" => TimeInForce.ImmediateOrCancel,
                "FOK" => TimeInForce.FillOrKill,
                _ => TimeInForce.GoodTillCancel,
            },
            PostOnly = force == "PostOnly",
            SelfMatch = Text(order, "smpType") switch
            {
                "CancelMaker" => SelfMatchPrevention.CancelResting,
                "CancelTaker" => SelfMatchPrevention.CancelIncoming,
                "CancelBoth" => SelfMatchPrevention.CancelBoth,
                _ => SelfMatchPrevention.Allow,
            },
            ReduceOnly = order.TryGetProperty("reduceOnly", out JsonElement reduce) && reduce.ValueKind == JsonValueKind.True,
        });
        return Answer(answer, market.Instrument);
    }

    private StreamAnswer Amend(JsonElement change, SimulatedAccount account)
    {
        SimulatedOrder? order = Find(change, account);
        decimal? price = Number(change, "price");
        decimal? quantity = Number(change, "qty");
        return price is null && quantity is null
            ? BybitJson.Failure(10001, "params error: nothing to amend", Now)
            : Answer(exchange.Replace(account, order, price, quantity), order?.Terms.Instrument);
    }

    private StreamAnswer CancelAll(JsonElement request, SimulatedAccount account)
    {
        string symbol = Text(request, "symbol");
        IEnumerable<string> ended = exchange.CancelAll(account, symbol.Length > 0 ? symbol : null).Select(Ids);
        return BybitJson.Success($$"""{"list":[{{string.Join(',', ended)}}],"success":"1"}""", Now);
    }

    private StreamAnswer Answer(OrderAnswer answer, Instrument? instrument)
    {
        if (answer.IsSwallowed)
            return StreamAnswer.Never;
        StreamAnswer body = answer.Order is { } order
            ? BybitJson.Success(Ids(order), Now)
            : BybitJson.Failure(Code(answer.Rejection!.Reason, instrument?.Kind == InstrumentKind.Spot), answer.Rejection.Text, Now);
        return body with { Release = answer.Release, IsOrder = true };
    }

    private SimulatedOrder? Find(JsonElement request, SimulatedAccount account)
    {
        string id = Text(request, "orderId");
        string link = Text(request, "orderLinkId");
        SimulatedOrder? found = id.Length > 0 ? exchange.Orders(account).FirstOrDefault(order => BybitJson.OrderId(order) == id)
            : link.Length > 0 ? exchange.FindOrder(account, link)
            : null;
        return found is not null && found.Symbol == Text(request, "symbol") ? found : null;
    }

    private static string Ids(SimulatedOrder order) =>
        $$"""{"orderId":"{{BybitJson.OrderId(order)}}","orderLinkId":{{BybitJson.Quoted(order.ClientOrderId)}}}""";

    private static int Code(RejectionReason reason, bool spot) => reason switch
    {
        RejectionReason.UnknownSymbol => 10001,
        RejectionReason.PriceOffGrid => spot ? 170134 : 110003,
        RejectionReason.QuantityOffGrid => spot ? 170137 : 10001,
        RejectionReason.BelowMinimumQuantity => spot ? 170136 : 10001,
        RejectionReason.BelowMinimumNotional => spot ? 170140 : 110094,
        RejectionReason.DuplicateClientOrderId => spot ? 170141 : 110072,
        RejectionReason.InsufficientBalance => 170131,
        RejectionReason.InsufficientMargin => 110007,
        RejectionReason.PositionLimit => 110090,
        RejectionReason.ReduceOnly => 110017,
        RejectionReason.Injected => 10001,
        RejectionReason.WouldTake => spot ? 170218 : 110099,
        RejectionReason.UnknownOrder => spot ? 170213 : 110001,
        RejectionReason.TooManyOrders => 10006,
        RejectionReason.Maintenance => 10016,
    };

    private static decimal? Number(JsonElement order, string name) =>
        decimal.TryParse(Text(order, name), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number : null;

    private static string Text(JsonElement order, string name) =>
        order.TryGetProperty(name, out JsonElement member) && member.ValueKind == JsonValueKind.String ? member.GetString()! : "";
}
