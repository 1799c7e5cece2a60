using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Transport;
using MarginRouter.Simulation.Faults;
using MarginRouter.Simulation.FixVenue.Quotes;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Quotes;

namespace MarginRouter.Simulation.FixVenue;

/// <summary>
/// The venue behind its sessions: passes messages to the part that handles them and what the venue reports to the clients. The order of
/// locks is the venue's gate, then a session's; the log-on check, which a session calls inside its own, takes none.
/// </summary>
internal sealed class FixVenueApplication : IFixApplication, IExchangeListener
{
    private readonly SimulatedExchange exchange;
    private readonly FixMarketData market;
    private readonly FixOrderEntry orders;
    private readonly FixPositionReports positions;
    private readonly FixQuotes quotes;
    private readonly IReadOnlyDictionary<string, FixVenueClient> clients;

    /// <summary>Makes the application of a venue with these makers and these clients, by their CompIDs.</summary>
    public FixVenueApplication(SimulatedExchange exchange, QuoteDesk makers, IReadOnlyDictionary<string, FixVenueClient> clients)
    {
        this.exchange = exchange;
        this.clients = clients;
        market = new FixMarketData(exchange);
        orders = new FixOrderEntry(exchange);
        positions = new FixPositionReports(exchange);
        quotes = new FixQuotes(exchange, makers, orders);
        exchange.Attach(this);
    }

    /// <inheritdoc />
    public FixRefusal? FromAdmin(FixSession session, FixMessage message) =>
        message.MessageType != FixMsgType.Logon ? null
        : exchange.Faults.IsUnderMaintenance ? FixRefusal.Logon("the venue is under maintenance")
        : ClientOf(session).CheckLogon(message);

    /// <inheritdoc />
    public void OnLogon(FixSession session)
    {
    }

    /// <inheritdoc />
    public void OnLogout(FixSession session, string reason) => exchange.Locked(() =>
    {
        market.Remove(ClientOf(session));
        quotes.Remove(ClientOf(session));
        return true;
    });

    /// <summary>Old market data and old quotes are worth nothing: only reports are sent again.</summary>
    public bool ShouldResend(FixSession session, FixMessage message) => message.MessageType is not
        (FixMsgType.MarketDataSnapshot or FixMsgType.MarketDataIncremental or FixMsgType.MarketDataRequestReject
        or FixMsgType.Quote or FixMsgType.QuoteRequestReject or FixQuoteTag.QuoteCancel or FixQuoteTag.QuoteStatusReport);

    /// <inheritdoc />
    public FixRefusal? FromApp(FixSession session, FixMessage message)
    {
        FixVenueClient client = ClientOf(session);
        return exchange.Locked(() => message.MessageType switch
        {
            FixMsgType.MarketDataRequest => market.Request(client, message),
            FixMsgType.NewOrderSingle => orders.Order(client, message),
            FixMsgType.OrderCancelRequest => orders.Cancel(client, message),
            FixMsgType.OrderCancelReplaceRequest => orders.Replace(client, message),
            FixMsgType.OrderMassCancelRequest => orders.MassCancel(client, message),
            FixMsgType.OrderMassStatusRequest => orders.MassStatus(client, message),
            FixMsgType.OrderStatusRequest => orders.Status(client, message),
            FixMsgType.QuoteRequest => quotes.Request(client, message),
            FixQuoteTag.QuoteResponse => quotes.Respond(client, message),
            FixQuoteTag.QuoteStatusRequest => quotes.Status(client, message),
            FixMsgType.RequestForPositions => positions.Request(client, message),
            _ => FixRefusal.Business(
                FixBusinessRejectReason.UnsupportedMessageType,
                $"message type {FixMsgType.ToText(message.MessageType)} is not supported"),
        });
    }

    /// <summary>True while a change is the venue's own, so that it is reported as a restatement.</summary>
    public bool RestatesNext { get; set; }

    /// <summary>Sends a report about an order that no execution caused.</summary>
    public void Tell(SimulatedOrder order, Func<FixOrderReports, FixMessageWriter> report) => orders.Tell(order, report);

    /// <inheritdoc />
    public void OnTick(MarketTick tick) => market.Publish(tick);

    /// <inheritdoc />
    public void OnExecution(ExecutionUpdate update)
    {
        if (RestatesNext && update.Kind == ExecutionUpdateKind.Replaced)
            Tell(update.Order, reports => reports.Restated(update.Order, update.Time));
        else
            orders.Report(update);
    }

    /// <inheritdoc />
    public void OnDisconnect(ConnectionKinds kinds)
    {
        foreach (FixVenueClient client in clients.Values)
        {
            ConnectionKinds kind = client.Accounts.Count > 0 ? ConnectionKinds.Private : ConnectionKinds.Public;
            if (kinds.HasFlag(kind))
                client.Disconnect();
        }
    }

    private FixVenueClient ClientOf(FixSession session) => clients[session.Id.TargetCompId];
}
