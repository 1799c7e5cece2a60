using System.Collections.Immutable;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Routing;
using MarginRouter.Host.Engine;

namespace MarginRouter.Host.Demo;

/// <summary>Collects decisions by parent and tells when every venue, book and mark is there.</summary>
internal sealed class DemoObserver : IEngineObserver
{
    private readonly Lock gate = new();
    private readonly Dictionary<long, List<RouteDecision>> decisions = [];
    private readonly Dictionary<string, long> parents = new(StringComparer.Ordinal);
    private readonly HashSet<int> waitingVenues;
    private readonly HashSet<int> waitingBooks;
    private readonly HashSet<int> waitingMarks;
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DemoObserver(Firm firm)
    {
        waitingVenues = [.. firm.Reference.Venues.Select(venue => venue.Id.Value)];
        waitingBooks = [.. firm.Reference.Instruments.Select(instrument => instrument.Id.Value)];
        waitingMarks = [.. firm.Reference.Instruments.Where(instrument => instrument.IsDerivative).Select(instrument => instrument.Id.Value)];
    }

    /// <summary>Ends once everything that the demo trades on is connected, live and valued.</summary>
    public Task Ready => ready.Task;

    /// <summary>What is still missing, for a message when the wait is given up.</summary>
    public string Missing(Firm firm) => string.Join(
        ", ",
        [
            .. waitingVenues.Select(id => $"venue {firm.Reference.Venues[id].Name}"),
            .. waitingBooks.Select(id => $"book of {firm.Reference.Instruments[id].Symbol}"),
            .. waitingMarks.Select(id => $"mark of {firm.Reference.Instruments[id].Symbol}"),
        ]);

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

    public void OnEvent(Instant at, InboundEvent inbound)
    {
        switch (inbound)
        {
            case VenueConnectionChanged change:
                Note(waitingVenues, change.Venue.Value, change.Connected);
                break;
            case BookChanged change when change.Image.State == BookState.Live:
                Note(waitingBooks, change.Image.Instrument.Value, present: true);
                break;
            case MarkPriceReceived mark:
                Note(waitingMarks, mark.Instrument.Value, present: true);
                break;
        }
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

    private void Note(HashSet<int> waiting, int id, bool present)
    {
        if (present)
            waiting.Remove(id);
        else
            waiting.Add(id);
        if (waitingVenues.Count == 0 && waitingBooks.Count == 0 && waitingMarks.Count == 0)
            ready.TrySetResult();
    }
}
