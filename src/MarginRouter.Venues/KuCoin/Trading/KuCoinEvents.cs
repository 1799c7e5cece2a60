using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.KuCoin.Trading;

/// <summary>
/// Reads the private socket: topics /spotMarket/tradeOrdersV2 and /account/balance. An order is received, perhaps open, matched, and then filled
/// or cancelled, each as a message of its own; the matches complete a filled order.
/// </summary>
internal sealed class KuCoinEvents(ClientOrderIdFormat clientOrderIds, InstrumentTable instruments, KuCoinFees fees, AccountEvents events)
{
    /// <summary>Takes one frame.</summary>
    public PrivateFrame Take(ReadOnlyMemory<byte> frame)
    {
        using JsonDocument document = JsonDocument.Parse(frame);
        JsonElement root = document.RootElement;
        switch (JsonFigure.TextOrEmpty(root, "type"))
        {
            case "welcome" or "ack":
                return PrivateFrame.Granted;
            case "error":
                return PrivateFrame.Refused;
            case "message" when JsonFigure.TextOrEmpty(root, "subject") == "orderChange":
                OnOrder(JsonFigure.Member(root, "data"));
                return PrivateFrame.Event;
            case "message":
                events.AccountChanged();
                return PrivateFrame.Event;
            default:
                return PrivateFrame.Event;
        }
    }

    private void OnOrder(JsonElement order)
    {
        if (!clientOrderIds.TryParse(JsonFigure.TextOrEmpty(order, "clientOid"), out ChildOrderId child))
            return;
        string symbol = JsonFigure.Text(order, "symbol");
        string type = JsonFigure.Text(order, "type");
        events.Accepted(child, JsonFigure.Text(order, "orderId"));
        switch (type)
        {
            case "match":
                events.Executed(child, symbol, Match(symbol, order));
                break;
            case "canceled":
                events.Ended(child, new OrderEnd(JsonFigure.Text(order, "orderId"), symbol, JsonFigure.Read(order, "filledSize") ?? 0m, type));
                break;
            default:
                break;
        }
    }

    private OwnExecution Match(string symbol, JsonElement order)
    {
        Instrument instrument = instruments.Find(symbol)
            ?? throw new VenueProtocolException($"an execution of our order names {symbol}, which is not configured");
        decimal size = JsonFigure.Required(order, "matchSize");
        decimal price = JsonFigure.Required(order, "matchPrice");
        decimal fee = fees.Of(symbol, JsonFigure.TextOrEmpty(order, "liquidity") == "maker", size * price);
        return new OwnExecution(JsonFigure.Text(order, "tradeId"), size, price, fee, instrument.Quote.Code, KuCoinWords.Time(order));
    }
}
