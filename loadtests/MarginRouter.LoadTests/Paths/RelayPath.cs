using System.Net;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using MarginRouter.Fix.Transport;
using MarginRouter.LoadTests.Loopback;
using MarginRouter.LoadTests.Wire;
using MarginRouter.Storage;
using Microsoft.Extensions.Logging;

namespace MarginRouter.LoadTests.Paths;

/// <summary>
/// The floor: our FIX library in both roles with the stores of the product, one journal append, and nothing between. A parent is parsed,
/// appended, encoded anew as a limit order and sent, all on the reading thread; optionally the journal is on the disk first.
/// </summary>
internal sealed class RelayPath : IOrderPath, IFixApplication
{
    private const string Symbol = "BTCUSDT";
    private const int SegmentBytes = 16 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly ManualResetEventSlim connected = new();
    private readonly FixMessageWriter writer = new();
    private readonly TimeProvider time;
    private readonly bool durable;
    private readonly SegmentLog journal;
    private readonly SegmentFixMessageStore parentStore;
    private readonly SegmentFixMessageStore childStore;
    private readonly LoopbackVenue venue;
    private readonly FixAcceptor acceptor;
    private readonly FixInitiator initiator;

    public RelayPath(OrderPathOptions options, bool durable)
    {
        time = options.Time;
        this.durable = durable;
        Name = durable ? "relay + fdatasync" : "relay";
        Arrivals = new Arrivals(options.Orders);
        string folder = Path.Combine(options.Folder, durable ? "relay-durable" : "relay");
        journal = SegmentLog.Open(Log(folder, "journal"));
        parentStore = SegmentFixMessageStore.Open(Log(folder, "parents"));
        childStore = SegmentFixMessageStore.Open(Log(folder, "children"));
        LoopbackVenueOptions venueOptions = new("VENUE", "RELAY", Symbol, [], Middle: 60_000m, OffsetTicks: 0, UpdatesPerSecond: 0);
        venue = new LoopbackVenue(venueOptions, Arrivals, time, options.Loggers);
        initiator = Connect(options);
        acceptor = Listen(options);
        Client = new OrderClient(
            acceptor.EndPoint, new OrderClientOptions("DESK", "RELAY", "unused", Symbol, options.Quantity), time, options.Loggers);
        Client.Start();
    }

    public string Name { get; }

    public OrderClient Client { get; }

    public Arrivals Arrivals { get; }

    public bool Reports => false;

    public StageTimes? Stages => null;

    public void Check()
    {
        if (Client.Loss is string loss)
            throw new InvalidOperationException($"{Name}: the client was disconnected: {loss}");
    }

    public void OnLogon(FixSession session)
    {
        if (session.Options.Role == FixRole.Initiator)
            connected.Set();
    }

    public void OnLogout(FixSession session, string reason)
    {
    }

    public FixRefusal? FromApp(FixSession session, FixMessage message)
    {
        if (!message.TryGetSpan(FixTag.ClOrdID, out ReadOnlySpan<byte> id)
            || !message.TryGetSpan(FixTag.Symbol, out ReadOnlySpan<byte> symbol)
            || !message.TryGetSpan(FixTag.Side, out ReadOnlySpan<byte> side)
            || !message.TryGetDecimal(FixTag.OrderQty, out decimal quantity))
            throw new InvalidOperationException("an order lacks a required field");
        journal.Append(1, message.Bytes);
        if (durable)
            journal.Sync();
        writer.Begin(FixMsgType.NewOrderSingle)
            .Append(FixTag.ClOrdID, id)
            .Append(FixTag.Account, "RELAY-A")
            .Append(FixTag.HandlInst, '1')
            .Append(FixTag.Symbol, symbol)
            .Append(FixTag.Side, side)
            .Append(FixTag.TransactTime, time.GetUtcNow().UtcDateTime, FixTimestampPrecision.Microseconds)
            .Append(FixTag.OrderQty, quantity)
            .Append(FixTag.OrdType, '2')
            .Append(FixTag.Price, 60_000.1m)
            .Append(FixTag.TimeInForce, '3');
        initiator.Session.Send(writer);
        return null;
    }

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        acceptor.Dispose();
        initiator.Dispose();
        venue.Dispose();
        parentStore.Dispose();
        childStore.Dispose();
        journal.Dispose();
        connected.Dispose();
        return ValueTask.CompletedTask;
    }

    private FixInitiator Connect(OrderPathOptions options)
    {
        FixSessionOptions session = new()
        {
            Id = new FixSessionId("RELAY", "VENUE"),
            Role = FixRole.Initiator,
            StoreWhenDisconnected = false,
            TimestampPrecision = FixTimestampPrecision.Microseconds,
        };
        FixInitiatorOptions connection = new() { Host = venue.EndPoint.Address.ToString(), Port = venue.EndPoint.Port };
        FixInitiator made = new(connection, session, (childStore, this), time, options.Loggers.CreateLogger<FixInitiator>());
        made.Start();
        if (!connected.Wait(Patience))
            throw new TimeoutException($"the relay could not log on within {Patience.TotalSeconds} s");
        return made;
    }

    private FixAcceptor Listen(OrderPathOptions options)
    {
        FixAcceptorOptions listen = new() { EndPoint = new IPEndPoint(IPAddress.Loopback, 0) };
        FixAcceptor made = new(listen, time, options.Loggers.CreateLogger<FixAcceptor>());
        made.AddSession(new FixSessionOptions { Id = new FixSessionId("RELAY", "DESK"), Role = FixRole.Acceptor }, parentStore, this);
        made.Start();
        return made;
    }

    private static SegmentLogOptions Log(string folder, string name) =>
        new() { Directory = Path.Combine(folder, name), SegmentBytes = SegmentBytes, ContentFormat = SegmentFixMessageStore.ContentFormat };
}
