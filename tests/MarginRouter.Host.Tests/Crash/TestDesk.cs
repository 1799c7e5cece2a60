using System.Globalization;
using System.Net;
using MarginRouter.Core.Instruments;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using MarginRouter.Fix.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Host.Tests.Crash;

/// <summary>
/// A desk that outlives the router: its sequence numbers and sent messages stay while connections come and go, so that after a restart
/// both sides ask for what they missed.
/// </summary>
internal sealed class TestDesk(string name) : IFixApplication, IDisposable
{
    private readonly MemoryFixMessageStore store = new();
    private readonly FixMessageWriter writer = new();
    private readonly Lock gate = new();
    private readonly List<WireReport> reports = [];
    private readonly List<(int Type, string Text)> messages = [];
    private readonly ManualResetEventSlim reading = new(initialState: true);
    private TaskCompletionSource changed = NewSignal();
    private FixInitiator? initiator;
    private bool loggedOn;

    /// <summary>Every report and cancel reject received, in order, repetitions included.</summary>
    public IReadOnlyList<WireReport> Reports
    {
        get
        {
            lock (gate)
                return [.. reports];
        }
    }

    /// <summary>Every application message received, in order: its type and its fields behind the header, tag=value with bars between.</summary>
    public IReadOnlyList<(int Type, string Text)> Messages
    {
        get
        {
            lock (gate)
                return [.. messages];
        }
    }

    /// <summary>The number that its next message gets, and the one that it expects next.</summary>
    public (long Outbound, long Inbound) Numbers => (store.NextOutbound, store.NextInbound);

    /// <summary>Sends fields, tag=value with bars between.</summary>
    public void Send(int type, string fields)
    {
        writer.Begin(type);
        foreach (string field in fields.Split('|'))
        {
            string[] parts = field.Split('=', 2);
            writer.Append(int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]);
        }

        Write(writer);
    }

    /// <summary>Waits until the messages received hold something.</summary>
    public Task MessagesAsync(Func<IReadOnlyList<(int Type, string Text)>, bool> holds, string what) => UntilAsync(() => holds(messages), what);

    /// <summary>Connects to a router and waits for the logon.</summary>
    public async Task ConnectAsync(IPEndPoint router)
    {
        FixSessionOptions session = new()
        {
            Id = new FixSessionId(name, CrashConfiguration.CompId),
            Role = FixRole.Initiator,
            Username = name.ToLowerInvariant(),
            Password = CrashConfiguration.Secrets[$"CRASH_{name}_PASSWORD"],
        };
        FixInitiatorOptions options = new()
        {
            Host = router.Address.ToString(),
            Port = router.Port,
            ReconnectDelay = TimeSpan.FromMilliseconds(100),
            MaximumReconnectDelay = TimeSpan.FromMilliseconds(200),
        };
        initiator = new FixInitiator(options, session, (store, this), TimeProvider.System, NullLogger<FixInitiator>.Instance);
        initiator.Start();
        await UntilAsync(() => loggedOn, "the desk's logon");
    }

    /// <summary>Cuts the connection as a crash of the desk's machine would.</summary>
    public void Disconnect()
    {
        initiator?.Dispose();
        initiator = null;
    }

    /// <summary>What arrives stays in the socket until <see cref="Resume"/>.</summary>
    public void Pause() => reading.Reset();

    public void Resume() => reading.Set();

    /// <summary>Sends a limit order: immediate-or-cancel, or for the day.</summary>
    public void Send(string id, Side side, decimal quantity, decimal price, bool day = false) => Write(Begin(FixMsgType.NewOrderSingle, id, side)
        .Append(FixTag.OrderQty, quantity)
        .Append(FixTag.OrdType, '2')
        .Append(FixTag.Price, price)
        .Append(FixTag.TimeInForce, day ? '0' : '3'));

    /// <summary>Sends an order of a type that the router does not work.</summary>
    public void SendStop(string id) => Write(Begin(FixMsgType.NewOrderSingle, id, Side.Buy)
        .Append(FixTag.OrderQty, 1m)
        .Append(FixTag.OrdType, '3')
        .Append(FixTag.StopPx, 70_000m));

    /// <summary>Sends an order in a product that does not exist, with a name as long as wanted: it is journaled and rejected.</summary>
    public void SendUnknown(string id, string symbol) => Write(Begin(FixMsgType.NewOrderSingle, id, Side.Buy, symbol)
        .Append(FixTag.OrderQty, 1m)
        .Append(FixTag.OrdType, '1'));

    /// <summary>Buys spot at the FIX venue against the perpetual, by NewOrderMultileg.</summary>
    /// <param name="id">ClOrdID(11).</param>
    /// <param name="quantity">Units of one BTC a leg.</param>
    /// <param name="terms">Further fields: tag=value with bars between.</param>
    public void SendPair(string id, decimal quantity, string terms)
    {
        writer.Begin(FixMsgType.NewOrderMultileg)
            .Append(FixTag.ClOrdID, id)
            .Append(FixTag.Symbol, "CARRY")
            .Append(FixTag.Side, 'B')
            .Append(FixTag.TransactTime, TimeProvider.System.GetUtcNow().UtcDateTime)
            .Append(FixTag.OrderQty, quantity);
        foreach (string term in terms.Split('|'))
        {
            string[] parts = term.Split('=', 2);
            writer.Append(int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]);
        }

        const int Kinds = 5220;
        writer.Append(FixLegTag.NoLegs, 2);
        writer.Append(FixLegTag.LegSymbol, CrashConfiguration.Product).Append(FixLegTag.LegSecurityExchange, "prime");
        writer.Append(FixLegTag.LegRatioQty, 1).Append(FixLegTag.LegSide, '1').Append(FixLegTag.LegRefID, "spot");
        writer.Append(FixLegTag.LegSymbol, CrashConfiguration.Product).Append(FixLegTag.LegRatioQty, 1).Append(FixLegTag.LegSide, '2');
        writer.Append(FixLegTag.LegRefID, "perpetual").Append(Kinds, "linearPerpetual");
        Write(writer);
    }

    /// <summary>Asks where an order stands.</summary>
    public void Ask(string order) => Write(Begin(FixMsgType.OrderStatusRequest, order, Side.Buy));

    public void Cancel(string id, string order, Side side) =>
        Write(Begin(FixMsgType.OrderCancelRequest, id, side).Append(FixTag.OrigClOrdID, order));

    /// <summary>The first report that fits, waiting for it.</summary>
    public async Task<WireReport> ReportAsync(Func<WireReport, bool> fits, string what)
    {
        WireReport? found = null;
        await UntilAsync(() => (found = reports.FirstOrDefault(fits)) is not null, what);
        return found!;
    }

    /// <summary>Waits for the end of a parent.</summary>
    public Task<WireReport> FinalAsync(string order) => ReportAsync(report => report.Order == order && report.IsFinal, $"the end of {order}");

    public void OnLogon(FixSession session) => Change(() => loggedOn = true);

    public void OnLogout(FixSession session, string reason) => Change(() => loggedOn = false);

    public FixRefusal? FromApp(FixSession session, FixMessage message)
    {
        reading.Wait();
        if (message.MessageType is FixMsgType.ExecutionReport or FixMsgType.OrderCancelReject)
            Change(() => reports.Add(WireReport.Read(message)));
        string text = Text(message);
        Change(() => messages.Add((message.MessageType, text)));
        return null;
    }

    public void Dispose()
    {
        reading.Set();
        Disconnect();
        store.Dispose();
        reading.Dispose();
    }

    private static string Text(FixMessage message)
    {
        int[] session = [FixTag.BeginString, FixTag.BodyLength, FixTag.MsgType, FixTag.MsgSeqNum, FixTag.SenderCompID, FixTag.TargetCompID, FixTag.SendingTime, 122, FixTag.CheckSum];
        return string.Join('|', Enumerable.Range(0, message.FieldCount).Where(i => !session.Contains(message.TagAt(i)))
            .Select(i => $"{message.TagAt(i).ToString(CultureInfo.InvariantCulture)}={System.Text.Encoding.Latin1.GetString(message.ValueAt(i))}"));
    }

    private FixMessageWriter Begin(int type, string id, Side side, string symbol = CrashConfiguration.Product) => writer.Begin(type)
        .Append(FixTag.ClOrdID, id)
        .Append(FixTag.Symbol, symbol)
        .Append(FixTag.Side, side == Side.Buy ? '1' : '2')
        .Append(FixTag.TransactTime, TimeProvider.System.GetUtcNow().UtcDateTime);

    private void Write(FixMessageWriter message) => initiator!.Session.Send(message);

    private async Task UntilAsync(Func<bool> holds, string what)
    {
        using CancellationTokenSource late = new(Patience.Longest);
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (holds())
                    return;
                next = changed.Task;
            }

            try
            {
                await next.WaitAsync(late.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"{what} did not come within {Patience.Longest.TotalSeconds} s; the desk has: {string.Join("; ", Reports)}");
            }
        }
    }

    private void Change(Action change)
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            change();
            signal = changed;
            changed = NewSignal();
        }

        signal.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
