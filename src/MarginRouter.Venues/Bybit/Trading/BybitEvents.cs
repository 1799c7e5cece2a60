using System.Text.Json;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Bybit.Quotes;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Bybit.Trading;

/// <summary>
/// Reads the private WebSocket: topics order, execution, position and wallet, and those of quotes. An order's end and its executions come as messages of their own,
/// in either order; the executions complete a filled order.
/// </summary>
internal sealed class BybitEvents(ClientOrderIdFormat clientOrderIds, InstrumentTable instruments, AccountEvents events, BybitQuotes? quotes)
{
    /// <summary>Takes one frame.</summary>
    public PrivateFrame Take(ReadOnlyMemory<byte> frame)
    {
        using JsonDocument document = JsonDocument.Parse(frame);
        JsonElement root = document.RootElement;
        switch (JsonFigure.TextOrEmpty(root, "topic"))
        {
            case "order":
                foreach (JsonElement order in JsonFigure.List(root, "data"))
                    OnOrder(order);
                return PrivateFrame.Event;
            case "execution":
                foreach (JsonElement execution in JsonFigure.List(root, "data"))
                    OnExecution(execution);
                return PrivateFrame.Event;
            case "rfq.open.quotes":
                quotes?.OnQuotes(root);
                return PrivateFrame.Event;
            case "rfq.open.rfqs":
                quotes?.OnRequests(root);
                return PrivateFrame.Event;
            case "rfq.open.trades":
                quotes?.OnTrades(root, events);
                return PrivateFrame.Event;
            case "position" or "wallet":
                events.AccountChanged();
                return PrivateFrame.Event;
            default:
                return Answer(root);
        }
    }

    private static PrivateFrame Answer(JsonElement root)
    {
        string operation = JsonFigure.TextOrEmpty(root, "op");
        if (operation is not ("auth" or "subscribe"))
            return PrivateFrame.Event;
        return JsonFigure.Member(root, "success").ValueKind == JsonValueKind.True ? PrivateFrame.Granted : PrivateFrame.Refused;
    }

    private void OnOrder(JsonElement order)
    {
        if (!clientOrderIds.TryParse(JsonFigure.TextOrEmpty(order, "orderLinkId"), out ChildOrderId child))
            return;
        VenueOrderState state = BybitWords.State(JsonFigure.Text(order, "orderStatus"));
        string reason = JsonFigure.TextOrEmpty(order, "rejectReason");
        if (state == VenueOrderState.Refused)
        {
            events.Refused(child, reason, reason);
            return;
        }

        events.Accepted(child, JsonFigure.Text(order, "orderId"));
        if (state == VenueOrderState.Ended)
        {
            string words = reason is "" or "EC_NoError" ? JsonFigure.Text(order, "orderStatus") : $"{JsonFigure.Text(order, "orderStatus")} {reason}";
            events.Ended(child, JsonFigure.Text(order, "symbol"), JsonFigure.Read(order, "cumExecQty") ?? 0m, words);
        }
    }

    private void OnExecution(JsonElement row)
    {
        bool isBlockTrade = quotes is not null && JsonFigure.TextOrEmpty(row, "execType") == "BlockTrade";
        if (!clientOrderIds.TryParse(JsonFigure.TextOrEmpty(row, "orderLinkId"), out ChildOrderId child) && !isBlockTrade)
            return;
        string symbol = JsonFigure.Text(row, "symbol");
        if (isBlockTrade && instruments.Find(symbol) is null)
            return;
        Instrument instrument = instruments.Find(symbol)
            ?? throw new VenueProtocolException($"an execution of our order names {symbol}, which is not configured");
        if (BybitWords.Execution(row, instrument) is not { } execution)
            return;
        if (isBlockTrade)
        {
            quotes!.OnExecution(symbol, execution, events);
            return;
        }

        events.Accepted(child, JsonFigure.Text(row, "orderId"));
        events.Executed(child, symbol, execution);
    }
}
