using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Simulation.Hyperliquid;

/// <summary>The questions at /info and the signed actions at /exchange (hyperliquid.gitbook.io).</summary>
internal sealed class HyperliquidRest(SimulatedExchange exchange)
{
    private readonly HyperliquidSecurity security = new(exchange);
    private readonly HyperliquidReference reference = new(exchange);
    private long unnamed;
    private readonly string[] universe = [.. exchange.Markets.Keys];

    /// <summary>Answers a request; null when it is not known.</summary>
    public StreamAnswer? Answer(StreamRequest request) => request.Route switch
    {
        "POST /info" => Info(JsonElement.Parse(request.Body)),
        "POST /exchange" => Act(JsonElement.Parse(request.Body)),
        _ => null,
    };

    private StreamAnswer? Info(JsonElement question)
    {
        string type = Text(question, "type");
        if (reference.Answer(type) is { } common)
            return common;
        if (exchange.FindByKey(Text(question, "user")) is not { } account)
            return new StreamAnswer([], 422);
        return type switch
        {
            "clearinghouseState" => StreamAnswer.Of(HyperliquidJson.State(exchange.Statement(account))),
            "userFees" => StreamAnswer.Of(
                $$"""{"dailyUserVlm":[],"feeSchedule":{},"userCrossRate":"{{StreamText.Of(exchange.Markets.Values.First().Instrument.Fees.TakerRate)}}","userAddRate":"{{StreamText.Of(exchange.Markets.Values.First().Instrument.Fees.MakerRate)}}","activeReferralDiscount":"0"}"""),
            "userAbstraction" => StreamAnswer.Of("\"disabled\""),
            "activeAssetData" => StreamAnswer.Of(
                $$$"""{"user":"{{{account.ApiKey}}}","coin":"{{{Text(question, "coin")}}}","leverage":{"value":{{{StreamText.Of(account.Leverage(Text(question, "coin")))}}},"type":"cross"}}"""),
            "orderStatus" => Find(account, question.GetProperty("oid")) is { } order
                ? StreamAnswer.Of($$"""{"status":"order","order":{{HyperliquidJson.Order(order)}}}""")
                : StreamAnswer.Of("""{"status":"unknownOid"}"""),
            "userFills" or "userFillsByTime" => Fills(question, account),
            "openOrders" or "frontendOpenOrders" => StreamAnswer.Of($"[{string.Join(',', exchange.OpenOrders(account).Reverse().Select(HyperliquidJson.Terms))}]"),
            _ => new StreamAnswer([], 422),
        };
    }

    private StreamAnswer Fills(JsonElement question, SimulatedAccount account)
    {
        long from = question.TryGetProperty("startTime", out JsonElement start) ? start.GetInt64() : 0;
        IEnumerable<string> fills = exchange.Orders(account)
            .SelectMany(order => order.Fills.Select(fill => (order, fill)))
            .Where(trade => trade.fill.Time.ToMilliseconds() >= from)
            .OrderByDescending(trade => trade.fill.TradeId)
            .Take(2_000)
            .Select(trade => HyperliquidJson.Fill(trade.order, trade.fill));
        return StreamAnswer.Of($"[{string.Join(',', fills)}]");
    }

    /// <summary>A signed action, over REST or over the WebSocket.</summary>
    public StreamAnswer Act(JsonElement request)
    {
        if (security.Check(request, out string refusal) is not { } account)
            return StreamAnswer.Of($$"""{"status":"err","response":{{Quoted(refusal)}}}""");
        JsonElement action = request.GetProperty("action");
        return Text(action, "type") switch
        {
            "order" => Together("order", action.GetProperty("orders"), order => Place(order, account)),
            "cancel" => Together("cancel", action.GetProperty("cancels"), cancel => Cancel(cancel, account, "o")),
            "cancelByCloid" => Together("cancel", action.GetProperty("cancels"), cancel => Cancel(cancel, account, "cloid")),
            "modify" => ModifyOne(action, account),
            "scheduleCancel" => ScheduleCancel(action, account),
            "batchModify" => Together("order", action.GetProperty("modifies"), change => Modify(change, account)),
            _ => StreamAnswer.Of("""{"status":"err","response":"the simulator takes order, cancel, cancelByCloid, modify, batchModify and scheduleCancel"}"""),
        };
    }

    /// <summary>The statuses of one action's parts; one that a fault has swallowed or withholds keeps the answer back.</summary>
    private static StreamAnswer Together(string type, JsonElement parts, Func<JsonElement, (string Status, OrderAnswer? Answer)> act)
    {
        List<(string Status, OrderAnswer? Answer)> done = [.. parts.EnumerateArray().Select(act)];
        if (done.Exists(one => one.Answer is { IsSwallowed: true }))
            return StreamAnswer.Never;
        return Outcome(type, string.Join(',', done.Select(one => one.Status))) with
        {
            Release = Task.WhenAll(done.Select(one => one.Answer?.Release ?? Task.CompletedTask)),
            IsOrder = true,
        };
    }

    private (string Status, OrderAnswer? Answer) Place(JsonElement order, SimulatedAccount account)
    {
        int asset = order.GetProperty("a").GetInt32();
        if (Read(order) is not { } request)
            return ("""{"error":"the simulator takes limit orders of listed assets with Gtc, Ioc or Alo"}""", null);
        OrderAnswer answer = exchange.Place(account, request);
        return (Status(answer, asset), answer);
    }

    private static string Status(OrderAnswer answer, int asset)
    {
        if (answer.Order is not { } placed)
        {
            return answer.Rejection is { Reason: RejectionReason.WouldTake }
                ? $$"""{"error":"Post only order would have immediately matched. asset={{asset}}"}"""
                : $$"""{"error":{{Quoted(answer.Rejection?.Text ?? "")}}}""";
        }

        string cloid = placed.ClientOrderId.StartsWith("0x", StringComparison.Ordinal) ? $",\"cloid\":\"{placed.ClientOrderId}\"" : "";
        return !placed.Fills.IsEmpty && (placed.IsEnded || placed.Terms.Request.TimeInForce == TimeInForce.ImmediateOrCancel)
            ? $$$"""{"filled":{"totalSz":"{{{StreamText.Of(placed.CumulativeQuantity)}}}","avgPx":"{{{StreamText.Of(placed.AveragePrice)}}}","oid":{{{placed.OrderId}}}{{{cloid}}}}}"""
            : placed.IsEnded ? $$"""{"error":"Order could not immediately match against any resting orders. asset={{asset}}"}"""
            : $$$"""{"resting":{"oid":{{{placed.OrderId}}}{{{cloid}}}}}""";
    }

    private (string Status, OrderAnswer? Answer) Cancel(JsonElement cancel, SimulatedAccount account, string name)
    {
        OrderAnswer answer = exchange.Cancel(account, Find(account, cancel.GetProperty(name)));
        int asset = (cancel.TryGetProperty("a", out JsonElement number) ? number : cancel.GetProperty("asset")).GetInt32();
        return (answer.Order is null ? $$"""{"error":"Order was never placed, already canceled, or filled. asset={{asset}}"}""" : "\"success\"", answer);
    }

    /// <summary>The dead man's switch: all orders end at a time at least five seconds ahead; without a time it is taken away.</summary>
    private StreamAnswer ScheduleCancel(JsonElement action, SimulatedAccount account)
    {
        TimeSpan? after = action.TryGetProperty("time", out JsonElement time)
            ? TimeSpan.FromMilliseconds(time.GetInt64() - exchange.Clock.Now.ToMilliseconds())
            : null;
        if (after < TimeSpan.FromSeconds(5))
            return StreamAnswer.Of("""{"status":"err","response":"Cannot set scheduled cancel time in the past or too soon"}""");
        exchange.CancelAfter(account, after);
        return StreamAnswer.Of("""{"status":"ok","response":{"type":"default"}}""");
    }

    /// <summary>An open order ends and another stands in its stead, with a new number, the size that is wanted now and the same client id.</summary>
    private (string Status, OrderAnswer? Answer) Modify(JsonElement change, SimulatedAccount account)
    {
        JsonElement terms = change.GetProperty("order");
        if (Read(terms) is not { } request || Find(account, change.GetProperty("oid")) is not { } order)
            return ("""{"error":"Cannot modify canceled or filled order"}""", null);
        OrderAnswer answer = exchange.Reissue(account, order, request.LimitPrice, request.Quantity);
        return (Status(answer, terms.GetProperty("a").GetInt32()), answer);
    }

    private StreamAnswer ModifyOne(JsonElement change, SimulatedAccount account)
    {
        (string status, OrderAnswer? answer) = Modify(change, account);
        StreamAnswer body = answer?.Order is null
            ? StreamAnswer.Of($$"""{"status":"err","response":{{Quoted(answer?.Rejection?.Text ?? status)}}}""")
            : StreamAnswer.Of("""{"status":"ok","response":{"type":"default"}}""");
        return body with { Release = answer?.Release ?? Task.CompletedTask, IsOrder = true };
    }

    private SimulatedOrder? Find(SimulatedAccount account, JsonElement id) =>
        id.ValueKind == JsonValueKind.Number ? exchange.FindOrder(account, id.GetInt64()) : exchange.FindOrder(account, id.GetString() ?? "");

    private OrderRequest? Read(JsonElement order)
    {
        int asset = order.GetProperty("a").GetInt32();
        string force = order.GetProperty("t").TryGetProperty("limit", out JsonElement limit) ? Text(limit, "tif") : "";
        if (asset < 0 || asset >= universe.Length || force is not ("Gtc" or "Ioc" or "Alo" or "FrontendMarket"))
            return null;
        string cloid = Text(order, "c");
        return new OrderRequest
        {
            ClientOrderId = cloid.Length > 0 ? cloid : $"unnamed-{++unnamed}",
            Symbol = universe[asset],
            Side = order.GetProperty("b").GetBoolean() ? Side.Buy : Side.Sell,
            Quantity = decimal.Parse(Text(order, "s"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture),
            LimitPrice = decimal.Parse(Text(order, "p"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture),
            TimeInForce = force is "Gtc" or "Alo" ? TimeInForce.GoodTillCancel : TimeInForce.ImmediateOrCancel,
            PostOnly = force == "Alo",
            SelfMatch = SelfMatchPrevention.CancelResting,
            ReduceOnly = order.GetProperty("r").GetBoolean(),
        };
    }

    private static StreamAnswer Outcome(string type, string status) =>
        StreamAnswer.Of($$$$"""{"status":"ok","response":{"type":"{{{{type}}}}","data":{"statuses":[{{{{status}}}}]}}}""");

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static string Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement member) && member.ValueKind == JsonValueKind.String ? member.GetString()! : "";
}
