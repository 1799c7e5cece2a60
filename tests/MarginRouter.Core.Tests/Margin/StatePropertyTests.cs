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
        for (int seed = 1; seed <= 40; seed++)
        {
            StateWorld world = new(name, seed);
            AccountEvaluator evaluator = world.Evaluator(FillStatePolicy.Any);
            if (evaluator.MarginUnknown is not null)
                continue;
            Refusal? refusal = evaluator.Check(world.Candidates);
            if (refusal?.Reason == RefusalReason.FillStatesUnproven)
                continue;
            StateWalk walk = Walk(world);
            StateFill[] candidates = walk.Place(world.Candidates, out Refusal? missing);
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

        Assert.True(passed >= 3 && failed >= 2, $"{name}: {passed} passed, {failed} failed");
    }

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void HeadRoom_RandomBooks_EndsWhereALinearSearchDoes(string name)
    {
        int between = 0;
        for (int seed = 1; seed <= 16; seed++)
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

        Assert.True(between > 1, $"{name}: {between}");
    }

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void Read_AnyState_GivesTheFiguresOfTheExplainedEvaluation(string name)
    {
        int compared = 0;
        for (int seed = 1; seed <= 25; seed++)
        {
            StateWorld world = new(name, seed);
            StateWalk walk = Walk(world);
            StateFill[] candidates = walk.Place(world.Candidates, out Refusal? missing);
            if (walk.Unknown is not null || missing is not null)
                continue;
            StateFill[] pending = walk.Pending.ToArray();
            foreach ((StateFill[] done, StateFill[] open) in new[] { (candidates, pending), (pending, candidates), ([.. pending, .. candidates], []) })
            {
                StateReading reading = walk.Margin.Read(done, open);
                MarginAssessment? explained = walk.Margin.Assess(done, open, out Refusal? refusal);
                Assert.Equal(reading.Missing, refusal);
                if (explained is null || reading.Parts.Count == 0)
                    continue;
                PartReading nearest = reading.Parts.MaxBy(part => part.Utilisation ?? decimal.MaxValue);
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

        Assert.True(compared > 10, $"{name}: {compared}");
    }

    private static StateWalk Walk(StateWorld world)
    {
        AccountQuestion question = world.Question(FillStatePolicy.Any);
        return new StateWalk(world.Rules.Open(question), question);
    }
}
