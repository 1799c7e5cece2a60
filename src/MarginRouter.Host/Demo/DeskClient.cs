using System.Collections.Immutable;
using System.Net;
using MarginRouter.Core.Instruments;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using MarginRouter.Fix.Transport;
using MarginRouter.Gateway;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Host.Demo;

/// <summary>A desk's side of a real FIX session: sends orders, collects the reports of each.</summary>
internal sealed class DeskClient : IFixApplication, IDisposable
{
    private readonly TaskCompletionSource loggedOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private readonly FixMessageWriter writer = new();
    private readonly Dictionary<string, List<DeskReport>> reports = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TaskCompletionSource> finals = new(StringComparer.Ordinal);
    private readonly MemoryFixMessageStore store = new();
    private readonly FixInitiator initiator;
    private readonly TimeProvider time;

    public DeskClient(IPEndPoint router, DeskLogon logon, TimeProvider time, ILoggerFactory loggers)
    {
        this.time = time;
        FixSessionOptions session = new()
        {
            Id = new FixSessionId(logon.CompId, logon.RouterCompId),
            Role = FixRole.Initiator,
            Username = logon.Username,
            Password = logon.Password,
        };
        FixInitiatorOptions options = new() { Host = router.Address.ToString(), Port = router.Port };
        initiator = new FixInitiator(options, session, (store, this), time, loggers.CreateLogger<FixInitiator>());
    }

    /// <summary>Ends once the session is logged on.</summary>
    public Task LoggedOn => loggedOn.Task;

    public void Start() => initiator.Start();

    /// <summary>Sends a market order, immediate-or-cancel, and ends with all its reports once it is over.</summary>
    public Task<ImmutableArray<DeskReport>> SendAsync(string clientOrderId, string symbol, Side side, decimal quantity, TimeSpan patience) =>
        SendAsync(clientOrderId, patience, () => writer.Begin(FixMsgType.NewOrderSingle)
            .Append(FixTag.ClOrdID, clientOrderId)
            .Append(FixTag.Symbol, symbol)
            .Append(FixTag.Side, side == Side.Buy ? '1' : '2')
            .Append(FixTag.TransactTime, time.GetUtcNow().UtcDateTime)
            .Append(FixTag.OrderQty, quantity)
            .Append(FixTag.OrdType, '1')
            .Append(FixTag.TimeInForce, '3'));

    /// <summary>Buys spot and sells the perpetual of a product, at market, in slices, immediate-or-cancel (NewOrderMultileg); ends with all its reports once it is over.</summary>
    public Task<ImmutableArray<DeskReport>> SendPairAsync(string clientOrderId, string symbol, PairScenario pair, TimeSpan patience) =>
        SendAsync(clientOrderId, patience, () =>
        {
            writer.Begin(FixMsgType.NewOrderMultileg)
                .Append(FixTag.ClOrdID, clientOrderId)
                .Append(FixTag.Symbol, "CARRY")
                .Append(FixTag.Side, 'B')
                .Append(FixTag.TransactTime, time.GetUtcNow().UtcDateTime)
                .Append(FixTag.OrderQty, pair.Quantity)
                .Append(FixTag.OrdType, '1')
                .Append(FixTag.TimeInForce, '3')
                .Append(DeskTag.ShortFillPolicy, '2')
                .Append(DeskTag.MaximumLegging, pair.MaximumLegging)
                .Append(FixLegTag.NoLegs, 2);
            writer.Append(FixLegTag.LegSymbol, symbol).Append(FixLegTag.LegRatioQty, 1).Append(FixLegTag.LegSide, '1').Append(FixLegTag.LegRefID, "spot").Append(DeskTag.LegInstrumentKinds, "spot");
            writer.Append(FixLegTag.LegSymbol, symbol).Append(FixLegTag.LegRatioQty, 1).Append(FixLegTag.LegSide, '2').Append(FixLegTag.LegRefID, "perpetual").Append(DeskTag.LegInstrumentKinds, "linearPerpetual");
        });

    private async Task<ImmutableArray<DeskReport>> SendAsync(string clientOrderId, TimeSpan patience, Action write)
    {
        TaskCompletionSource final = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            reports[clientOrderId] = [];
            finals[clientOrderId] = final;
            write();
            initiator.Session.Send(writer);
        }

        await final.Task.WaitAsync(patience, time);
        lock (gate)
        {
            return [.. reports[clientOrderId]];
        }
    }

    public void OnLogon(FixSession session) => loggedOn.TrySetResult();

    public void OnLogout(FixSession session, string reason) => loggedOn.TrySetException(new InvalidOperationException($"logged out: {reason}"));

    public FixRefusal? FromApp(FixSession session, FixMessage message)
    {
        if (message.MessageType != FixMsgType.ExecutionReport || message.GetText(FixTag.ClOrdID) is not string id)
            return null;
        DeskReport report = DeskReport.Read(message);
        lock (gate)
        {
            if (!reports.TryGetValue(id, out List<DeskReport>? received))
                return null;
            received.Add(report);
            if (report.IsFinal)
                finals[id].TrySetResult();
        }

        return null;
    }

    public void Dispose()
    {
        initiator.Dispose();
        store.Dispose();
    }
}
