using System.Text.Json;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Okx.Trading;

/// <summary>
/// Reads the private WebSocket: channels orders, account and positions. Each message about an order repeats its last execution, which the
/// ledger takes once.
/// </summary>
internal sealed class OkxEvents(ClientOrderIdFormat clientOrderIds, AccountEvents events)
{
    /// <summary>Takes one frame.</summary>
    public PrivateFrame Take(ReadOnlyMemory<byte> frame)
    {
        if (frame.Span.SequenceEqual("pong"u8))
            return PrivateFrame.Event;
        using JsonDocument document = JsonDocument.Parse(frame);
        JsonElement root = document.RootElement;
        switch (JsonFigure.TextOrEmpty(root, "event"))
        {
            case "login" or "subscribe":
                return JsonFigure.TextOrEmpty(root, "code") is "" or "0" ? PrivateFrame.Granted : PrivateFrame.Refused;
            case "error":
                return PrivateFrame.Refused;
            case "notice":
                return PrivateFrame.Closing;
            case "":
                OnData(root);
                return PrivateFrame.Event;
            default:
                return PrivateFrame.Event;
        }
    }

    private void OnData(JsonElement root)
    {
        if (JsonFigure.Text(JsonFigure.Member(root, "arg"), "channel") != "orders")
        {
            events.AccountChanged();
            return;
        }

        foreach (JsonElement order in JsonFigure.List(root, "data"))
            OnOrder(order);
    }

    private void OnOrder(JsonElement order)
    {
        if (!OkxWords.TryRead(clientOrderIds, JsonFigure.TextOrEmpty(order, "clOrdId"), out ChildOrderId child))
            return;
        string symbol = JsonFigure.Text(order, "instId");
        events.Accepted(child, JsonFigure.Text(order, "ordId"));
        if (JsonFigure.TextOrEmpty(order, "tradeId").Length > 0 && JsonFigure.Read(order, "fillSz") is > 0m)
            events.Executed(child, symbol, OkxWords.Execution(order, "fillFee", "fillFeeCcy", "fillTime"));
        string state = JsonFigure.Text(order, "state");
        if (OkxWords.State(state) == VenueOrderState.Ended)
        {
            string source = JsonFigure.TextOrEmpty(order, "cancelSource");
            events.Ended(child, symbol, JsonFigure.Read(order, "accFillSz") ?? 0m, source.Length > 0 ? $"{state} {source}" : state);
        }
    }
}
