using MarginRouter.Core.Instruments;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Routing.Search;
using Xunit.Abstractions;

namespace MarginRouter.Core.Tests.Routing;

/// <summary>Requests that the merge alone does not settle, decided within few work units.</summary>
public sealed class CoupledBudgetTests(ITestOutputHelper output)
{
    private const int Runs = 300;

    // Beyond the budget: the step that was under way, and asking every account once more about its finished children.
    private const int Overrun = 64;

    [Theory]
    [InlineData(100)]
    [InlineData(500)]
    [InlineData(2_000)]
    [InlineData(4_000)]
    public void Decide_CoupledRequest_StaysWithinItsWorkUnitsAndIsNeverWorseThanTheMerge(int budget)
    {
        List<decimal> gaps = [];
        List<int> used = [];
        int improved = 0;
        for (int seed = 0; seed < Runs; seed++)
        {
            RouteScenario scenario = RandomScenario.Coupled(seed);
            scenario.WorkUnits = budget;
            RouteRequest request = scenario.Request();
            ReferenceData reference = scenario.Reference();
            RouteDecision decision = scenario.Optimizer().Decide(request);
            RouteChecks.AssertExact(request, reference, decision, seed);
            string? broken = NaiveLimits.FirstBroken(request, reference, RouteChecks.Fills(decision))
                ?? NaiveGroupLimits.FirstBroken(request, reference, [.. RouteChecks.Fills(decision).Select(one => (request.Accounts[one.Account.Value], one.Fill))]);
            Assert.True(broken is null, $"seed {seed}: {broken}");
            Assert.True(decision.WorkUnitsUsed <= budget + Overrun, $"seed {seed}: {decision.WorkUnitsUsed} of {budget} work units");
            Assert.Equal(DecisionBytes.Of(decision), DecisionBytes.Of(scenario.Optimizer().Decide(request)));
            ProvenSplit proven = Prove(request, reference);
            (long filled, decimal cost) = proven.Merged;
            Assert.True(proven.Plan.Filled == decision.Planned.Value, $"seed {seed}: {proven.Plan.Filled} and {decision.Planned.Value}");
            Assert.True(
                proven.Plan.Filled > filled || (proven.Plan.Filled == filled && proven.Plan.Cost <= cost),
                $"seed {seed}: {proven.Plan.Filled} at {proven.Plan.Cost} after a merge with {filled} at {cost}");
            improved += proven.Plan.Filled > filled || proven.Plan.Cost < cost ? 1 : 0;
            gaps.Add(decision.GapBasisPoints ?? 0m);
            used.Add(decision.WorkUnitsUsed);
        }

        gaps.Sort();
        used.Sort();
        output.WriteLine($"{budget} units: gap mean {gaps.Average():F4}, p50 {gaps[Runs / 2]:F4}, p99 {gaps[Runs * 99 / 100]:F4}, most {gaps[^1]:F4} bp; "
            + $"{improved} better than the merge; units mean {used.Average():F0}, p99 {used[Runs * 99 / 100]}, most {used[^1]}");
    }

    private static ProvenSplit Prove(RouteRequest request, ReferenceData reference)
    {
        RouteProblem problem = RouteProblem.Prepare(new RouteWorkspace(reference, TestMarginModels.Table()), request);
        problem.Parts.Blind.Run();
        problem.Parts.Proven.Find();
        return problem.Parts.Proven;
    }
}
