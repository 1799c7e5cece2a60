using System.Collections.Immutable;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Engine;
using MarginRouter.Host.Health;
using MarginRouter.Host.Runtime;

namespace MarginRouter.Host.Tests.Crash;

/// <summary>
/// A router in the test's own process whose events can be answered on the engine's own thread: what a test posts there stands in the
/// queue before anything that a venue can still answer.
/// </summary>
internal sealed class ObservedRouter : IEngineObserver, IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly List<InboundEvent> events = [];
    private readonly List<RouteDecision> decisions = [];
    private readonly List<MarkPriceReceived> beside = [];
    private readonly List<ReportParent> reports = [];
    private readonly Dictionary<InstrumentId, long[]> asks = [];
    private readonly Dictionary<InstrumentId, long> bestAsks = [];
    private readonly Readiness readiness;
    private readonly RouterRuntime runtime;
    private readonly AlarmLog log = new();
    private TaskCompletionSource changed = NewSignal();

    public ObservedRouter(RouterConfiguration configuration)
    {
        readiness = new Readiness(configuration.Firm);
        SecretSource secrets = new(CrashConfiguration.Secrets.ToImmutableDictionary(secret => $"env:{secret.Key}", secret => secret.Value));
        runtime = new RouterRuntime(configuration, new RouterServices(secrets, "test", TimeProvider.System, log, this));
    }

    /// <summary>Called on the engine's thread before an event is applied.</summary>
    public Action<InboundEvent>? BeforeEvent { get; set; }

    public IReadOnlyList<InboundEvent> Events
    {
        get
        {
            lock (gate)
                return [.. events];
        }
    }

    public IReadOnlyList<ReportParent> Reports
    {
        get
        {
            lock (gate)
                return [.. reports];
        }
    }

    /// <summary>Every alarm so far, code and text.</summary>
    public IReadOnlyList<string> Alarms => log.Alarms;

    /// <summary>How a venue does now.</summary>
    public HealthSnapshot Health(string venue) => runtime.Health.Snapshots().Single(one => one.Venue == venue);

    /// <summary>The engine; to be looked at after the end only.</summary>
    public Core.Engine.RouterEngine Engine => runtime.Engine;

    public Task StartAsync()
    {
        runtime.Start();
        return UntilAsync(() => readiness.IsReady, "readiness");
    }

    /// <summary>Puts an immediate-or-cancel buy order of the futures desk into the engine's queue.</summary>
    public void Buy(string id, decimal quantity) => runtime.Inbox.OnEvent(new ParentReceived(new ParentRequest(
        CrashConfiguration.FuturesDesk, id, CrashConfiguration.Product, Side.Buy, quantity, OrderType.Limit, 61_000m, TimeInForce.ImmediateOrCancel)));

    /// <summary>Puts an immediate-or-cancel order of a desk into the engine's queue.</summary>
    public void Order(string desk, string id, Side side, decimal quantity) => runtime.Inbox.OnEvent(new ParentReceived(new ParentRequest(
        desk, id, CrashConfiguration.Product, side, quantity, OrderType.Market, null, TimeInForce.ImmediateOrCancel)));

    /// <summary>The first decision about the parent that arrived as the given one, counted from 1.</summary>
    public async Task<RouteDecision> DecisionAsync(long parent)
    {
        RouteDecision? found = null;
        await UntilAsync(() => (found = decisions.Find(decision => decision.Slice.Parent.Value == parent)) is not null, $"the decision on parent {parent}");
        return found!;
    }

    /// <summary>True when the last image of an instrument's book has so many asks of so many lots each, and no other ask.</summary>
    public bool IsBookWhole(InstrumentId instrument, int levels, long lots)
    {
        lock (gate)
            return asks.TryGetValue(instrument, out long[]? sizes) && sizes.Length == levels && Array.TrueForAll(sizes, size => size == lots);
    }

    /// <summary>Waits for a book whose best ask is at a price, in ticks.</summary>
    public Task BestAskAsync(InstrumentId instrument, long ticks) =>
        UntilAsync(() => bestAsks.GetValueOrDefault(instrument) == ticks, $"a best ask of {ticks} ticks");

    public Task EventAsync(Func<InboundEvent, bool> fits, string what) => UntilAsync(() => events.Exists(inbound => fits(inbound)), what);

    /// <summary>The first mark with funding or volatility that fits; the cause is repeated until it is there.</summary>
    public async Task<MarkPriceReceived> MarkAsync(Predicate<MarkPriceReceived> fits, Action cause)
    {
        MarkPriceReceived? found = null;
        await Patience.UntilAsync(
            () =>
            {
                cause();
                lock (gate)
                    found = beside.Find(fits);
                return found is not null;
            },
            "a mark");
        return found!;
    }

    /// <summary>Does something and waits for the next volatility of an option.</summary>
    public async Task VolatilityAsync(InstrumentId instrument, Action cause)
    {
        int before;
        lock (gate)
            before = beside.Count(mark => mark.Instrument == instrument && mark.ImpliedVolatility is not null);
        cause();
        await UntilAsync(() => beside.Count(mark => mark.Instrument == instrument && mark.ImpliedVolatility is not null) > before, "a volatility");
    }

    /// <summary>The last report of an order once it is over.</summary>
    public async Task<ReportParent> FinalAsync(string id)
    {
        ReportParent? found = null;
        await UntilAsync(
            () => (found = reports.FindLast(report => report.ClientOrderId == id && ParentTransitions.IsFinal(report.Status))) is not null, $"the end of {id}");
        return found!;
    }

    public void OnEvent(Instant at, InboundEvent inbound)
    {
        BeforeEvent?.Invoke(inbound);
        Change(() =>
        {
            readiness.Note(inbound);
            if (inbound is BookChanged book)
            {
                asks[book.Image.Instrument] = Sizes(book.Image.Levels(BookSide.Ask));
                bestAsks[book.Image.Instrument] = book.Image.Levels(BookSide.Ask) is [var best, ..] ? best.Price.Value : 0;
            }

            if (inbound is MarkPriceReceived mark && (mark.FundingRate ?? mark.ImpliedVolatility) is not null)
                beside.Add(mark);
            if (inbound is not (BookChanged or TimeAdvanced or MarkPriceReceived))
                events.Add(inbound);
        });
    }

    public void OnDecision(Instant at, RouteDecision decision) => Change(() => decisions.Add(decision));

    public void OnReport(ReportParent report) => Change(() => reports.Add(report));

    public async ValueTask DisposeAsync()
    {
        await runtime.DisposeAsync();
        Assert.False(runtime.Faulted.IsCompleted, runtime.Faulted.IsCompleted ? $"{await runtime.Faulted}" : "");
    }

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

            if (runtime.Faulted.IsCompleted)
                Assert.Fail($"the router stopped: {await runtime.Faulted}");
            try
            {
                await next.WaitAsync(late.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"{what} did not come within {Patience.Longest.TotalSeconds} s; events: {string.Join("; ", Events.TakeLast(30))}");
            }
        }
    }

    private static long[] Sizes(ReadOnlySpan<BookLevel> levels)
    {
        long[] sizes = new long[levels.Length];
        for (int i = 0; i < levels.Length; i++)
            sizes[i] = levels[i].Quantity.Value;
        return sizes;
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
