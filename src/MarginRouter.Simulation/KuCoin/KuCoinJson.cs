using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Simulation.KuCoin;

/// <summary>The objects of KuCoin's spot REST and private sockets, and the envelope of REST.</summary>
internal static class KuCoinJson
{
    /// <summary>The code of requests that come too often.</summary>
    public const string TooMany = "429000";

    /// <summary>A successful answer.</summary>
    public static StreamAnswer Success(string data) => StreamAnswer.Of($$"""{"code":"200000","data":{{data}}}""");

    /// <summary>A refusal.</summary>
    public static StreamAnswer Failure(string code, string message, int status = 200) =>
        StreamAnswer.Of($$"""{"code":"{{code}}","msg":{{Quoted(message)}}}""", status);

    /// <summary>A text with what JSON wants escaped.</summary>
    public static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    /// <summary>Order ids have 24 hexadecimal digits.</summary>
    public static string OrderId(SimulatedOrder order) => order.OrderId.ToString("x24", CultureInfo.InvariantCulture);

    /// <summary>An order as questions about it are answered.</summary>
    public static string Order(SimulatedOrder order)
    {
        OrderRequest request = order.Terms.Request;
        decimal cancelled = order.IsEnded ? order.Terms.Quantity - order.CumulativeQuantity : 0m;
        string active = order.IsEnded ? "false" : "true";
        return $$"""{"id":"{{OrderId(order)}}","symbol":"{{order.Symbol}}","opType":"DEAL","type":"limit","side":"{{SideOf(order)}}","price":"{{StreamText.Of(order.Terms.Price)}}","size":"{{StreamText.Of(order.Terms.Quantity)}}","funds":"{{StreamText.Of(order.Terms.Price * order.Terms.Quantity)}}","dealSize":"{{StreamText.Of(order.CumulativeQuantity)}}","dealFunds":"{{StreamText.Of(order.CumulativeValue)}}","fee":"{{StreamText.Of(order.Fills.Sum(fill => fill.Fee))}}","feeCurrency":"{{order.Terms.Instrument.Quote.Code}}","stp":{{SelfMatch(request.SelfMatch)}},"timeInForce":"{{Force(request)}}","postOnly":{{(request.PostOnly ? "true" : "false")}},"hidden":false,"iceberg":false,"visibleSize":"0","cancelAfter":0,"channel":"API","clientOid":{{Quoted(order.ClientOrderId)}},"remark":"","tags":"","active":{{active}},"inOrderBook":{{active}},"cancelExist":{{(cancelled > 0m ? "true" : "false")}},"createdAt":{{order.AcceptedAt.ToMilliseconds()}},"lastUpdatedAt":{{order.UpdatedAt.ToMilliseconds()}},"tradeType":"TRADE","cancelledSize":"{{StreamText.Of(cancelled)}}","cancelledFunds":"{{StreamText.Of(cancelled * order.Terms.Price)}}","remainSize":"{{StreamText.Of(order.LeavesQuantity)}}","remainFunds":"{{StreamText.Of(order.LeavesQuantity * order.Terms.Price)}}","tax":"0"}""";
    }

    /// <summary>An execution as lists state it.</summary>
    public static string Fill(SimulatedOrder order, SimulatedFill fill)
    {
        FeeSchedule fees = order.Terms.Instrument.Fees;
        return $$"""{"id":{{fill.TradeId}},"symbol":"{{order.Symbol}}","tradeId":{{fill.TradeId}},"orderId":"{{OrderId(order)}}","counterOrderId":"6306cf4027ecbe0001e1df4d","side":"{{SideOf(order)}}","liquidity":"{{Liquidity(fill)}}","forceTaker":false,"price":"{{StreamText.Of(fill.Price)}}","size":"{{StreamText.Of(fill.Quantity)}}","funds":"{{StreamText.Of(fill.Price * fill.Quantity)}}","fee":"{{StreamText.Of(fill.Fee)}}","feeRate":"{{StreamText.Of(fill.IsMaker ? fees.MakerRate : fees.TakerRate)}}","feeCurrency":"{{fill.FeeAsset}}","stop":"","tradeType":"TRADE","taxRate":"0","tax":"0","type":"limit","createdAt":{{fill.Time.ToMilliseconds()}}}""";
    }

    /// <summary>A balance of the trade account, which is called trade, and trade_hf by clients of high-frequency accounts.</summary>
    public static string Account(StatementBalance balance, string type) =>
        $$"""{"id":"{{balance.Asset}}-trade","currency":"{{balance.Asset}}","type":"{{type}}","balance":"{{StreamText.Of(balance.Quantity)}}","available":"{{StreamText.Of(balance.Free)}}","holds":"{{StreamText.Of(balance.Locked)}}"}""";

    /// <summary>The data of an orderChange; the type is received, open, match, update, filled or canceled.</summary>
    public static string Change(string type, SimulatedOrder order, SimulatedFill? fill, Instant time)
    {
        string status = type switch
        {
            "received" => "new",
            "match" => "match",
            "filled" or "canceled" => "done",
            _ => "open",
        };
        string match = fill is null ? "" : $$""","liquidity":"{{Liquidity(fill)}}","feeType":"{{Liquidity(fill)}}Fee","matchPrice":"{{StreamText.Of(fill.Price)}}","matchSize":"{{StreamText.Of(fill.Quantity)}}","tradeId":"{{fill.TradeId}}" """.TrimEnd();
        decimal cancelled = type == "canceled" ? order.Terms.Quantity - order.CumulativeQuantity : 0m;
        return $$"""{"symbol":"{{order.Symbol}}","orderType":"limit","side":"{{SideOf(order)}}","orderId":"{{OrderId(order)}}","type":"{{type}}","orderTime":{{order.AcceptedAt.Nanoseconds}},"size":"{{StreamText.Of(order.Terms.Quantity)}}","filledSize":"{{StreamText.Of(order.CumulativeQuantity)}}","price":"{{StreamText.Of(order.Terms.Price)}}","clientOid":{{Quoted(order.ClientOrderId)}},"remainSize":"{{StreamText.Of(type == "received" ? order.Terms.Quantity : order.LeavesQuantity)}}","status":"{{status}}","canceledSize":"{{StreamText.Of(cancelled)}}","canceledFunds":"{{StreamText.Of(cancelled * order.Terms.Price)}}","originSize":"{{StreamText.Of(order.Terms.Quantity)}}","originFunds":"{{StreamText.Of(order.Terms.Quantity * order.Terms.Price)}}"{{match}},"ts":{{time.Nanoseconds}}}""";
    }

    private static string SideOf(SimulatedOrder order) => order.Terms.Side == Side.Buy ? "buy" : "sell";

    private static string Liquidity(SimulatedFill fill) => fill.IsMaker ? "maker" : "taker";

    private static string Force(OrderRequest request) =>
        request.TimeInForce == TimeInForce.ImmediateOrCancel ? "IOC" : request.TimeInForce == TimeInForce.FillOrKill ? "FOK" : "GTC";

    private static string SelfMatch(SelfMatchPrevention rule) => rule switch
    {
        SelfMatchPrevention.Allow => "null",
        SelfMatchPrevention.CancelIncoming => "\"CN\"",
        SelfMatchPrevention.CancelResting => "\"CO\"",
        SelfMatchPrevention.CancelBoth => "\"CB\"",
    };
}
