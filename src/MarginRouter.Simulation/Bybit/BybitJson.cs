using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Simulation.Bybit;

/// <summary>The objects of Bybit v5 that REST and WebSocket share, and the envelope of REST.</summary>
internal static class BybitJson
{
    private const int Lights = 5;

    /// <summary>A successful answer around a result.</summary>
    public static StreamAnswer Success(string result, long time) =>
        StreamAnswer.Of($$"""{"retCode":0,"retMsg":"OK","result":{{result}},"retExtInfo":{},"time":{{time}}}""");

    /// <summary>A refusal.</summary>
    public static StreamAnswer Failure(int code, string message, long time) => StreamAnswer.Of(
        $$"""{"retCode":{{code}},"retMsg":{{Quoted(message)}},"result":{},"retExtInfo":{},"time":{{time}}}""");

    /// <summary>A text with what JSON wants escaped.</summary>
    public static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    /// <summary>The category that an instrument belongs to.</summary>
    public static string Category(Instrument instrument) => instrument.Kind switch
    {
        InstrumentKind.Spot => "spot",
        InstrumentKind.Option => "option",
        _ => "linear",
    };

    /// <summary>Spot orders have numbers, derivatives' orders look like UUIDs.</summary>
    public static string OrderId(SimulatedOrder order) => order.Terms.Instrument.Kind == InstrumentKind.Spot
        ? order.OrderId.ToString(CultureInfo.InvariantCulture)
        : $"a4c1718e-fe53-4659-a118-{order.OrderId:D12}";

    /// <summary>The client's id; an order that took a quote has none.</summary>
    private static string Link(SimulatedOrder order) => order.Terms.Request.QuoteId is null ? order.ClientOrderId : "";

    /// <summary>An order as lists and the topic order state it.</summary>
    public static string Order(SimulatedOrder order)
    {
        Instrument instrument = order.Terms.Instrument;
        bool spot = instrument.Kind == InstrumentKind.Spot;
        decimal executed = order.CumulativeQuantity;
        string status = order.State switch
        {
            OrderState.New => "New",
            OrderState.PartiallyFilled => "PartiallyFilled",
            OrderState.Filled => "Filled",
            OrderState.Expired or OrderState.Cancelled => spot && executed > 0 ? "PartiallyFilledCanceled" : "Cancelled",
        };
        string reason = order.EndReason switch
        {
            null => "EC_NoError",
            OrderEndReason.NotFilledAtOnce => order.Terms.Request.TimeInForce == TimeInForce.FillOrKill ? "EC_CancelForNoFullFill" : executed > 0 ? "EC_NoError" : "EC_NoImmediateQtyToFill",
            OrderEndReason.Cancelled => "EC_PerCancelRequest",
            OrderEndReason.WouldTake => "EC_PostOnlyWillTakeLiquidity",
            OrderEndReason.SelfMatch => "EC_BySelfMatch",
            _ => "EC_Others",
        };
        decimal left = order.LeavesQuantity;
        // Spot orders do not have this member: clients tell by it what a symbol means.
        string mode = instrument.Kind switch
        {
            InstrumentKind.Spot => "",
            InstrumentKind.Option => ",\"tpslMode\":\"\"",
            _ => ",\"tpslMode\":\"Full\"",
        };
        return $$"""{"category":"{{Category(instrument)}}","symbol":"{{order.Symbol}}","orderId":"{{OrderId(order)}}","orderLinkId":{{Quoted(Link(order))}},"blockTradeId":"","side":"{{Side(order)}}","positionIdx":0,"orderStatus":"{{status}}","cancelType":"{{CancelType(order.EndReason)}}","rejectReason":"{{reason}}","timeInForce":"{{TimeInForceOf(order.Terms.Request)}}","orderType":"Limit","price":"{{StreamText.Of(order.Terms.Price)}}","qty":"{{StreamText.Of(order.Terms.Quantity)}}","leavesQty":"{{StreamText.Of(left)}}","leavesValue":"{{StreamText.Of(left * order.Terms.Price)}}","cumExecQty":"{{StreamText.Of(executed)}}","cumExecValue":"{{StreamText.Of(order.CumulativeValue)}}","cumExecFee":"{{StreamText.Of(order.Fills.Sum(fill => fill.Fee))}}","avgPrice":"{{(executed > 0 ? StreamText.Of(order.AveragePrice) : "")}}","reduceOnly":{{(order.Terms.Request.ReduceOnly ? "true" : "false")}},"isLeverage":"0","closeOnTrigger":false{{mode}},"smpType":"None","createdTime":"{{order.AcceptedAt.ToMilliseconds()}}","updatedTime":"{{order.UpdatedAt.ToMilliseconds()}}"}""";
    }

    /// <summary>An execution as lists and the topic execution state it.</summary>
    public static string Execution(SimulatedOrder order, SimulatedFill fill)
    {
        Instrument instrument = order.Terms.Instrument;
        string feeCurrency = instrument.Kind == InstrumentKind.Spot ? fill.FeeAsset : "";
        return $$"""{"category":"{{Category(instrument)}}","symbol":"{{order.Symbol}}","execId":"{{fill.TradeId}}","execType":"{{(order.Terms.Request.QuoteId is null ? "Trade" : "BlockTrade")}}","execPrice":"{{StreamText.Of(fill.Price)}}","execQty":"{{StreamText.Of(fill.Quantity)}}","execValue":"{{StreamText.Of(fill.Price * fill.Quantity)}}","execFee":"{{StreamText.Of(fill.Fee)}}","feeRate":"{{StreamText.Of(fill.IsMaker ? instrument.Fees.MakerRate : instrument.Fees.TakerRate)}}","feeCurrency":"{{feeCurrency}}","isMaker":{{(fill.IsMaker ? "true" : "false")}},"orderId":"{{OrderId(order)}}","orderLinkId":{{Quoted(Link(order))}},"orderPrice":"{{StreamText.Of(order.Terms.Price)}}","orderQty":"{{StreamText.Of(order.Terms.Quantity)}}","leavesQty":"{{StreamText.Of(order.LeavesQuantity)}}","orderType":"Limit","side":"{{Side(order)}}","execTime":"{{fill.Time.ToMilliseconds()}}","isLeverage":"0","closedSize":"","seq":{{fill.TradeId}}}""";
    }

    /// <summary>A unified wallet. Totals are empty on an account without margin.</summary>
    public static string Wallet(AccountStatement statement)
    {
        MarginFigures? margin = statement.Margin;
        string coins = string.Join(',', statement.Balances.Select(balance => Coin(statement, balance)));
        string rate = margin is { Equity: > 0 } ? StreamText.Of(decimal.Round(margin.MaintenanceMargin / margin.Equity, 12)) : "";
        string initialRate = margin is { Equity: > 0 } ? StreamText.Of(decimal.Round(margin.InitialMargin / margin.Equity, 12)) : "";
        return $$"""{"accountType":"UNIFIED","accountLTV":"0","accountIMRate":"{{initialRate}}","accountMMRate":"{{rate}}","totalEquity":"{{Figure(margin?.Equity)}}","totalWalletBalance":"{{Figure(margin?.Wallet)}}","totalMarginBalance":"{{Figure(margin?.Equity)}}","totalAvailableBalance":"{{Figure(margin?.Available)}}","totalPerpUPL":"{{Figure(margin?.Equity - margin?.Wallet)}}","totalInitialMargin":"{{Figure(margin?.InitialMargin)}}","totalMaintenanceMargin":"{{Figure(margin?.MaintenanceMargin)}}","coin":[{{coins}}]}""";
    }

    /// <summary>One coin of a wallet: equity is the balance with the profit of the positions that settle in it.</summary>
    private static string Coin(AccountStatement statement, StatementBalance balance)
    {
        decimal profit = statement.UnrealisedProfit(balance.Asset);
        MarginFigures? own = statement.Margin is { } margin && margin.Asset == balance.Asset ? margin : null;
        return $$"""{"coin":"{{balance.Asset}}","equity":"{{StreamText.Of(balance.Quantity + profit)}}","usdValue":"","walletBalance":"{{StreamText.Of(balance.Quantity)}}","unrealisedPnl":"{{StreamText.Of(profit)}}","spotBorrow":"0","borrowAmount":"0","accruedInterest":"0","locked":"{{StreamText.Of(balance.Locked)}}","totalOrderIM":"0","totalPositionIM":"{{StreamText.Of(own?.InitialMargin ?? 0m)}}","totalPositionMM":"{{StreamText.Of(own?.MaintenanceMargin ?? 0m)}}","collateralSwitch":true,"marginCollateral":true}""";
    }

    /// <summary>A position; entry price has the name of the list or of the topic.</summary>
    public static string Position(SimulatedPosition position, (decimal Mark, QueuePlace? Place) now, string entryName)
    {
        string side = position.Quantity == 0 ? "" : position.Quantity > 0 ? "Buy" : "Sell";
        return $$"""{"category":"{{Category(position.Instrument)}}","positionIdx":0,"riskId":1,"symbol":"{{position.Instrument.Symbol}}","side":"{{side}}","size":"{{StreamText.Of(Math.Abs(position.Quantity))}}","{{entryName}}":"{{StreamText.Of(position.EntryPrice)}}","positionValue":"{{StreamText.Of(position.Notional(position.EntryPrice))}}","tradeMode":0,"leverage":"{{(position.Instrument.Kind == InstrumentKind.Option ? "" : StreamText.Of(position.Leverage))}}","markPrice":"{{StreamText.Of(now.Mark)}}","unrealisedPnl":"{{StreamText.Of(position.UnrealisedProfit(now.Mark))}}","positionStatus":"Normal","adlRankIndicator":{{now.Place?.Part(Lights) ?? 0}},"autoAddMargin":0,"updatedTime":"{{position.UpdatedAt.ToMilliseconds()}}"}""";
    }

    private static string CancelType(OrderEndReason? reason) => reason switch
    {
        null => "UNKNOWN",
        OrderEndReason.SelfMatch => "CancelBySmp",
        OrderEndReason.NothingToReduce => "CancelByReduceOnly",
        OrderEndReason.Liquidation => "CancelByPrepareLiq",
        _ => "CancelByUser",
    };

    private static string TimeInForceOf(OrderRequest request) =>
        request.PostOnly ? "PostOnly"
        : request.TimeInForce == TimeInForce.ImmediateOrCancel ? "IOC"
        : request.TimeInForce == TimeInForce.FillOrKill ? "FOK"
        : "GTC";

    private static string Side(SimulatedOrder order) => order.Terms.Side == Core.Instruments.Side.Buy ? "Buy" : "Sell";

    private static string Figure(decimal? figure) => figure is { } number ? StreamText.Of(number) : "";
}
