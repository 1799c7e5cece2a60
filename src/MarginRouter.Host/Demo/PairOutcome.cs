using System.Collections.Immutable;
using MarginRouter.Core.Routing.Legs;

namespace MarginRouter.Host.Demo;

/// <summary>What became of one order of two legs.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="ClientOrderId">ClOrdID(11).</param>
/// <param name="Decisions">Its decisions, one for each stage that was sent.</param>
/// <param name="Reports">Execution reports of the whole and of its legs as received by the desk, in order.</param>
internal sealed record PairOutcome(PairScenario Scenario, string ClientOrderId, ImmutableArray<BasketDecision> Decisions, ImmutableArray<DeskReport> Reports)
{
    /// <summary>The last report of the whole.</summary>
    public DeskReport Final => Reports.Last(report => report.Leg is null);
}
