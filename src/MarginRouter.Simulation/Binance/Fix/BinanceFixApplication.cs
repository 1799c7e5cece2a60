using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Transport;
using MarginRouter.Simulation.Accounts;

namespace MarginRouter.Simulation.Binance.Fix;

/// <summary>One port of Binance's FIX behind its sessions. The order of locks is the venue's gate, then a session's.</summary>
internal sealed class BinanceFixApplication(BinanceFixService service, BinanceFixDesk desk) : IFixApplication
{
    private const int OrdersLimit = 200;
    private const int OrderType = 1;
    private const int MessageType = 2;
    private static readonly string GatewayId = "4392a152-3481-4499-921a-6d42c50702e2";
    private readonly FixMessageWriter writer = new();

    /// <inheritdoc />
    public FixRefusal? FromAdmin(FixSession session, FixMessage message)
    {
        if (message.MessageType == FixMsgType.ResendRequest)
            return FixRefusal.Session(FixRejectReason.InvalidMessageType, null, "Resend requests are not supported.");
        if (message.MessageType != FixMsgType.Logon)
            return null;
        FixRefusal? refusal = desk.Logons.Judge(service, message);
        if (refusal is null)
        {
            SimulatedAccount account = desk.Logons.AccountOf(message)!;
            session.Tag = new BinanceFixClient(session, service, account) { OnlyAcknowledgements = message.Equals(BinanceFixTag.ResponseMode, "2"u8) };
        }

        return refusal;
    }

    /// <summary>The answer to a Logon carries the gateway's id (25037).</summary>
    public void ToAdmin(FixSession session, FixMessageWriter message)
    {
        if (message.MessageType == FixMsgType.Logon)
            message.Append(BinanceFixTag.GatewayId, GatewayId);
    }

    /// <inheritdoc />
    public void OnLogon(FixSession session) => desk.Exchange.Locked(() =>
    {
        desk.Clients.Add(ClientOf(session));
        return true;
    });

    /// <inheritdoc />
    public void OnLogout(FixSession session, string reason) => desk.Exchange.Locked(() =>
    {
        desk.MarketData.Remove(ClientOf(session));
        return desk.Clients.Remove(ClientOf(session));
    });

    /// <inheritdoc />
    public FixRefusal? FromApp(FixSession session, FixMessage message)
    {
        BinanceFixClient client = ClientOf(session);
        return desk.Exchange.Locked(() =>
        {
            if (!client.Count(desk.Exchange.Clock.Now.ToMilliseconds() / 1000))
            {
                client.Logout("Message limit exceeded.");
                return null;
            }

            if (desk.Logons.IsLate(message, null))
                return FixRefusal.Session(FixRejectReason.SendingTimeAccuracy, FixTag.SendingTime, BinanceError.OutsideReceiveWindow.Message);
            return message.MessageType == BinanceFixTag.LimitQuery ? Limits(client, message) : service switch
            {
                BinanceFixService.OrderEntry => OrderEntry(client, message),
                BinanceFixService.MarketData => MarketData(client, message),
                BinanceFixService.DropCopy => Unknown(message),
            };
        });
    }

    private static BinanceFixClient ClientOf(FixSession session) => (BinanceFixClient)session.Tag!;

    private FixRefusal? OrderEntry(BinanceFixClient client, FixMessage message) => message.MessageType switch
    {
        FixMsgType.NewOrderSingle => desk.Orders.Order(client, message),
        FixMsgType.OrderCancelRequest => desk.Orders.Cancel(client, message),
        FixMsgType.OrderMassCancelRequest => desk.Orders.CancelAll(client, message),
        BinanceFixTag.CancelAndNew => desk.Orders.Replace(client, message),
        _ => Unknown(message),
    };

    private FixRefusal? MarketData(BinanceFixClient client, FixMessage message) => message.MessageType switch
    {
        FixMsgType.MarketDataRequest => desk.MarketData.Request(client, message),
        BinanceFixTag.InstrumentListRequest => desk.MarketData.Instruments(client, message),
        _ => Unknown(message),
    };

    private static FixRefusal Unknown(FixMessage message) =>
        FixRefusal.Session(FixRejectReason.InvalidMessageType, null, $"message type {FixMsgType.ToText(message.MessageType)} is not simulated");

    /// <summary>LimitResponse (XLR): messages of the connection, and on order entry open orders of the account.</summary>
    private FixRefusal? Limits(BinanceFixClient client, FixMessage message)
    {
        if (message.GetText(BinanceFixTag.RequestId) is not { } requestId)
            return FixRefusal.MissingOrMalformed(message, BinanceFixTag.RequestId);
        bool trades = service == BinanceFixService.OrderEntry;
        writer.Begin(BinanceFixTag.LimitResponse)
            .Append(BinanceFixTag.RequestId, requestId)
            .Append(BinanceFixTag.NoLimitIndicators, trades ? 2 : 1);
        AppendLimit(MessageType, client.Messages, client.Limit);
        if (trades)
            AppendLimit(OrderType, client.Account.OpenOrders.Count, (OrdersLimit, 10));
        client.Send(writer);
        return null;
    }

    private void AppendLimit(int type, int count, (int Maximum, int Seconds) limit) => writer
        .Append(BinanceFixTag.LimitType, type)
        .Append(BinanceFixTag.LimitCount, count)
        .Append(BinanceFixTag.LimitMaximum, limit.Maximum)
        .Append(BinanceFixTag.LimitInterval, limit.Seconds)
        .Append(BinanceFixTag.LimitResolution, 's');
}
