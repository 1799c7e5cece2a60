using System.Text;
using System.Text.Json;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Routing.Search.Instances;
using MarginRouter.Core.Routing.Search.Lots;
using MarginRouter.Core.Routing.Search.Model;
using MarginRouter.Testing;

namespace MarginRouter.Core.Tests.Routing.Search;

/// <summary>Solves the shared instances and compares with their stored answers. Large ones get a smaller budget, so that the tests stay short.</summary>
public sealed class InstanceSolverTests
{
    private static string Folder => SharedData.PathOf("oracle/public");

    [SharedDataFact]
    public void ExactSplit_StoredAnswers_AreAllowedAndCostWhatIsStored()
    {
        int count = 0;
        foreach (string file in Files("*.json"))
        {
            (SplitInstance instance, JsonElement answer) = Read(file);
            SplitModel model = InstanceModel.Build(instance, FillStatePolicy.Final);
            long[] lots = Lots(instance, model, answer);
            Assert.True(BrokenBeyondTolerance(model, lots) is null, $"{instance.Name}: {BrokenBeyondTolerance(model, lots)}");
            decimal stored = answer.GetProperty("objective").GetDecimal();
            Assert.True(Math.Abs(new ExactSplit(model).Cost(lots) - stored) <= 1e-6m * Math.Max(1m, Math.Abs(stored)), $"{instance.Name}: {new ExactSplit(model).Cost(lots)} and {stored}");
            count++;
        }

        Assert.True(count >= 62, $"{count} instances");
    }

    [SharedDataTheory]
    [InlineData("*-S.json", 400_000)]
    [InlineData("*-M.json", 400_000)]
    [InlineData("*margin-L.json", 100_000)]
    [InlineData("*fixed-L.json", 200_000)]
    [InlineData("*rfq-L.json", 100_000)]
    [InlineData("*infeasible-L.json", 200_000)]
    public void Solve_SharedInstances_FillTheMostAtNearlyTheLeastCost(string pattern, int workUnits)
    {
        List<decimal> gaps = [];
        foreach (string file in Files(pattern))
        {
            (SplitInstance instance, JsonElement answer) = Read(file);
            SolveOutcome outcome = InstanceSolver.Read(File.ReadAllBytes(file), FillStatePolicy.Final).Solve(workUnits);
            decimal filled = answer.GetProperty("filled_quantity").GetDecimal();
            decimal best = answer.GetProperty("objective").GetDecimal();
            decimal slack = 1e-6m * Math.Max(1m, Math.Abs(best));
            Assert.True(Math.Abs(outcome.Filled - filled) < 1e-9m * instance.Quantity, $"{instance.Name}: {outcome.Filled} of {filled}");
            Assert.True(outcome.Objective >= answer.GetProperty("lower_bound").GetDecimal() - slack, $"{instance.Name}: cheaper than possible");
            Assert.True(outcome.Bound <= best + slack, $"{instance.Name}: bound {outcome.Bound} above {best}");
            gaps.Add((outcome.Objective - best) / (filled * instance.ReferencePrice) * 10_000m);
            Assert.True(gaps[^1] <= 0.05m, $"{instance.Name}: {gaps[^1]:F4} bp");
        }

        Assert.True(gaps.Count > 0 && gaps.Average() <= 0.02m, $"mean {gaps.Average():F5} bp");
    }

    [SharedDataTheory]
    [InlineData(1_000, 1.0)]
    [InlineData(20_000, 0.25)]
    public void Solve_MixedLargeUnderABudget_FillsTheMostNearTheLeastCost(int workUnits, double mostBasisPoints)
    {
        int count = 0;
        foreach (string file in Files("*mixed-L.json"))
        {
            (SplitInstance instance, JsonElement answer) = Read(file);
            SolveOutcome outcome = InstanceSolver.Read(File.ReadAllBytes(file), FillStatePolicy.Final).Solve(workUnits);
            decimal filled = answer.GetProperty("filled_quantity").GetDecimal();
            decimal best = answer.GetProperty("objective").GetDecimal();
            decimal gap = (outcome.Objective - best) / (filled * instance.ReferencePrice) * 10_000m;
            Assert.True(outcome.Filled >= filled - (instance.Quantity / 10_000m), $"{instance.Name}: {outcome.Filled} of {filled}");
            Assert.True(gap <= (decimal)mostBasisPoints, $"{instance.Name}: {gap:F4} bp");
            Assert.True(outcome.Bound <= best + (1e-6m * Math.Abs(best)), $"{instance.Name}: bound {outcome.Bound} above {best}");
            count++;
        }

        Assert.True(count >= 4, $"{count} instances");
    }

    [SharedDataFact]
    public void Solve_FillStatesAny_HoldsAtEverySubsetOfChildren()
    {
        int checkedSplits = 0;
        foreach (string file in Files("*-S.json").Concat(Files("*-M.json")))
        {
            (SplitInstance instance, _) = Read(file);
            SolveOutcome outcome = InstanceSolver.Read(File.ReadAllBytes(file), FillStatePolicy.Any).Solve(100_000);
            if (outcome.Children.Length > 12)
                continue;
            checkedSplits++;
            SplitModel final = InstanceModel.Build(instance, FillStatePolicy.Final);
            (int Route, decimal Quantity)[] children = [.. outcome.Children.Select(child => (RouteOf(instance, child.Venue, child.Subaccount), child.Quantity))];
            for (int subset = 0; subset < 1 << children.Length; subset++)
            {
                var quantities = new decimal[instance.Routes.Length];
                for (int i = 0; i < children.Length; i++)
                    quantities[children[i].Route] = (subset >> i & 1) != 0 ? children[i].Quantity : 0m;
                foreach (LimitGroup limit in final.Limits)
                    Assert.True(limit.Rows.All(row => row.At(quantities) <= limit.Bound), $"{instance.Name}: subset {subset:b} breaks {limit.Family} {limit.Where}");
            }
        }

        Assert.True(checkedSplits > 20, $"{checkedSplits} splits of up to 12 children");
    }

    [SharedDataFact]
    public void Solve_Twice_GivesTheSameOutcome()
    {
        foreach (string file in Files("*-M.json"))
        {
            InstanceSolver solver = InstanceSolver.Read(File.ReadAllBytes(file), FillStatePolicy.Final);
            Assert.Equal(JsonSerializer.Serialize(solver.Solve(2_000)), JsonSerializer.Serialize(solver.Solve(2_000)));
        }
    }

    [SharedDataFact]
    public void FindBlocking_InfeasibleParents_NamesTheStoredFamilies()
    {
        int count = 0;
        foreach (string file in Files("*infeasible-S.json").Concat(Files("*infeasible-M.json")))
        {
            (SplitInstance instance, JsonElement answer) = Read(file);
            InstanceSolver solver = InstanceSolver.Read(File.ReadAllBytes(file), FillStatePolicy.Final);
            SolveOutcome outcome = solver.Solve(50_000);
            var named = solver.FindBlocking(outcome, 50_000);
            decimal enough = outcome.Filled + (instance.Quantity / 10_000m);
            var stored = answer.GetProperty("blocking_families").EnumerateArray()
                .Select(one => (Family: one.GetProperty("family").GetString()!, Fill: one.GetProperty("fill_without").GetDecimal()))
                .Where(one => one.Fill > enough);
            Assert.Equal(stored.Select(one => one.Family).Order(), named.Select(one => one.Family).Order());
            foreach (BlockingFamily family in named)
            {
                decimal fill = stored.Single(one => one.Family == family.Family).Fill;
                Assert.True(Math.Abs(family.FillWithout - fill) <= instance.Quantity / 1_000m, $"{solver.Name}: {family} and {fill}");
            }

            count++;
        }

        Assert.True(count > 0);
    }

    [Fact]
    public void FindBlocking_TwoFamiliesOnlyTogether_NamesBoth()
    {
        // One account of 1,000 at a limit of 1.0 and 10 % initial margin takes 100 units at 100; a cap stands at the same place.
        InstanceSolver solver = InstanceSolver.Read(Encoding.UTF8.GetBytes("""
            {"name": "both", "parent": {"side": "buy", "asset": "BTC", "quantity": 150, "reference_price": 100, "max_children": null, "limit_price": null},
             "instruments": [{"id": "P", "asset": "BTC", "mark": 100}], "scenario_sets": {},
             "venues": [{"id": "V", "type": "clob", "instrument": "P", "lot_size": 1, "min_qty": 1, "min_notional": 0, "taker_fee_rate": 0, "levels": [[101, 500]]}],
             "subaccounts": [{"id": "S", "equity": 1000, "margin_method": "standard", "util_limit": 1, "margin_cost_rate": 0,
               "im_rate": {"P": 0.1}, "mm_rate": {"P": 0.05}, "positions": {}, "min_liq_distance": null, "stress": null}],
             "routes": [{"venue": "V", "subaccount": "S", "fixed_cost": 0, "carry_per_unit": 0, "free_qty": 0, "borrow_per_unit": 0, "max_qty": null, "equity_drag_per_unit": 0}],
             "caps": [{"id": "c", "kind": "gross", "asset": "BTC", "subaccounts": ["S"], "limit": 10000}]}
            """), FillStatePolicy.Final);
        SolveOutcome outcome = solver.Solve(10_000);
        Assert.Equal(100m, outcome.Filled);
        Assert.Equal<BlockingFamily>([new BlockingFamily("util", 150m), new BlockingFamily("cap", 150m)], solver.FindBlocking(outcome, 10_000).ToArray());
    }

    [Fact]
    public void Read_MissingMemberOrWrongValue_NamesIt()
    {
        Assert.Contains("parent", Assert.Throws<FormatException>(() => InstanceSolver.Read("{}"u8.ToArray(), FillStatePolicy.Final)).Message, StringComparison.Ordinal);
        Assert.Contains("not JSON", Assert.Throws<FormatException>(() => InstanceSolver.Read("{"u8.ToArray(), FillStatePolicy.Final)).Message, StringComparison.Ordinal);
        Assert.Contains("asset", Assert.Throws<FormatException>(() => InstanceSolver.Read("""{"parent": {}}"""u8.ToArray(), FillStatePolicy.Final)).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Files(string pattern) => Directory.GetFiles(Path.Combine(Folder, "instances"), pattern).Order(StringComparer.Ordinal);

    private static (SplitInstance Instance, JsonElement Answer) Read(string file)
    {
        using JsonDocument answer = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "solutions", Path.GetFileName(file))));
        return (InstanceReader.Read(File.ReadAllBytes(file)), answer.RootElement.Clone());
    }

    private static int RouteOf(SplitInstance instance, string venue, string subaccount) =>
        Enumerable.Range(0, instance.Routes.Length).Single(route =>
            instance.Venues[instance.Routes[route].Venue].Id == venue && instance.Subaccounts[instance.Routes[route].Subaccount].Id == subaccount);

    private static long[] Lots(SplitInstance instance, SplitModel model, JsonElement answer)
    {
        var lots = new long[instance.Routes.Length];
        foreach (JsonElement child in answer.GetProperty("children").EnumerateArray())
        {
            int route = RouteOf(instance, child.GetProperty("venue").GetString()!, child.GetProperty("subaccount").GetString()!);
            lots[route] = (long)decimal.Round(child.GetProperty("qty").GetDecimal() / model.Venues[model.Routes[route].Venue].Lot);
        }

        return lots;
    }

    /// <summary>Stored answers may be beyond a limit by a billionth of the account's equity, which is the scorer's tolerance.</summary>
    private static string? BrokenBeyondTolerance(SplitModel model, long[] lots) => new ExactSplit(
        model with { Limits = [.. model.Limits.Select(limit => limit with { Bound = limit.Bound + 0.01m })] }).Broken(lots);
}
