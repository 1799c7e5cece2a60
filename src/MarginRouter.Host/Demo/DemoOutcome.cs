using System.Collections.Immutable;
using MarginRouter.Core.Routing;

namespace MarginRouter.Host.Demo;

/// <summary>What became of one scenario: the decisions that were made and the reports that the desk received over FIX.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="ClientOrderId">ClOrdID(11) of its order.</param>
/// <param name="Decisions">Its routing decisions, one per attempt.</param>
/// <param name="Reports">Execution reports as received by the desk, in order.</param>
internal sealed record DemoOutcome(
    DemoScenario Scenario,
    string ClientOrderId,
    ImmutableArray<RouteDecision> Decisions,
    ImmutableArray<DeskReport> Reports)
{
    /// <summary>The last report.</summary>
    public DeskReport Final => Reports[^1];
}
