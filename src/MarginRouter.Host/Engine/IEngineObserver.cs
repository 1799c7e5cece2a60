using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Routing.Legs;

namespace MarginRouter.Host.Engine;

/// <summary>Watches events, decisions and reports as they are made: the demo and the load test each do it in their own way. Called on the engine thread; must be quick.</summary>
internal interface IEngineObserver
{
    /// <summary>An event was taken.</summary>
    void OnEvent(Instant at, InboundEvent inbound);

    /// <summary>A child was decided; its decision is told later. Most watchers do not ask.</summary>
    void OnChild(Instant at, ChildOrderTerms child)
    {
    }

    /// <summary>A parent was routed.</summary>
    void OnDecision(Instant at, RouteDecision decision);

    /// <summary>A parent of several legs was routed. Most watchers do not ask.</summary>
    void OnBasketDecision(Instant at, BasketDecision decision)
    {
    }

    /// <summary>A parent's report was made.</summary>
    void OnReport(ReportParent report);
}
