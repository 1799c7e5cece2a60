using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Simulation.Hyperliquid;

/// <summary>The objects that Hyperliquid's questions and streams share.</summary>
internal static class HyperliquidJson
{
    /// <summary>An order with its status, as orderUpdates and orderStatus state it.</summary>
    public static string Order(SimulatedOrder order)
    {
        string status = order.State switch
        {
            OrderState.New or OrderState.PartiallyFilled => "open",
            OrderState.Filled => "filled",
            OrderState.Cancelled => "canceled",
            OrderState.Expired => order.EndReason switch
            {
                OrderEndReason.WouldTake => "badAloPxRejected",
                OrderEndReason.SelfMatch => "selfTradeCanceled",
                OrderEndReason.NothingToReduce => "reduceOnlyCanceled",
                OrderEndReason.Liquidation => "liquidatedCanceled",
                _ => order.Fills.IsEmpty ? "iocCancelRejected" : "canceled",
            },
        };
        return $$"""{"order":{{Terms(order)}},"status":"{{status}}","statusTimestamp":{{order.UpdatedAt.ToMilliseconds()}}}""";
    }

    /// <summary>What was ordered and is left, as openOrders states it. An order without a cloid has none here either.</summary>
    public static string Terms(SimulatedOrder order)
    {
        decimal left = order.Terms.Quantity - order.CumulativeQuantity;
        string cloid = order.ClientOrderId.StartsWith("0x", StringComparison.Ordinal) ? $",\"cloid\":\"{order.ClientOrderId}\"" : "";
        string force = order.Terms.Request.PostOnly ? "Alo" : order.Terms.Request.TimeInForce == TimeInForce.ImmediateOrCancel ? "Ioc" : "Gtc";
        return $$"""{"coin":"{{order.Symbol}}","side":"{{Side(order)}}","limitPx":"{{StreamText.Of(order.Terms.Price)}}","sz":"{{StreamText.Of(left)}}","oid":{{order.OrderId}},"timestamp":{{order.AcceptedAt.ToMilliseconds()}},"origSz":"{{StreamText.Of(order.Terms.Quantity)}}","orderType":"Limit","tif":"{{force}}","reduceOnly":{{(order.Terms.Request.ReduceOnly ? "true" : "false")}}{{cloid}}}""";
    }

    /// <summary>A fill.</summary>
    public static string Fill(SimulatedOrder order, SimulatedFill fill) =>
        $$"""{"coin":"{{order.Symbol}}","px":"{{StreamText.Of(fill.Price)}}","sz":"{{StreamText.Of(fill.Quantity)}}","side":"{{Side(order)}}","time":{{fill.Time.ToMilliseconds()}},"startPosition":"0.0","dir":"Open Long","closedPnl":"{{StreamText.Of(fill.RealisedProfit)}}","hash":"0x0","oid":{{order.OrderId}},"crossed":{{(fill.IsMaker ? "false" : "true")}},"fee":"{{StreamText.Of(fill.Fee)}}","tid":{{fill.TradeId}},"feeToken":"{{fill.FeeAsset}}"}""";

    /// <summary>clearinghouseState.</summary>
    public static string State(AccountStatement statement)
    {
        MarginFigures margin = statement.Margin ?? throw new InvalidOperationException($"account {statement.Account} has no margin figures");
        decimal notional = statement.Positions.Sum(position => position.Position.Notional(position.MarkPrice ?? 0));
        string positions = string.Join(',', statement.Positions.Where(position => position.Position.Quantity != 0).Select(Position));
        string summary = $$"""{"accountValue":"{{StreamText.Of(margin.Equity)}}","totalNtlPos":"{{StreamText.Of(notional)}}","totalRawUsd":"{{StreamText.Of(margin.Wallet)}}","totalMarginUsed":"{{StreamText.Of(margin.InitialMargin)}}"}""";
        return $$"""{"marginSummary":{{summary}},"crossMarginSummary":{{summary}},"crossMaintenanceMarginUsed":"{{StreamText.Of(margin.MaintenanceMargin)}}","withdrawable":"{{StreamText.Of(margin.Available)}}","assetPositions":[{{positions}}],"time":{{statement.AsOf.ToMilliseconds()}}}""";
    }

    private static string Position(StatementPosition statement)
    {
        SimulatedPosition position = statement.Position;
        decimal mark = statement.MarkPrice ?? 0;
        string body = $$"""{"coin":"{{position.Instrument.Symbol}}","szi":"{{StreamText.Of(position.Quantity)}}","leverage":{"type":"cross","value":{{StreamText.Of(position.Leverage)}}},"entryPx":"{{StreamText.Of(position.EntryPrice)}}","positionValue":"{{StreamText.Of(position.Notional(mark))}}","unrealizedPnl":"{{StreamText.Of(statement.UnrealisedProfit)}}","liquidationPx":null,"marginUsed":"0.0","maxLeverage":50}""";
        return $$"""{"type":"oneWay","position":{{body}}}""";
    }

    private static string Side(SimulatedOrder order) => order.Terms.Side == Core.Instruments.Side.Buy ? "B" : "A";
}
