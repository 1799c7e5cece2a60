using System.Collections.Immutable;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Routing.Legs;
using MarginRouter.Host.Engine;

namespace MarginRouter.Host.Demo;

/// <summary>Collects decisions by parent and tells when every venue, book and mark is there.</summary>
internal sealed class DemoObserver(Firm firm) : IEngineObserver
{
    private readonly Lock gate = new();
    private readonly Dictionary<long, List<RouteDecision>> decisions = [];
    private readonly Dictionary<long, List<BasketDecision>> pairs = [];
    private readonly Dictionary<string, long> parents = new(StringComparer.Ordinal);
    private readonly Readiness readiness = new(firm);
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends once everything that the demo trades on is connected, live and valued.</summary>
    public Task Ready => ready.Task;

    /// <summary>What is still missing, for a message when the wait is given up.</summary>
    public string Missing => readiness.Missing(firm);

    /// <summary>The decisions of the parent with this client order id.</summary>
    public ImmutableArray<RouteDecision> Decisions(string clientOrderId)
    {
        lock (gate)
        {
            return parents.TryGetValue(clientOrderId, out long parent) && decisions.TryGetValue(parent, out List<RouteDecision>? made)
                ? [.. made]
                : [];
        }
    }

    /// <summary>The decisions about the order of several legs with this client order id.</summary>
    public ImmutableArray<BasketDecision> PairDecisions(string clientOrderId)
    {
        lock (gate)
        {
            return parents.TryGetValue(clientOrderId, out long basket) && pairs.TryGetValue(basket, out List<BasketDecision>? made) ? [.. made] : [];
        }
    }

    public void OnBasketDecision(Instant at, BasketDecision decision)
    {
        lock (gate)
        {
            long basket = decision.Slice.Basket.Value;
            if (!pairs.TryGetValue(basket, out List<BasketDecision>? made))
                pairs[basket] = made = [];
            made.Add(decision);
        }
    }

    public void OnEvent(Instant at, InboundEvent inbound)
    {
        if (readiness.Note(inbound) && readiness.IsReady)
            ready.TrySetResult();
    }

    public void OnDecision(Instant at, RouteDecision decision)
    {
        lock (gate)
        {
            long parent = decision.Slice.Parent.Value;
            if (!decisions.TryGetValue(parent, out List<RouteDecision>? made))
                decisions[parent] = made = [];
            made.Add(decision);
        }
    }

    public void OnReport(ReportParent report)
    {
        if (report.Parent is not Core.Orders.ParentOrderId parent)
            return;
        lock (gate)
        {
            parents[report.ClientOrderId] = parent.Value;
        }
    }
}
