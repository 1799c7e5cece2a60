using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Routing;

namespace MarginRouter.Host.Engine;

/// <summary>Watches decisions and reports as they are made: the demo and the load test each do it in their own way. Called on the engine thread; must be quick.</summary>
internal interface IDecisionObserver
{
    /// <summary>A parent was routed.</summary>
    void OnDecision(Instant at, RouteDecision decision);

    /// <summary>A parent's report was made.</summary>
    void OnReport(ReportParent report);
}
