using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Routing;
using MarginRouter.Host.Engine;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Host.Runtime;

/// <summary>Tells the operator of a running service which venues are up, and when everything is there that orders are judged by.</summary>
internal sealed partial class OperationLog(Firm firm, ILogger<OperationLog> logger) : IEngineObserver
{
    private readonly Readiness readiness = new(firm);

    public void OnEvent(Instant at, InboundEvent inbound)
    {
        bool changed = readiness.Note(inbound);
        if (inbound is VenueConnectionChanged { Connected: true } up)
            LogVenueUp(logger, firm.Reference[up.Venue].Name, up.Reason);
        else if (inbound is VenueConnectionChanged down)
            LogVenueDown(logger, firm.Reference[down.Venue].Name, down.Reason);
        if (changed && readiness.IsReady)
            LogReady(logger);
        else if (changed)
            LogNotReady(logger, readiness.Missing(firm));
    }

    public void OnDecision(Instant at, RouteDecision decision)
    {
    }

    public void OnReport(ReportParent report)
    {
    }
}
