using System.Diagnostics;
using System.Net;
using MarginRouter.Benchmarks.Measurement;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Transport;
using Microsoft.Extensions.Logging;

namespace MarginRouter.LoadTests.Wire;

/// <summary>A desk that sends market orders at a fixed rate, buys and sells in turn, whatever the answers do, and counts how orders ended.</summary>
internal sealed class OrderClient : IFixApplication, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly ManualResetEventSlim loggedOn = new();
    private readonly FixMessageWriter writer = new();
    private readonly NumbersOnlyStore store = new();
    private readonly FixInitiator initiator;
    private readonly OrderClientOptions options;
    private readonly TimeProvider time;
    private int filled;
    private int ended;
    private int misnumbered;
    private volatile string? loss;

    public OrderClient(IPEndPoint router, OrderClientOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        this.options = options;
        this.time = time;
        FixSessionOptions session = new()
        {
            Id = new FixSessionId(options.CompId, options.RouterCompId),
            Role = FixRole.Initiator,
            Username = options.CompId,
            Password = options.Password,
            TimestampPrecision = FixTimestampPrecision.Microseconds,
        };
        FixInitiatorOptions connection = new() { Host = router.Address.ToString(), Port = router.Port };
        initiator = new FixInitiator(connection, session, (store, this), time, loggers.CreateLogger<FixInitiator>());
    }

    /// <summary>Orders that ended completely filled.</summary>
    public int Filled => Volatile.Read(ref filled);

    /// <summary>Orders that ended otherwise: cancelled with a remainder, or rejected.</summary>
    public int EndedUnfilled => Volatile.Read(ref ended);

    /// <summary>Reports whose OrderID (37) is not the number that the client gave the order: arrivals could not be attributed.</summary>
    public int Misnumbered => Volatile.Read(ref misnumbered);

    /// <summary>Why the session was lost; null while it stands.</summary>
    public string? Loss => loss;

    /// <summary>Connects and waits for the logon.</summary>
    public void Start()
    {
        initiator.Start();
        if (!loggedOn.Wait(Patience))
            throw new TimeoutException($"{options.CompId} could not log on within {Patience.TotalSeconds} s");
    }

    /// <summary>Sends orders, each at its intended time or as soon after it as it can; notes both times.</summary>
    /// <param name="first">Number of the first order.</param>
    /// <param name="intended">Receives the intended stopwatch time of each.</param>
    /// <param name="sent">Receives the stopwatch time at which its sending began.</param>
    /// <param name="perSecond">Rate.</param>
    public void Send(long first, Span<long> intended, Span<long> sent, int perSecond)
    {
        Pacer pacer = new(perSecond);
        Span<byte> id = stackalloc byte[OrderNumber.MaximumLength];
        for (int i = 0; i < intended.Length; i++)
        {
            intended[i] = pacer.DueAt(i);
            Pacer.SleepUntil(intended[i]);
            sent[i] = Stopwatch.GetTimestamp();
            int length = OrderNumber.Write(first + i, id);
            writer.Begin(FixMsgType.NewOrderSingle)
                .Append(FixTag.ClOrdID, id[..length])
                .Append(FixTag.Symbol, options.Symbol)
                .Append(FixTag.Side, (first + i) % 2 == 0 ? '1' : '2')
                .Append(FixTag.TransactTime, time.GetUtcNow().UtcDateTime, FixTimestampPrecision.Microseconds)
                .Append(FixTag.OrderQty, options.Quantity)
                .Append(FixTag.OrdType, '1')
                .Append(FixTag.TimeInForce, '3');
            if (initiator.Session.Send(writer) != FixSendResult.Sent)
                throw new InvalidOperationException($"order {first + i} could not be sent: {loss ?? "not logged on"}");
        }
    }

    public void OnLogon(FixSession session) => loggedOn.Set();

    public void OnLogout(FixSession session, string reason) => loss = reason;

    public FixRefusal? FromApp(FixSession session, FixMessage message)
    {
        if (message.MessageType != FixMsgType.ExecutionReport || !message.TryGetChar(FixTag.OrdStatus, out char status))
            throw new InvalidOperationException($"unexpected message {FixMsgType.ToText(message.MessageType)}");
        message.TryGetSpan(FixTag.ClOrdID, out ReadOnlySpan<byte> clientOrderId);
        message.TryGetSpan(FixTag.OrderID, out ReadOnlySpan<byte> orderId);
        long number = OrderNumber.Read(clientOrderId);
        if (!System.Buffers.Text.Utf8Parser.TryParse(orderId[(orderId.IndexOf((byte)'-') + 1)..], out long parent, out _) || parent != number)
            Interlocked.Increment(ref misnumbered);
        if (status == '2')
            Interlocked.Increment(ref filled);
        else if (status is '4' or '8')
            Interlocked.Increment(ref ended);
        return null;
    }

    public void Dispose()
    {
        initiator.Dispose();
        store.Dispose();
        loggedOn.Dispose();
    }
}
