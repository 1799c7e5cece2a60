using MarginRouter.Core.Instruments;
using MarginRouter.Core.Routing;
using Xunit.Abstractions;

namespace MarginRouter.Core.Tests.Routing;

/// <summary>Requests that the merge alone does not settle: what they are certified for, and that nothing is broken on the way.</summary>
public sealed class CoupledRequestTests(ITestOutputHelper output)
{
    private const int Runs = 300;

    [Fact]
    public void Decide_CoupledRequest_HoldsAtEverySubsetAndIsCertifiedNearTheBest()
    {
        List<decimal> gaps = [];
        decimal filled = 0m;
        decimal cost = 0m;
        for (int seed = 0; seed < Runs; seed++)
        {
            RouteScenario scenario = RandomScenario.Coupled(seed);
            RouteRequest request = scenario.Request();
            ReferenceData reference = scenario.Reference();
            RouteDecision decision = scenario.Optimizer().Decide(request);
            RouteChecks.AssertExact(request, reference, decision, seed);
            string? broken = NaiveLimits.FirstBroken(request, reference, RouteChecks.Fills(decision))
                ?? NaiveGroupLimits.FirstBroken(request, reference, [.. RouteChecks.Fills(decision).Select(one => (request.Accounts[one.Account.Value], one.Fill))]);
            Assert.True(broken is null, $"seed {seed}: {broken}");
            gaps.Add(decision.GapBasisPoints ?? 0m);
            filled += decision.Planned.Value / (decimal)scenario.Quantity;
            cost += decision.CostBasisPoints ?? 0m;
            output.WriteLine($"{seed} {decision.Planned.Value} {decision.CostBasisPoints ?? 0m:F4} {decision.GapBasisPoints ?? 0m:F4} {decision.WorkUnitsUsed}");
        }

        gaps.Sort();
        string figures = $"gap mean {gaps.Average():F4}, p50 {gaps[Runs / 2]:F4}, p99 {gaps[Runs * 99 / 100]:F4}, most {gaps[^1]:F4} bp; fill {filled / Runs:P2}, cost {cost / Runs:F4} bp";
        output.WriteLine(figures);
        Assert.True(gaps.Average() < 0.15m && gaps[Runs / 2] < 0.001m && gaps[Runs * 99 / 100] < 3m, figures);
    }
}
