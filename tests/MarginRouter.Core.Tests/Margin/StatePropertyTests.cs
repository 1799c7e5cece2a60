using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.States;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>Rule sets that are judged as a whole: the states that are read decide as all partial fills do, and head-room ends where they do.</summary>
public sealed class StatePropertyTests
{
    public static TheoryData<string> RuleSets =>
    [
        "binance/usdm-isolated", "binance/coinm", "binance/portfolio", "binance/portfolio-pro", "binance/spot-cross", "binance/spot-cross-pro",
        "binance/spot-isolated", "bybit/isolated", "bybit/uta-cross", "hyperliquid/isolated", "hyperliquid/portfolio", "kraken/futures-multi",
        "kraken/futures-single", "kucoin/futures-cross", "kucoin/futures-isolated", "kucoin/spot-cross", "okx/futures", "okx/isolated",
        "okx/multi-currency", "okx/portfolio", "deribit/portfolio", "bybit/uta-portfolio", "kucoin/uta",
    ];

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void Check_RandomBooks_AgreesWithEveryPartialFill(string name)
    {
        int passed = 0;
        int failed = 0;
        for (int seed = 1; seed <= 300; seed++)
        {
            StateWorld world = new(name, seed);
            AccountEvaluator evaluator = world.Evaluator(FillStatePolicy.Any);
            if (evaluator.MarginUnknown is not null)
                continue;
            Refusal? refusal = evaluator.Check(world.Candidates);
            if (refusal?.Reason == RefusalReason.FillStatesUnproven)
                continue;
            StateWalk walk = Walk(world);
            Refusal? missing = walk.Place(world.Candidates);
            StateFill[] candidates = walk.Candidates.ToArray();
            if (missing is not null)
            {
                Assert.Equal(missing, refusal);
                continue;
            }

            bool? holds = DenseStates.Holds(walk.Margin, walk.Pending.ToArray(), candidates);
            Assert.True((refusal is null) == (holds ?? false), $"seed {seed}: {refusal} but {holds}; {world}");
            passed += refusal is null ? 1 : 0;
            failed += refusal is null ? 0 : 1;
        }

        // Isolated positions are read alone, so that few candidates meet a limit; everywhere both answers must be common.
        Assert.True(passed >= 30 && failed >= 30, $"{name}: {passed} passed, {failed} failed");
    }

    /// <summary>What begins to hedge and what begins to be held bend at the box's own ends: that proves nothing unproven.</summary>
    [Fact]
    public void Check_FirstSliceOfAPairInAFlatAccount_IsProvenAndAgreesWithEveryPartialFill()
    {
        int passed = 0;
        int failed = 0;
        for (int seed = 1; seed <= 200; seed++)
        {
            StateWorld world = StateWorld.FirstSlice("okx/portfolio", seed);
            AccountEvaluator evaluator = world.Evaluator(FillStatePolicy.Any);
            Assert.Null(evaluator.MarginUnknown);
            Refusal? refusal = evaluator.Check(world.Candidates);
            Assert.True(refusal?.Reason != RefusalReason.FillStatesUnproven, $"seed {seed}: {refusal}; {world}");
            IStateMargin margin = world.Rules.Open(world.Question(FillStatePolicy.Any));
            StateFill[] candidates = [.. world.Candidates.Select(fill => Placed(margin, fill))];
            if (DenseStates.Holds(margin, [], candidates) is not { } holds)
                continue;
            Assert.True(holds == (refusal is null), $"seed {seed}: {refusal} but the walk holds {holds}; {world}");
            passed += holds ? 1 : 0;
            failed += holds ? 0 : 1;
        }

        Assert.True(passed > 20 && failed > 20, $"{passed} passed, {failed} failed");
    }

    private static StateFill Placed(IStateMargin margin, PendingFill fill)
    {
        int slot = margin.Slot(fill.Instrument, out _);
        return new StateFill(slot, fill.Side, fill.Quantity.Value, margin[slot].Price(fill.LimitPrice));
    }

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void HeadRoom_RandomBooks_EndsWhereALinearSearchDoes(string name)
    {
        int between = 0;
        for (int seed = 1; seed <= 200; seed++)
        {
            StateWorld world = new(name, seed);
            foreach (FillStatePolicy states in new[] { FillStatePolicy.Any, FillStatePolicy.Final })
            {
                AccountEvaluator evaluator = world.Evaluator(states, seed % 2 == 0 ? BreachPolicy.ReduceOnly : BreachPolicy.Oracle);
                PendingFill most = world.Candidates[^1] with { Quantity = new QuantityLots(9) };
                PendingFill[] assigned = world.Candidates[..^1];
                long found = evaluator.HeadRoom(most, assigned, out Refusal? blocking).Value;
                long expected = 9;
                while (expected > 0 && evaluator.Check([.. assigned, most with { Quantity = new QuantityLots(expected) }]) is not null)
                    expected--;
                Assert.True(expected == found, $"seed {seed} {states}: {found} but {expected}; {world}");
                Refusal? next = found == 9 ? null : evaluator.Check([.. assigned, most with { Quantity = new QuantityLots(found + 1) }]);
                bool none = found == 0 && evaluator.Check([.. assigned, most with { Quantity = QuantityLots.Zero }]) is not null;
                Assert.True(none ? blocking is not null : next == blocking, $"seed {seed} {states}: {blocking} but {next}; {world}");
                between += found is > 0 and < 9 ? 1 : 0;
            }
        }

        Assert.True(between >= 20, $"{name}: {between}");
    }

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void Read_AnyState_GivesTheFiguresOfTheExplainedEvaluation(string name)
    {
        int compared = 0;
        for (int seed = 1; seed <= 100; seed++)
        {
            StateWorld world = new(name, seed);
            StateWalk walk = Walk(world);
            Refusal? missing = walk.Place(world.Candidates);
            StateFill[] candidates = walk.Candidates.ToArray();
            if (walk.Unknown is not null || missing is not null)
                continue;
            StateFill[] pending = walk.Pending.ToArray();
            foreach ((StateFill[] done, StateFill[] open) in new[] { (candidates, pending), (pending, candidates), ([.. pending, .. candidates], []) })
            {
                StateReading<decimal> reading = new();
                walk.Margin.Read(done, open, reading);
                bool byState = walk.Margin is ScenarioStateMargin;
                MarginAssessment? explained = walk.Margin.Assess(done, byState ? [] : open, out Refusal? refusal);
                Assert.Equal(reading.Missing, refusal);
                if (byState && explained is not null)
                    AssertWorstOfFills(walk.Margin, done, open, explained.InitialMargin, seed);
                if (explained is null || reading.Parts.Count == 0)
                    continue;
                PartReading<decimal> nearest = reading.Parts.MaxBy(part => part.Utilisation ?? decimal.MaxValue);
                decimal scale = 1m + Math.Abs(explained.Equity);
                if (explained.Utilisation is { } utilisation)
                    Assert.InRange(nearest.Utilisation!.Value - utilisation, -0.000000001m, 0.000000001m);
                else
                    Assert.Null(nearest.Utilisation);

                // Where each coin is an account of its own, its part stands in that coin and the explanation in the reporting currency.
                if (reading.Parts.Count == 1 && name != "binance/coinm")
                    Assert.InRange((nearest.Equity - (explained.LiquidationEquity ?? explained.Equity)) / scale, -0.000000001m, 0.000000001m);
                compared++;
            }
        }

        Assert.True(compared > 40, $"{name}: {compared}");
    }

    /// <summary>Scenario rule sets count open orders by the state of their fills, one side's or both, that asks for the most.</summary>
    private static void AssertWorstOfFills(IStateMargin margin, StateFill[] done, StateFill[] open, decimal unfilled, int seed)
    {
        decimal? most = unfilled;
        foreach (StateFill[] filled in new[] { open.Where(order => order.Side == Side.Buy).ToArray(), [.. open.Where(order => order.Side == Side.Sell)], open })
        {
            decimal? asked = margin.Assess([.. done, .. filled], [], out _)?.InitialMargin;
            most = asked is null || most is null ? null : Math.Max(most.Value, asked.Value);
        }

        Assert.True(most == margin.Assess(done, open, out Refusal? refusal)?.InitialMargin, $"seed {seed}: {most} {refusal}");
        Assert.Equal(most is null, refusal is not null);
    }

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void Read_InTheSearchForm_AgreesWithTheExactForm(string name)
    {
        int compared = 0;
        StateReading<decimal> exact = new();
        StateReading<double> quick = new();
        for (int seed = 1; seed <= 100; seed++)
        {
            StateWorld world = new(name, seed);
            StateWalk walk = Walk(world);
            if ((walk.Unknown ?? walk.Place(world.Candidates) ?? walk.Begin()) is not null)
                continue;
            for (int state = 0; state < walk.Count; state++)
            {
                walk.Read(state, exact);
                walk.Read(state, quick);
                Assert.Equal(exact.Lacks, quick.Lacks);
                double gross = 600_000d + world.Account.Balances.Sum(balance => (double)Math.Abs(balance.Net) * 60_000d)
                    + world.Account.Positions.Sum(position => Math.Abs(position.Quantity.Value) * 60_000d);
                for (int i = 0; i < exact.Limits.Count; i++)
                {
                    Assert.InRange(quick.Limits[i].Required - (double)exact.Limits[i].Required, -1e-13 * gross, 1e-13 * gross);
                    Assert.InRange(quick.Limits[i].Available - (double)exact.Limits[i].Available, -1e-13 * gross, 1e-13 * gross);
                    compared++;
                }
            }
        }

        Assert.True(compared > 200, $"{name}: {compared}");
    }

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void Check_PreparedAccount_AllocatesNothing(string name)
    {
        int passed = 0;
        for (int seed = 1; seed <= 20; seed++)
        {
            StateWorld world = new(name, seed);
            AccountEvaluator evaluator = world.Evaluator(FillStatePolicy.Any);
            PendingFill[] candidates = world.Candidates;
            if (evaluator.MarginUnknown is not null || evaluator.Check(candidates) is not null)
                continue;
            evaluator.Check(candidates);
            long before = GC.GetAllocatedBytesForCurrentThread();
            evaluator.Check(candidates);
            Assert.True(GC.GetAllocatedBytesForCurrentThread() == before, $"{name} seed {seed}");
            passed++;
        }

        Assert.True(passed > 0, name);
    }

    private static StateWalk Walk(StateWorld world)
    {
        AccountQuestion question = world.Question(FillStatePolicy.Any);
        return new StateWalk(world.Rules.Open(question), question);
    }
}
