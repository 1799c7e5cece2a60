using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Routing;
using Xunit.Abstractions;

namespace MarginRouter.Core.Tests.Routing;

/// <summary>Requests over accounts that are judged as a whole, several instruments each: how near the best their splits come.</summary>
public sealed class WholeAccountTests(ITestOutputHelper output)
{
    private const int Runs = 60;
    private const int WorkUnits = 20_000;

    public static TheoryData<int> AllFiles() => [.. Enumerable.Range(0, WholeAccounts.Files.Length)];

    [Theory]
    [MemberData(nameof(AllFiles))]
    public void Decide_CoupledRequest_HoldsItsLimitsAndIsCertifiedNearTheBest(int file)
    {
        List<decimal> gaps = [];
        decimal filled = 0m;
        int limited = 0;
        for (int seed = 0; seed < Runs; seed++)
        {
            RouteScenario scenario = WholeAccounts.Coupled(seed, file);
            scenario.WorkUnits = WorkUnits;
            RouteRequest request = scenario.Request();
            ReferenceData reference = scenario.Reference();
            RouteDecision decision = scenario.Optimizer().Decide(request);
            RouteChecks.AssertExact(request, reference, decision, seed);
            foreach (RouteAccount account in request.Accounts)
            {
                PendingFill[] own = [.. RouteChecks.Fills(decision).Where(one => one.Account == account.Subaccount.Id).Select(one => one.Fill)];
                Assert.True(own.Length == 0 || WholeAccounts.Check(scenario, request, account, own) is null, $"seed {seed}: account {account.Subaccount.Id.Value}");
            }

            gaps.Add(decision.GapBasisPoints ?? 0m);
            filled += decision.Planned.Value / (decimal)scenario.Quantity;
            limited += decision.Remainder.IsZero ? 0 : 1;
        }

        gaps.Sort();
        (string name, _, decimal mean) = WholeAccounts.Files[file];
        string figures = $"{name}: gap mean {gaps.Average():F4}, p50 {gaps[Runs / 2]:F4}, p99 {gaps[Runs * 99 / 100]:F4} bp; fill {filled / Runs:P2}, {limited} short";
        output.WriteLine(figures);
        Assert.True(limited is > Runs / 4 and < Runs, figures);
        Assert.True(gaps.Average() <= mean && gaps[Runs / 2] < 0.001m, figures);
    }

    [Theory]
    [MemberData(nameof(AllFiles))]
    public void Decide_TinyRequest_EqualsTheBestOfAllSplitsAndItsBoundIsNotAboveIt(int file)
    {
        int limited = 0;
        List<string> wrong = [];
        for (int seed = 0; seed < 4 * Runs; seed++)
        {
            RouteScenario scenario = WholeAccounts.Tiny(seed, file);
            RouteRequest request = scenario.Request();
            RouteDecision decision = scenario.Optimizer().Decide(request);
            var best = new ExhaustiveSplit(request, scenario.Reference(), objective: null, scenario.Models);
            decimal value = scenario.Side.Sign() * (decision.ArrivalPrice ?? 0m) * decision.Planned.Value * RouteScenario.ProductLot;
            if (decision.Planned.Value != best.Filled)
                wrong.Add($"seed {seed}: fills {decision.Planned.Value} of {best.Filled}");
            else if (best.Filled > 0 && decision.Cost.Total + value > best.Paid + 1e-9m)
                wrong.Add($"seed {seed}: pays {decision.Cost.Total + value}, not {best.Paid}");
            else if (best.Filled > 0 && decision.LowerBound + value > best.Paid + 1e-9m)
                wrong.Add($"seed {seed}: certified {decision.LowerBound + value}, above {best.Paid}");
            limited += decision.Remainder.IsZero ? 0 : 1;
        }

        Assert.True(limited > Runs, $"{limited} short");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {4 * Runs}: {string.Join("; ", wrong.Take(12))}");
    }
}
