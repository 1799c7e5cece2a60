using MarginRouter.Core.Instruments;

namespace MarginRouter.Simulation.Kraken.Wire;

/// <summary>Answers to requests that public and private sessions share.</summary>
internal static class KrakenAnswers
{
    /// <summary>A refusal: {"error":..,"method":..,"success":false,...}; the symbol is named when one is to blame.</summary>
    public static byte[] Error(KrakenRequest request, string error, Instant answered, string? symbol = null)
    {
        KrakenFrame frame = KrakenFrame.Begin();
        frame.Json.WriteString("error", error);
        frame.Json.WriteString("method", request.Method);
        if (request.RequestId is long id)
            frame.Json.WriteNumber("req_id", id);
        if (symbol is not null)
            frame.Json.WriteString("symbol", symbol);
        return frame.EndAnswer(false, request.Received, answered);
    }

    /// <summary>The answer to a frame that is no request.</summary>
    public static byte[] Malformed(Instant received, Instant answered)
    {
        KrakenFrame frame = KrakenFrame.Begin();
        frame.Json.WriteString("error", "Malformed request");
        return frame.EndAnswer(false, received, answered);
    }

    /// <summary>The acknowledgement of a subscription of one symbol, or of an account channel when there is no symbol.</summary>
    public static byte[] Subscription(KrakenRequest request, KrakenSubscription subscription, Instant answered)
    {
        KrakenFrame frame = KrakenFrame.Begin();
        frame.Json.WriteString("method", request.Method);
        frame.Json.WriteStartObject("result");
        frame.Json.WriteString("channel", subscription.Channel);
        if (subscription.Depth is int depth)
            frame.Json.WriteNumber("depth", depth);
        if (request.Method == "subscribe")
            frame.Json.WriteBoolean("snapshot", subscription.Snapshot);
        if (subscription.Symbol is not null)
            frame.Json.WriteString("symbol", subscription.Symbol);
        frame.Json.WriteEndObject();
        if (request.RequestId is long id)
            frame.Json.WriteNumber("req_id", id);
        return frame.EndAnswer(true, request.Received, answered);
    }
}
