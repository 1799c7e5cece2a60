using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Kraken.Wire;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Kraken.Private;

/// <summary>Answers to successful private requests.</summary>
internal static class KrakenPrivateAnswers
{
    /// <summary>The order was accepted.</summary>
    public static byte[] OrderAdded(KrakenRequest request, SimulatedOrder order, Instant answered)
    {
        KrakenFrame frame = KrakenFrame.BeginAnswer(request.Method, request.RequestId);
        frame.Json.WriteStartObject("result");
        frame.Json.WriteString("order_id", KrakenIds.Order(order.OrderId));
        if (request.Text("cl_ord_id") is string id)
            frame.Json.WriteString("cl_ord_id", id);
        frame.Json.WriteNumber("order_userref", 0);
        frame.Json.WriteEndObject();
        return frame.EndAnswer(true, request.Received, answered);
    }

    /// <summary>An order was cancelled.</summary>
    public static byte[] OrderCancelled(KrakenRequest request, SimulatedOrder order, Instant answered)
    {
        KrakenFrame frame = KrakenFrame.BeginAnswer(request.Method, request.RequestId);
        frame.Json.WriteStartObject("result");
        frame.Json.WriteString("order_id", KrakenIds.Order(order.OrderId));
        frame.Json.WriteString("cl_ord_id", order.ClientOrderId);
        frame.Json.WriteEndObject();
        return frame.EndAnswer(true, request.Received, answered);
    }

    /// <summary>All orders were cancelled.</summary>
    public static byte[] AllCancelled(KrakenRequest request, int count, Instant answered)
    {
        KrakenFrame frame = KrakenFrame.BeginAnswer(request.Method, request.RequestId);
        frame.Json.WriteStartObject("result");
        frame.Json.WriteNumber("count", count);
        frame.Json.WriteEndObject();
        return frame.EndAnswer(true, request.Received, answered);
    }

    /// <summary>The dead man's switch was set, or taken away.</summary>
    public static byte[] SwitchSet(KrakenRequest request, Instant? fires, Instant answered)
    {
        KrakenFrame frame = KrakenFrame.BeginAnswer(request.Method, request.RequestId);
        frame.Json.WriteStartObject("result");
        frame.Json.WriteString("currentTime", KrakenTime.Text(answered));
        frame.Json.WriteString("triggerTime", fires is { } time ? KrakenTime.Text(time) : "0");
        frame.Json.WriteEndObject();
        return frame.EndAnswer(true, request.Received, answered);
    }

    /// <summary>An order was amended.</summary>
    public static byte[] OrderAmended(KrakenRequest request, SimulatedOrder order, Instant answered)
    {
        KrakenFrame frame = KrakenFrame.BeginAnswer(request.Method, request.RequestId);
        frame.Json.WriteStartObject("result");
        frame.Json.WriteString("amend_id", KrakenIds.Trade(order.UpdatedAt.ToMilliseconds()));
        frame.Json.WriteString("order_id", KrakenIds.Order(order.OrderId));
        if (request.Text("cl_ord_id") is string id)
            frame.Json.WriteString("cl_ord_id", id);
        frame.Json.WriteEndObject();
        return frame.EndAnswer(true, request.Received, answered);
    }

    /// <summary>The order would have been read; nothing was placed, so there is no order id.</summary>
    public static byte[] OrderValidated(KrakenRequest request, Instant answered)
    {
        KrakenFrame frame = KrakenFrame.BeginAnswer(request.Method, request.RequestId);
        frame.Json.WriteStartObject("result");
        if (request.Text("cl_ord_id") is string id)
            frame.Json.WriteString("cl_ord_id", id);
        frame.Json.WriteEndObject();
        return frame.EndAnswer(true, request.Received, answered);
    }

    /// <summary>The executions channel was opened.</summary>
    public static byte[] ExecutionsSubscribed(KrakenRequest request, decimal maximumRateCount, bool withTrades, Instant answered)
    {
        KrakenFrame frame = KrakenFrame.BeginAnswer(request.Method, request.RequestId);
        frame.Json.WriteStartObject("result");
        frame.Json.WriteString("channel", "executions");
        frame.Json.WriteNumber("maxratecount", maximumRateCount);
        frame.Json.WriteBoolean("snap_orders", request.Flag("snap_orders", true));
        frame.Json.WriteBoolean("snap_trades", withTrades);
        frame.Json.WriteEndObject();
        return frame.EndAnswer(true, request.Received, answered);
    }
}
