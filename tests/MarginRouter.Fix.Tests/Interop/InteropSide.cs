using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using MarginRouter.Fix.Transport;
using MarginRouter.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Fix.Tests.Interop;

/// <summary>
/// Our side of an interop session over its durable store, as a desk that sends orders or a broker that answers each with an execution
/// report of the same number. It can be dropped without a Logout and opened again from what the store holds.
/// </summary>
internal sealed class InteropSide(string directory, InteropVersion version, bool isDesk) : IFixApplication, IDisposable
{
    private readonly FixMessageWriter _answer = new();
    private readonly FixMessageWriter _order = new();
    private SegmentFixMessageStore? _store;
    private FixAcceptor? _acceptor;
    private FixInitiator? _initiator;

    /// <summary>The orders that we took (broker).</summary>
    public ArrivalCheck Orders { get; } = new("order at ours");

    /// <summary>The executions that we took (desk).</summary>
    public ArrivalCheck Executions { get; } = new("execution at ours");

    /// <summary>How many News (B) came.</summary>
    public int NewsTaken { get; private set; }

    /// <summary>The session as it now is.</summary>
    public FixSession Session { get; private set; } = null!;

    /// <summary>What came next from and to the other side when the last connection ended; a new connection uses further numbers at once.</summary>
    public (long Inbound, long Outbound) NumbersAtLogout { get; private set; }

    /// <summary>Opens the store, and listens (broker) or connects (desk).</summary>
    /// <param name="port">The port; 0 as a broker takes a free one.</param>
    /// <returns>The port.</returns>
    public int Open(int port)
    {
        _store = SegmentFixMessageStore.Open(new SegmentLogOptions { Directory = directory, SegmentBytes = 4 << 20, Preallocate = false });
        FixSessionOptions options = new()
        {
            Id = isDesk ? new FixSessionId("DESK", "BROKER", version.BeginString) : new FixSessionId("BROKER", "DESK", version.BeginString),
            Role = isDesk ? FixRole.Initiator : FixRole.Acceptor,
            DefaultApplVerId = version.ApplicationVersion,
        };
        if (isDesk)
        {
            FixInitiatorOptions target = new()
            {
                Host = "127.0.0.1",
                Port = port,
                ReconnectDelay = TimeSpan.FromMilliseconds(50),
                MaximumReconnectDelay = TimeSpan.FromMilliseconds(200),
            };
            _initiator = new FixInitiator(target, options, (_store, this), TimeProvider.System, NullLogger<FixInitiator>.Instance);
            Session = _initiator.Session;
            _initiator.Start();
            return port;
        }

        FixAcceptorOptions door = new() { EndPoint = new IPEndPoint(IPAddress.Loopback, port), MaximumFailedLogons = 10_000 };
        _acceptor = new FixAcceptor(door, TimeProvider.System, NullLogger<FixAcceptor>.Instance);
        Session = _acceptor.AddSession(options, _store, this);
        _acceptor.Start();
        return _acceptor.EndPoint.Port;
    }

    /// <summary>Cuts the connection and closes everything, as the end of the process would.</summary>
    public void Drop()
    {
        _initiator?.Dispose();
        _acceptor?.Dispose();
        _store?.Dispose();
        (_initiator, _acceptor, _store) = (null, null, null);
    }

    /// <summary>Sends, or stores for the next logon, the order of a number.</summary>
    public void SendOrder(long number)
    {
        _order.Begin(FixMsgType.NewOrderSingle)
            .Append(FixTag.ClOrdID, number)
            .Append(FixTag.Symbol, "BTC-USDT")
            .Append(FixTag.Side, '1')
            .Append(FixTag.TransactTime, DateTime.UtcNow)
            .Append(FixTag.OrderQty, 2)
            .Append(FixTag.OrdType, '2')
            .Append(FixTag.Price, 61250.5m);
        Assert.NotEqual(FixSendResult.NotLoggedOn, Session.Send(_order));
    }

    /// <summary>Sends, or stores for the next logon, the execution of a number.</summary>
    public void Answer(long order) => Session.Send(Report(order));

    public void OnLogon(FixSession session)
    {
    }

    public void OnLogout(FixSession session, string reason) => NumbersAtLogout = (session.NextInbound, session.NextOutbound);

    public FixRefusal? FromApp(FixSession session, FixMessage message)
    {
        switch (message.MessageType)
        {
            case FixMsgType.NewOrderSingle when message.TryGetLong(FixTag.ClOrdID, out long order):
                Orders.Arrived(order);
                Answer(order);
                return null;
            case FixMsgType.News:
                NewsTaken++;
                return null;
            case FixMsgType.ExecutionReport when message.TryGetLong(FixTag.ExecID, out long execution):
                Executions.Arrived(execution);
                return null;
            default:
                Orders.Fail($"unexpected message {FixMsgType.ToText(message.MessageType)}");
                Executions.Fail($"unexpected message {FixMsgType.ToText(message.MessageType)}");
                return null;
        }
    }

    public FixRefusal? FromAdmin(FixSession session, FixMessage message)
    {
        // A Reject (3) of the other engine would pass unseen otherwise.
        if (message.MessageType == FixMsgType.Reject)
        {
            Orders.Fail($"rejected: {message.GetText(FixTag.Text)}");
            Executions.Fail($"rejected: {message.GetText(FixTag.Text)}");
        }

        return null;
    }

    public void Dispose() => Drop();

    /// <summary>A port of loopback that was free a moment ago.</summary>
    public static int FreePort()
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private FixMessageWriter Report(long order) => _answer.Begin(FixMsgType.ExecutionReport)
        .Append(FixTag.OrderID, string.Create(CultureInfo.InvariantCulture, $"R{order}"))
        .Append(FixTag.ClOrdID, order)
        .Append(FixTag.ExecID, order)
        .Append(FixTag.ExecType, '0')
        .Append(FixTag.OrdStatus, '0')
        .Append(FixTag.Symbol, "BTC-USDT")
        .Append(FixTag.Side, '1')
        .Append(FixTag.LeavesQty, 2)
        .Append(FixTag.CumQty, 0)
        .Append(FixTag.AvgPx, 0);
}
