using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>Turns the events of an account's user stream into what became of its children and its balances.</summary>
internal sealed class UserEvents(AccountSession session, AccountState account, Action accountChanged)
{
    /// <summary>
    /// Takes one event object. Throws <see cref="SocketClosedException"/> when the stream announces its end and
    /// <see cref="VenueProtocolException"/> for an event that cannot be understood: it might have been a fill.
    /// </summary>
    public void OnEvent(ReadOnlyMemory<byte> userEvent)
    {
        string? type = EventType(userEvent.Span, out Utf8JsonReader order);
        switch (type)
        {
            case "executionReport" or "ORDER_TRADE_UPDATE":
                OnOrder(OrderReport.Decode(ref order));
                break;
            case "outboundAccountPosition" or "ACCOUNT_UPDATE" or "ACCOUNT_CONFIG_UPDATE":
                OnAccount(type, userEvent);
                break;
            case "listenKeyExpired" or "eventStreamTerminated" or "serverShutdown":
                throw new SocketClosedException($"the user stream ended: {type}");
            default:
                break;
        }
    }

    private static string? EventType(ReadOnlySpan<byte> userEvent, out Utf8JsonReader order)
    {
        Utf8JsonReader reader = new(userEvent);
        reader.Read();
        order = reader;
        string? type = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isType = reader.ValueTextEquals("e"u8);
            bool isOrder = reader.ValueTextEquals("o"u8);
            reader.Read();
            if (isType)
                type = reader.GetString();
            if (isOrder && reader.TokenType == JsonTokenType.StartObject)
                order = reader;
            if (type is not null and not "ORDER_TRADE_UPDATE")
                return type;
            reader.Skip();
        }

        return type;
    }

    private void OnOrder(OrderReport report)
    {
        if (!session.Options.ClientOrderIds.TryParse(report.ClientOrderId, out ChildOrderId child))
            return;
        Instrument instrument = session.Instruments.Find(report.Symbol)
            ?? throw new VenueProtocolException($"a report about our order {report.ClientOrderId} names {report.Symbol}, which is not configured");
        if (report.Status is not "REJECTED")
            session.Children.Accepted(child, report.OrderId.ToString(CultureInfo.InvariantCulture), session.Context.Clock.Now);
        if (report.ExecutionType is "TRADE" && report.LastQuantity > 0m)
            session.Children.Filled(FillOf(child, instrument, report), complete: report.Status == "FILLED");
        switch (report.Status)
        {
            case "CANCELED" or "EXPIRED" or "EXPIRED_IN_MATCH":
                session.Children.Ended(child, Lots(instrument, report.CumulativeQuantity), Reason(report));
                break;
            case "REJECTED":
                session.Children.Refused(child, report.RejectReason, report.RejectReason);
                break;
            default:
                break;
        }
    }

    private void OnAccount(string type, ReadOnlyMemory<byte> userEvent)
    {
        using JsonDocument document = JsonDocument.Parse(userEvent);
        bool changed = session.Protocol.DecodeAccountChange(type, document.RootElement) is { } change && account.Merge(change);
        changed |= session.Protocol.DecodeLeverageChange(type, document.RootElement) is { } leverage && account.Merge(leverage);
        if (changed)
            accountChanged();
    }

    private static string Reason(OrderReport report) =>
        report.RejectReason is "" or "NONE" ? report.Status : $"{report.Status} {report.RejectReason}";

    private static Fill FillOf(ChildOrderId child, Instrument instrument, OrderReport report) => new(
        child,
        report.TradeId.ToString(CultureInfo.InvariantCulture),
        Lots(instrument, report.LastQuantity),
        report.LastPrice,
        report.Commission,
        report.CommissionAsset is { } asset ? new Asset(asset) : instrument.Settlement,
        report.Time);

    /// <summary>A size that is off the configured grid cannot be booked; losing it silently would be worse than a broken connection.</summary>
    public static QuantityLots Lots(Instrument instrument, decimal quantity) =>
        instrument.TryQuantity(quantity, out QuantityLots lots)
            ? lots
            : throw new VenueProtocolException($"{instrument.Symbol}: {quantity} is not a whole number of lots of {instrument.LotSize}");
}
