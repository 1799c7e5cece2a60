using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>Limits under stress hold beside today's in every class of rules.</summary>
public sealed class StressFloorTests
{
    public static TheoryData<string> RuleSets => ["binance/usdm-isolated", "bybit/uta-cross", "okx/portfolio", "binance/coinm", "binance/portfolio"];

    // 50,000 of equity; a fall of 30 % takes 18,000 a BTC and leaves maintenance of 0.4 % to 0.65 % of 42,000 a BTC.
    [Fact]
    public void HeadRoom_LinearTiersUnderACrash_EndsWhereTheScenarioDoes()
    {
        IMarginModel model = RuleFiles.Model("binance/usdm-cross");
        MarginAccount account = MarginWorld.Account(
            model.RuleSet, "USDT", 1m, [("USDT", 50_000m)], MarginWorld.Position(MarginWorld.Btc, 0m, 0m, 50m));
        ImmutableArray<StressedPrices> floors = Table(-0.3m).Prices(
            [new StressFloor("crash", 0.5m)], MarginWorld.Reference, account, new Asset("BTC"), MarginWorld.Prices());
        AccountEvaluator floored = new(
            MarginWorld.Reference, model, account, [], MarginWorld.Prices(), FillStatePolicy.Any, BreachPolicy.ReduceOnly, floors);
        PendingFill wanted = MarginWorld.Fill(MarginWorld.Btc, Side.Buy, 20m, 60_000m);
        long lots = floored.HeadRoom(wanted, [], out Refusal? blocking).Value;
        Assert.Equal(RefusalReason.StressUtilisation, blocking!.Reason);
        Assert.Equal("desk in crash", blocking.Subject);
        decimal contracts = lots / 1_000m;
        decimal equity = 50_000m - (contracts * (18_000m + 30m));
        decimal requirement = contracts * 42_000m * 0.004m;
        Assert.InRange(requirement / equity, 0.49m, 0.5m);
        Assert.True(MarginWorld.Evaluator(model, account).HeadRoom(wanted, [], out _).Value > 5 * lots);

        // Sold short, a crash is no danger.
        Assert.Null(floored.Check([MarginWorld.Fill(MarginWorld.Btc, Side.Sell, 20m, 60_000m)]));
    }

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void HeadRoom_RandomBooksUnderStress_IsTheLargestSizeThatBothPass(string name)
    {
        int bound = 0;
        for (int seed = 1; seed <= 30; seed++)
        {
            StateWorld world = new(name, seed);
            ImmutableArray<StressedPrices> floors = Table(-0.1m).Prices(
                [new StressFloor("crash", 0.25m), new StressFloor("each", 0.3m)], world.Reference, world.Account, new Asset("BTC"), world.Prices);
            AccountEvaluator floored = new(
                world.Reference, world.Model, world.Account, [.. world.Pending], world.Prices, FillStatePolicy.Any, BreachPolicy.ReduceOnly, floors);
            AccountEvaluator today = world.Evaluator(FillStatePolicy.Any, BreachPolicy.ReduceOnly);
            PendingFill most = world.Candidates[^1] with { Quantity = new QuantityLots(9) };
            long found = floored.HeadRoom(most, [], out Refusal? blocking).Value;
            long expected = 9;
            while (expected > 0 && floored.Check([most with { Quantity = new QuantityLots(expected) }]) is not null)
                expected--;
            Assert.True(expected == found, $"seed {seed}: {found} but {expected}; {world}");
            if (found < 9)
                Assert.Equal(floored.Check([most with { Quantity = new QuantityLots(found + 1) }]), blocking);
            if (!floored.InBreach)
                Assert.True(found <= today.HeadRoom(most, [], out _).Value, $"seed {seed}: stress gave room; {world}");
            bound += blocking?.Reason == RefusalReason.StressUtilisation ? 1 : 0;
        }

        Assert.True(bound > 0, name);
    }

    [Fact]
    public void Check_ScenarioThatIsNotThere_IsNamedAndOnlyFlatteningPasses()
    {
        IMarginModel model = RuleFiles.Model("binance/usdm-cross");
        MarginAccount account = MarginWorld.Account(
            model.RuleSet, "USDT", 0.5m, [("USDT", 50_000m)], MarginWorld.Position(MarginWorld.Btc, 0.1m, 60_000m, 50m));
        ImmutableArray<StressedPrices> floors = StressTable.Empty.Prices(
            [new StressFloor("flood", 0.5m)], MarginWorld.Reference, account, new Asset("BTC"), MarginWorld.Prices());
        AccountEvaluator evaluator = new(
            MarginWorld.Reference, model, account, [], MarginWorld.Prices(), FillStatePolicy.Any, BreachPolicy.ReduceOnly, floors);
        Assert.Equal(new Refusal(RefusalReason.RuleSetMissing, "stress scenario flood"), evaluator.Check([MarginWorld.Fill(MarginWorld.Btc, Side.Buy, 1m, 60_000m)]));
        Assert.Null(evaluator.Check([MarginWorld.Fill(MarginWorld.Btc, Side.Sell, 0.1m, 60_000m)]));
        Assert.True(evaluator.MustReduceOnly(MarginWorld.Btc));
    }

    private static StressTable Table(decimal move) => new([new StressSet
    {
        Name = "test",
        AsOf = new DateOnly(2026, 1, 1),
        Sources = ["test"],
        Pegged = ["USD", "USDT", "USDC"],
        Rules =
        [
            new StressRule
            {
                Name = "crash",
                Market = new MarketMove(move, ImmutableSortedDictionary.Create<string, decimal>(StringComparer.Ordinal).Add("BTC", 1m), 1.5m),
                Beside = new StressScenario { Name = "crash" },
            },
            new StressRule { Name = "each", Each = -move, Beside = new StressScenario { Name = "each" } },
        ],
    }]);
}
