using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Simulation.Hyperliquid;

/// <summary>The questions at /info and the signed actions at /exchange (hyperliquid.gitbook.io).</summary>
internal sealed class HyperliquidRest(SimulatedExchange exchange)
{
    private readonly HyperliquidSecurity security = new(exchange);
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
        if (type == "meta")
        {
            return StreamAnswer.Of($$"""{"universe":[{{string.Join(',', universe.Select(coin =>
                $$"""{"name":"{{coin}}","szDecimals":{{exchange.Market(coin).Instrument.LotSize.Scale}},"maxLeverage":50}"""))}}]}""");
        }

        if (exchange.FindByKey(Text(question, "user")) is not { } account)
            return new StreamAnswer([], 422);
        return type switch
        {
            "clearinghouseState" => StreamAnswer.Of(HyperliquidJson.State(exchange.Statement(account))),
            "activeAssetData" => StreamAnswer.Of(
                $$$"""{"user":"{{{account.ApiKey}}}","coin":"{{{Text(question, "coin")}}}","leverage":{"value":{{{StreamText.Of(account.Leverage(Text(question, "coin")))}}},"type":"cross"}}"""),
            "orderStatus" => exchange.FindOrder(account, Text(question, "oid")) is { } order
                ? StreamAnswer.Of($$"""{"status":"order","order":{{HyperliquidJson.Order(order)}}}""")
                : StreamAnswer.Of("""{"status":"unknownOid"}"""),
            "userFills" or "userFillsByTime" => Fills(question, account),
            "openOrders" => StreamAnswer.Of("[]"),
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

    private StreamAnswer Act(JsonElement request)
    {
        if (security.Check(request, out string refusal) is not { } account)
            return StreamAnswer.Of($$"""{"status":"err","response":{{Quoted(refusal)}}}""");
        JsonElement action = request.GetProperty("action");
        return Text(action, "type") switch
        {
            "order" => Place(action.GetProperty("orders")[0], account),
            "cancelByCloid" => Outcome("cancel", $$"""{"error":"Order was never placed, already canceled, or filled. asset={{action.GetProperty("cancels")[0].GetProperty("asset").GetRawText()}}"}"""),
            _ => StreamAnswer.Of("""{"status":"err","response":"the simulator takes order and cancelByCloid"}"""),
        };
    }

    private StreamAnswer Place(JsonElement order, SimulatedAccount account)
    {
        int asset = order.GetProperty("a").GetInt32();
        bool isIoc = order.GetProperty("t").TryGetProperty("limit", out JsonElement limit) && Text(limit, "tif") == "Ioc";
        if (asset < 0 || asset >= universe.Length || !isIoc)
            return Outcome("order", """{"error":"the simulator takes immediate-or-cancel orders of listed assets"}""");
        OrderAnswer answer = exchange.Place(account, new OrderRequest
        {
            ClientOrderId = Text(order, "c"),
            Symbol = universe[asset],
            Side = order.GetProperty("b").GetBoolean() ? Side.Buy : Side.Sell,
            Quantity = decimal.Parse(Text(order, "s"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture),
            LimitPrice = decimal.Parse(Text(order, "p"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture),
            ReduceOnly = order.GetProperty("r").GetBoolean(),
        });
        if (answer.IsSwallowed)
            return StreamAnswer.Never;
        string status = answer.Order is not { } placed ? $$"""{"error":{{Quoted(answer.Rejection!.Text)}}}"""
            : placed.Fills.IsEmpty ? $$"""{"error":"Order could not immediately match against any resting orders. asset={{asset}}"}"""
            : $$$"""{"filled":{"totalSz":"{{{StreamText.Of(placed.CumulativeQuantity)}}}","avgPx":"{{{StreamText.Of(placed.AveragePrice)}}}","oid":{{{placed.OrderId}}}}}""";
        return Outcome("order", status) with { Release = answer.Release, IsOrder = true };
    }

    private static StreamAnswer Outcome(string type, string status) =>
        StreamAnswer.Of($$$$"""{"status":"ok","response":{"type":"{{{{type}}}}","data":{"statuses":[{{{{status}}}}]}}}""");

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static string Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement member) && member.ValueKind == JsonValueKind.String ? member.GetString()! : "";
}
