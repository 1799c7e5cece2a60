using System.Text.Json;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Hyperliquid.Trading;

/// <summary>
/// Reads orderUpdates and userFills. Fills name the venue's order id alone: those that come before the update which connects it with our id
/// wait for it. Of such fills at most a thousand orders are kept, then all are forgotten, because a child without its end is asked about.
/// </summary>
internal sealed class HyperliquidEvents(ClientOrderIdFormat clientOrderIds, AccountEvents events)
{
    private const int OrdersKept = 1_000;
    private readonly Dictionary<string, ChildOrderId> children = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(string Coin, OwnExecution Execution)>> early = new(StringComparer.Ordinal);

    /// <summary>Takes one frame.</summary>
    public PrivateFrame Take(ReadOnlyMemory<byte> frame)
    {
        using JsonDocument document = JsonDocument.Parse(frame);
        JsonElement root = document.RootElement;
        switch (JsonFigure.TextOrEmpty(root, "channel"))
        {
            case "subscriptionResponse":
                return PrivateFrame.Granted;
            case "error":
                return PrivateFrame.Refused;
            case "orderUpdates":
                foreach (JsonElement update in JsonFigure.List(root, "data"))
                    OnOrder(update);
                return PrivateFrame.Event;
            case "userFills":
                OnFills(JsonFigure.Member(root, "data"));
                return PrivateFrame.Event;
            default:
                return PrivateFrame.Event;
        }
    }

    private void OnOrder(JsonElement update)
    {
        JsonElement order = JsonFigure.Member(update, "order");
        string oid = JsonFigure.Text(order, "oid");
        if (!HyperliquidWords.TryRead(clientOrderIds, JsonFigure.TextOrEmpty(order, "cloid"), out ChildOrderId child))
        {
            early.Remove(oid);
            return;
        }

        string status = JsonFigure.Text(update, "status");
        VenueOrderState state = HyperliquidWords.State(status);
        if (state == VenueOrderState.Refused)
        {
            events.Refused(child, status, status);
            return;
        }

        events.Accepted(child, oid);
        if (children.Count >= OrdersKept)
            children.Clear();
        children[oid] = child;
        if (early.Remove(oid, out List<(string Coin, OwnExecution Execution)>? waiting))
            waiting.ForEach(fill => events.Executed(child, fill.Coin, fill.Execution));
        if (state == VenueOrderState.Ended)
            events.Ended(child, new OrderEnd(oid, JsonFigure.Text(order, "coin"), JsonFigure.Required(order, "origSz") - JsonFigure.Required(order, "sz"), status));
    }

    private void OnFills(JsonElement data)
    {
        // The first message repeats old fills; what of them is unknown is learned by asking about the child.
        if (data.TryGetProperty("isSnapshot", out JsonElement old) && old.ValueKind == JsonValueKind.True)
            return;
        foreach (JsonElement fill in JsonFigure.List(data, "fills"))
        {
            string oid = JsonFigure.Text(fill, "oid");
            string coin = JsonFigure.Text(fill, "coin");
            OwnExecution execution = HyperliquidWords.Execution(fill);
            if (children.TryGetValue(oid, out ChildOrderId child))
            {
                events.Executed(child, coin, execution);
                continue;
            }

            if (early.Count >= OrdersKept)
                early.Clear();
            if (!early.TryGetValue(oid, out List<(string Coin, OwnExecution Execution)>? waiting))
                early[oid] = waiting = [];
            waiting.Add((coin, execution));
            events.AccountChanged();
        }
    }
}
