using System.Diagnostics;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;
using MarginRouter.Host.Engine;

namespace MarginRouter.LoadTests.Paths;

/// <summary>Tells when a router can trade, and stamps the stages of each parent. Costs two clock readings an order.</summary>
internal sealed class RouterObserver(Firm firm, StageTimes stages) : IEngineObserver
{
    private readonly HashSet<int> waitingVenues = [.. firm.Reference.Venues.Select(venue => venue.Id.Value)];
    private readonly HashSet<int> waitingBooks = [.. firm.Reference.Instruments.Select(instrument => instrument.Id.Value)];
    private readonly HashSet<int> waitingMarks = [.. firm.Reference.Instruments.Select(instrument => instrument.Id.Value)];
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int parents;

    /// <summary>Ends once every venue is connected, every book live and every contract valued.</summary>
    public Task Ready => ready.Task;

    public void OnEvent(Instant at, InboundEvent inbound)
    {
        if (inbound is ParentReceived)
            stages.Taken[++parents] = Stopwatch.GetTimestamp();
        else if (!ready.Task.IsCompleted)
            Note(inbound);
    }

    public void OnChild(Instant at, ChildOrderTerms child)
    {
        long parent = child.Id.Parent.Value;
        if (child.Id.Attempt != 1)
            return;
        if (stages.Children[parent]++ == 0)
            stages.Decided[parent] = Stopwatch.GetTimestamp();
    }

    public void OnDecision(Instant at, RouteDecision decision)
    {
    }

    public void OnReport(ReportParent report)
    {
    }

    private void Note(InboundEvent inbound)
    {
        switch (inbound)
        {
            case VenueConnectionChanged { Connected: true } change:
                waitingVenues.Remove(change.Venue.Value);
                break;
            case BookChanged change when change.Image.State == BookState.Live:
                waitingBooks.Remove(change.Image.Instrument.Value);
                break;
            case MarkPriceReceived mark:
                waitingMarks.Remove(mark.Instrument.Value);
                break;
        }

        if (waitingVenues.Count == 0 && waitingBooks.Count == 0 && waitingMarks.Count == 0)
            ready.TrySetResult();
    }
}
