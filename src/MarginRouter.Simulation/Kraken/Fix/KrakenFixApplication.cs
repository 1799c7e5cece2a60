using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Transport;
using MarginRouter.Simulation.Accounts;

namespace MarginRouter.Simulation.Kraken.Fix;

/// <summary>One port of Kraken's FIX behind its sessions. The order of locks is the venue's gate, then a session's.</summary>
internal sealed class KrakenFixApplication(bool isTrading, KrakenFixDesk desk) : IFixApplication
{
    /// <inheritdoc />
    public FixRefusal? FromAdmin(FixSession session, FixMessage message)
    {
        if (message.MessageType != FixMsgType.Logon)
            return null;
        KrakenFixClient client = (KrakenFixClient)(session.Tag ??= new KrakenFixClient(session));
        if (!isTrading)
            return null;
        SimulatedAccount? account = desk.Logons.Judge(message, out FixRefusal? refusal);
        if (refusal is not null)
            return refusal;
        client.Account = account;
        client.CancelsOnDisconnect = !message.Equals(KrakenFixTag.CancelOnDisconnect, "1"u8);
        return null;
    }

    /// <inheritdoc />
    public void OnLogon(FixSession session) => desk.Exchange.Locked(() =>
    {
        desk.Clients.Add((ClientOf(session), isTrading));
        return true;
    });

    /// <inheritdoc />
    public void OnLogout(FixSession session, string reason) => desk.Exchange.Locked(() =>
    {
        KrakenFixClient client = ClientOf(session);
        desk.Clients.Remove((client, isTrading));
        desk.MarketData.Remove(client);
        if (isTrading)
            desk.Orders.End(client);
        return true;
    });

    /// <summary>Old market data is worth nothing: only reports are sent again.</summary>
    public bool ShouldResend(FixSession session, FixMessage message) => isTrading;

    /// <inheritdoc />
    public FixRefusal? FromApp(FixSession session, FixMessage message)
    {
        KrakenFixClient client = ClientOf(session);
        return desk.Exchange.Locked(() => isTrading ? Trade(client, message) : message.MessageType switch
        {
            FixMsgType.MarketDataRequest => desk.MarketData.Request(client, message),
            KrakenFixTag.InstrumentListRequest => desk.MarketData.Instruments(client, message),
            _ => Unknown(message),
        });
    }

    private static KrakenFixClient ClientOf(FixSession session) => (KrakenFixClient)session.Tag!;

    private FixRefusal? Trade(KrakenFixClient client, FixMessage message) => message.MessageType switch
    {
        FixMsgType.NewOrderSingle => desk.Orders.Order(client, message),
        FixMsgType.OrderCancelRequest => desk.Orders.Cancel(client, message),
        FixMsgType.OrderCancelReplaceRequest => desk.Orders.Replace(client, message),
        FixMsgType.OrderStatusRequest => desk.Orders.Status(client, message),
        FixMsgType.OrderMassCancelRequest => desk.Orders.CancelAll(client, message),
        KrakenFixTag.InstrumentListRequest => desk.MarketData.Instruments(client, message),
        _ => Unknown(message),
    };

    private static FixRefusal Unknown(FixMessage message) => FixRefusal.Business(
        FixBusinessRejectReason.UnsupportedMessageType, $"message type {FixMsgType.ToText(message.MessageType)} is not supported");
}
