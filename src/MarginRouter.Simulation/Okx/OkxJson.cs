using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Simulation.Okx;

/// <summary>The objects of OKX v5 that REST and WebSocket share, and the envelope of REST.</summary>
internal static class OkxJson
{
    private const int Levels = 5;

    /// <summary>A successful answer.</summary>
    public static StreamAnswer Success(IEnumerable<string> rows) => StreamAnswer.Of($$"""{"code":"0","msg":"","data":[{{string.Join(',', rows)}}]}""");

    /// <summary>A refusal.</summary>
    public static StreamAnswer Failure(string code, string message, int status = 200) =>
        StreamAnswer.Of($$"""{"code":"{{code}}","msg":{{Quoted(message)}},"data":[]}""", status);

    /// <summary>The refusal of requests that come too often.</summary>
    public static StreamAnswer TooMany => Failure("50011", "Requests too frequent.", 429);

    /// <summary>The answer to an order, a change or a cancel.</summary>
    public static StreamAnswer Outcome(string clientOrderId, string orderId, string code, string message) =>
        Outcomes([(clientOrderId, orderId, code, message)]);

    /// <summary>The answer to several orders: code 1 when all failed, 2 when some did.</summary>
    public static StreamAnswer Outcomes(IReadOnlyList<(string ClientOrderId, string OrderId, string Code, string Message)> rows)
    {
        int failed = rows.Count(row => row.Code != "0");
        string code = failed == 0 ? "0" : failed == rows.Count ? "1" : "2";
        string message = code switch { "0" => "", "1" => "All operations failed", _ => "Bulk operation partially succeeded." };
        return StreamAnswer.Of(
            $$"""{"code":"{{code}}","msg":"{{message}}","data":[{{string.Join(',', rows.Select(Row))}}],"inTime":"1695190491421339","outTime":"1695190491423240"}""");
    }

    /// <summary>A row of such an answer.</summary>
    public static string Row((string ClientOrderId, string OrderId, string Code, string Message) outcome) =>
        $$"""{"clOrdId":{{Quoted(outcome.ClientOrderId)}},"ordId":"{{outcome.OrderId}}","tag":"","ts":"0","sCode":"{{outcome.Code}}","sMsg":{{Quoted(outcome.Message)}}}""";

    /// <summary>A text with what JSON wants escaped.</summary>
    public static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    /// <summary>instType of an instrument.</summary>
    public static string Type(Instrument instrument) => instrument.Kind switch
    {
        InstrumentKind.Spot => "SPOT",
        InstrumentKind.Option => "OPTION",
        _ => "SWAP",
    };

    /// <summary>The venue's number of an order.</summary>
    public static string OrderId(SimulatedOrder order) => (680_800_000_000_000_000 + order.OrderId).ToString(CultureInfo.InvariantCulture);

    /// <summary>An order as REST and the channel orders state it, with one of its executions.</summary>
    public static string Order(SimulatedOrder order, SimulatedFill? fill)
    {
        Instrument instrument = order.Terms.Instrument;
        string state = order.State switch
        {
            OrderState.New => "live",
            OrderState.PartiallyFilled => "partially_filled",
            OrderState.Filled => "filled",
            OrderState.Expired or OrderState.Cancelled => "canceled",
        };
        string average = order.Fills.IsEmpty ? "" : StreamText.Of(order.AveragePrice);
        string mode = instrument.Kind == InstrumentKind.Spot ? "cash" : "cross";
        string feeAsset = order.Fills.IsEmpty ? instrument.Settlement.Code : order.Fills[^1].FeeAsset;
        OrderRequest request = order.Terms.Request;
        string source = order.EndReason switch
        {
            null => "",
            OrderEndReason.Cancelled => "1",
            OrderEndReason.NotFilledAtOnce => request.TimeInForce == TimeInForce.FillOrKill ? "13" : "14",
            OrderEndReason.WouldTake => "31",
            OrderEndReason.SelfMatch => "32",
            OrderEndReason.NothingToReduce => "16",
            _ => "2",
        };
        string type = request.PostOnly ? "post_only"
            : request.TimeInForce == TimeInForce.ImmediateOrCancel ? "ioc"
            : request.TimeInForce == TimeInForce.FillOrKill ? "fok"
            : "limit";
        return $$"""{"instType":"{{Type(instrument)}}","instId":"{{order.Symbol}}","ordId":"{{OrderId(order)}}","clOrdId":{{Quoted(order.ClientOrderId)}},"px":"{{StreamText.Of(order.Terms.Price)}}","sz":"{{StreamText.Of(order.Terms.Quantity)}}","ordType":"{{type}}","side":"{{Side(order)}}","posSide":"net","tdMode":"{{mode}}","accFillSz":"{{StreamText.Of(order.CumulativeQuantity)}}","avgPx":"{{average}}","state":"{{state}}","fee":"{{StreamText.Of(-order.Fills.Sum(one => one.Fee))}}","feeCcy":"{{feeAsset}}","fillPx":"{{(fill is null ? "" : StreamText.Of(fill.Price))}}","fillSz":"{{(fill is null ? "0" : StreamText.Of(fill.Quantity))}}","fillFee":"{{(fill is null ? "0" : StreamText.Of(-fill.Fee))}}","fillFeeCcy":"{{fill?.FeeAsset}}","tradeId":"{{fill?.TradeId}}","fillTime":"{{fill?.Time.ToMilliseconds()}}","execType":"{{(fill is null ? "" : fill.IsMaker ? "M" : "T")}}","reduceOnly":"{{(order.Terms.Request.ReduceOnly ? "true" : "false")}}","cancelSource":"{{source}}","rebate":"0","pnl":"0","category":"normal","uTime":"{{order.UpdatedAt.ToMilliseconds()}}","cTime":"{{order.AcceptedAt.ToMilliseconds()}}"}""";
    }

    /// <summary>An execution as lists state it.</summary>
    public static string Fill(SimulatedOrder order, SimulatedFill fill) =>
        $$"""{"instType":"{{Type(order.Terms.Instrument)}}","instId":"{{order.Symbol}}","tradeId":"{{fill.TradeId}}","ordId":"{{OrderId(order)}}","clOrdId":{{Quoted(order.ClientOrderId)}},"billId":"{{fill.TradeId}}","fillPx":"{{StreamText.Of(fill.Price)}}","fillSz":"{{StreamText.Of(fill.Quantity)}}","side":"{{Side(order)}}","posSide":"net","execType":"{{(fill.IsMaker ? "M" : "T")}}","feeCcy":"{{fill.FeeAsset}}","fee":"{{StreamText.Of(-fill.Fee)}}","fillTime":"{{fill.Time.ToMilliseconds()}}","ts":"{{fill.Time.ToMilliseconds()}}"}""";

    /// <summary>The account's balance. Margin figures are empty on an account without margin.</summary>
    public static string Balance(AccountStatement statement)
    {
        MarginFigures? margin = statement.Margin;
        long time = statement.AsOf.ToMilliseconds();
        string details = string.Join(',', statement.Balances.Select(balance => Detail(statement, balance, time)));
        string ratio = margin is { MaintenanceMargin: > 0 } ? StreamText.Of(decimal.Round(margin.Equity / margin.MaintenanceMargin, 12)) : "";
        return $$"""{"uTime":"{{time}}","totalEq":"{{Figure(margin?.Equity)}}","isoEq":"0","adjEq":"{{Figure(margin?.Equity)}}","ordFroz":"0","imr":"{{Figure(margin?.InitialMargin)}}","mmr":"{{Figure(margin?.MaintenanceMargin)}}","mgnRatio":"{{ratio}}","notionalUsd":"","upl":"{{Figure(margin?.Equity - margin?.Wallet)}}","details":[{{details}}]}""";
    }

    /// <summary>One coin of a balance: equity is cash with the profit of the positions that settle in it.</summary>
    private static string Detail(AccountStatement statement, StatementBalance balance, long time)
    {
        decimal profit = statement.UnrealisedProfit(balance.Asset);
        decimal free = statement.Margin is { } margin && margin.Asset == balance.Asset ? Math.Max(0m, margin.Available) : balance.Free;
        return $$"""{"ccy":"{{balance.Asset}}","eq":"{{StreamText.Of(balance.Quantity + profit)}}","cashBal":"{{StreamText.Of(balance.Quantity)}}","availBal":"{{StreamText.Of(free)}}","availEq":"{{StreamText.Of(free)}}","frozenBal":"{{StreamText.Of(balance.Locked)}}","ordFrozen":"{{StreamText.Of(balance.Locked)}}","liab":"0","interest":"0","upl":"{{StreamText.Of(profit)}}","uTime":"{{time}}"}""";
    }

    /// <summary>A position.</summary>
    public static string Position(SimulatedPosition position, decimal leverage, (decimal Mark, QueuePlace? Place) now) =>
        $$"""{"instType":"{{Type(position.Instrument)}}","instId":"{{position.Instrument.Symbol}}","mgnMode":"cross","posId":"307173036051017730","posSide":"net","pos":"{{StreamText.Of(position.Quantity)}}","adl":"{{Level(now.Place)}}","avgPx":"{{StreamText.Of(position.EntryPrice)}}","upl":"{{StreamText.Of(position.UnrealisedProfit(now.Mark))}}","lever":"{{StreamText.Of(leverage)}}","markPx":"{{StreamText.Of(now.Mark)}}","ccy":"{{position.Instrument.Settlement.Code}}","notionalUsd":"{{StreamText.Of(position.Notional(now.Mark))}}","uTime":"{{position.UpdatedAt.ToMilliseconds()}}"}""";

    /// <summary>Levels 1 to 5 for fifths of the queue; what is not in profit has level 0.</summary>
    private static string Level(QueuePlace? place) => place is { } known ? StreamText.Of(known.IsInProfit ? known.Part(Levels) : 0) : "";

    private static string Side(SimulatedOrder order) => order.Terms.Side == Core.Instruments.Side.Buy ? "buy" : "sell";

    private static string Figure(decimal? figure) => figure is { } number ? StreamText.Of(number) : "";
}
