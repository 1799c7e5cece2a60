using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Binance.MarketData;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>Turns the events of an account's user stream into what became of its children and its balances.</summary>
internal sealed class UserEvents(
    ClientOrderIdFormat clientOrderIds,
    ImmutableArray<Instrument> configured,
    (IMarketProtocol Market, AccountState State) account,
    AccountEvents events)
{
    private readonly InstrumentLookup instruments = new(configured);

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
        if (!clientOrderIds.TryParse(report.ClientOrderId, out ChildOrderId child))
            return;
        Instrument instrument = instruments.Find(report.Symbol)
            ?? throw new VenueProtocolException($"a report about our order {report.ClientOrderId} names {report.Symbol}, which is not configured");
        string id = BinanceAccountProtocol.Text(report.OrderId);
        if (report.Status is not "REJECTED")
            events.Accepted(child, id);
        if (report.ExecutionType is "TRADE" && report.LastQuantity > 0m)
            events.Executed(child, report.Symbol, ExecutionOf(instrument, report));
        switch (report.Status)
        {
            case "CANCELED" or "EXPIRED" or "EXPIRED_IN_MATCH":
                events.Ended(child, new OrderEnd(id, report.Symbol, report.CumulativeQuantity, Reason(report)));
                break;
            case "REJECTED":
                events.Refused(child, report.RejectReason, report.RejectReason);
                break;
            default:
                break;
        }
    }

    private void OnAccount(string type, ReadOnlyMemory<byte> userEvent)
    {
        using JsonDocument document = JsonDocument.Parse(userEvent);
        bool changed = account.Market.DecodeAccountChange(type, document.RootElement) is { } change && account.State.Merge(change);
        changed |= account.Market.DecodeLeverageChange(type, document.RootElement) is { } leverage && account.State.Merge(leverage);
        if (changed)
            events.AccountChanged();
    }

    private static string Reason(OrderReport report) =>
        report.RejectReason is "" or "NONE" ? report.Status : $"{report.Status} {report.RejectReason}";

    private static OwnExecution ExecutionOf(Instrument instrument, OrderReport report) => new(
        report.TradeId.ToString(CultureInfo.InvariantCulture),
        report.LastQuantity,
        report.LastPrice,
        report.Commission,
        report.CommissionAsset ?? instrument.Settlement.Code,
        report.Time);
}
