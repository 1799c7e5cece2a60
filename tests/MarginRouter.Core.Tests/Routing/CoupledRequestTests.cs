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
        Assert.True(gaps.Average() < 0.12m && gaps[Runs / 2] < 0.001m && gaps[Runs * 99 / 100] < 3m, figures);
    }

    [Fact]
    public void Decide_AllMoneyDoubled_FillsTheSameAtTwiceTheCostWithinTheCertifiedGap()
    {
        for (int seed = 0; seed < Runs; seed++)
        {
            RouteScenario scenario = seed % 3 == 0 ? RandomScenario.Coupled(seed) : seed % 3 == 1 ? RandomScenario.Mixed(seed) : RandomScenario.SingleHome(seed);
            RouteDecision before = scenario.Decide();
            foreach (RouteScenario.InstrumentSpec spec in scenario.Instruments)
            {
                (spec.MarkTicks, spec.OppositeDistance) = (2 * spec.MarkTicks, 2 * spec.OppositeDistance);
                (spec.Ticket, spec.MinimumNotional) = (2 * spec.Ticket, 2 * spec.MinimumNotional);
                for (int i = 0; i < spec.Levels.Count; i++)
                    spec.Levels[i] = (2 * spec.Levels[i].Distance, spec.Levels[i].Lots);
            }

            foreach (RouteScenario.AccountSpec account in scenario.Accounts)
            {
                account.Wallet *= 2m;
                for (int i = 0; i < account.Positions.Count; i++)
                    account.Positions[i] = account.Positions[i] with { Entry = 2m * account.Positions[i].Entry };
                for (int i = 0; i < account.Pending.Count; i++)
                    account.Pending[i] = account.Pending[i] with { LimitPrice = new PriceTicks(2 * account.Pending[i].LimitPrice.Value) };
            }

            RouteDecision after = scenario.Decide();
            Assert.True(before.Planned == after.Planned, $"seed {seed}: {before.Planned.Value} and {after.Planned.Value}");
            decimal gap = Math.Max(before.GapBasisPoints ?? 0m, after.GapBasisPoints ?? 0m);
            Assert.True(Math.Abs((before.CostBasisPoints ?? 0m) - (after.CostBasisPoints ?? 0m)) <= gap + 0.001m, $"seed {seed}: {before.CostBasisPoints} and {after.CostBasisPoints} bp");
        }
    }

    [Fact]
    public void Decide_CoupledRequestRelabelled_FillsNearlyAsMuchAtACostWithinTheCertifiedGap()
    {
        int otherFills = 0;
        for (int seed = 0; seed < Runs / 2; seed++)
        {
            RouteScenario scenario = RandomScenario.Coupled(seed);
            RouteDecision before = scenario.Decide();
            int last = scenario.Instruments.Count - 1;
            scenario.Instruments.Reverse();
            foreach (RouteScenario.AccountSpec account in scenario.Accounts)
            {
                for (int i = 0; i < account.Slots.Count; i++)
                    account.Slots[i] = last - account.Slots[i];
                for (int i = 0; i < account.Positions.Count; i++)
                    account.Positions[i] = account.Positions[i] with { Slot = last - account.Positions[i].Slot };
            }

            RouteDecision after = scenario.Decide();

            // Where limits and lots leave a crumb, which lots fit is searched for, not known.
            long fillApart = Math.Abs(before.Planned.Value - after.Planned.Value);
            Assert.True(fillApart <= Math.Max(1, before.Planned.Value / 100), $"seed {seed}: {before.Planned.Value} and {after.Planned.Value}");
            otherFills += fillApart == 0 ? 0 : 1;
            if (fillApart > 0)
                continue;
            decimal apart = Math.Abs((before.CostBasisPoints ?? 0m) - (after.CostBasisPoints ?? 0m));
            Assert.True(apart <= Math.Max(before.GapBasisPoints ?? 0m, after.GapBasisPoints ?? 0m) + 1e-6m, $"seed {seed}: {apart} bp apart");
        }

        Assert.True(otherFills <= Runs / 50, $"{otherFills} of {Runs / 2} fill otherwise");
    }
}
