using System.Collections.Immutable;
using MarginRouter.Core.Margin;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>Liquidation along several prices at once, in every form of rules.</summary>
public sealed class JointMoveTests
{
    public static TheoryData<string> RuleSets =>
    [
        "binance/usdm-isolated", "binance/coinm", "binance/portfolio", "binance/spot-cross", "bybit/uta-cross", "hyperliquid/portfolio",
        "okx/futures", "okx/portfolio",
    ];

    [Fact]
    public void LiquidationShare_LongBothUnderACrash_IsWhereTheLossMeetsTheRequirement()
    {
        IMarginModel model = RuleFiles.Model("binance/usdm-cross");
        MarginAccount account = MarginWorld.Account(
            model.RuleSet,
            "USDT",
            0.5m,
            [("USDT", 30_000m)],
            MarginWorld.Position(MarginWorld.Btc, 1m, 60_000m, 10m),
            MarginWorld.Position(MarginWorld.Eth, 20m, 3_000m, 10m));
        decimal share = MarginAssessor.LiquidationShare(MarginWorld.Reference, model, account, MarginWorld.Prices(), Crash)!.Value;

        // Both are worth 60,000; at share t they have lost 18,000 t and 27,000 t, and keep 0.4 % of what is left.
        decimal equity = 30_000m - (45_000m * share);
        decimal requirement = 0.004m * (120_000m - (45_000m * share));
        Assert.Equal(0m, equity - requirement, 12);
        decimal? single = MarginAssessor.LiquidationShare(
            MarginWorld.Reference, model, account, MarginWorld.Prices(), new JointMove("BTC", Factors(("BTC", -1m))));
        Assert.Equal(MarginAssessor.LiquidationDistance(MarginWorld.Reference, model, account, MarginWorld.Prices())!.Value, single!.Value, 9);
    }

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void LiquidationShare_RandomBooks_IsTheFirstShareThatLiquidates(string name)
    {
        int found = 0;
        for (int seed = 1; seed <= 40; seed++)
        {
            StateWorld world = new(name, seed);
            decimal? share = MarginAssessor.LiquidationShare(world.Reference, world.Model, world.Account, world.Prices, Crash);
            if (share is null or 0m)
                continue;
            found++;
            Assert.True(Excess(world, share.Value) >= 0m, $"seed {seed}: {share} does not liquidate; {world}");
            for (int part = 0; part < 20; part++)
                Assert.True(Excess(world, share.Value * part / 20m) < 0m, $"seed {seed}: {part}/20 of {share} liquidates; {world}");
        }

        Assert.True(found > 0, name);
    }

    private static JointMove Crash { get; } = new("crash", Factors(("BTC", -0.3m), ("ETH", -0.45m)));

    private static decimal? Excess(StateWorld world, decimal share)
    {
        AccountQuestion question = new(world.Reference, world.Account, [], Crash.Apply(world.Reference, world.Prices, share), FillStatePolicy.Final)
        {
            BeyondTables = true,
        };
        return world.Model.Excess(question);
    }

    private static ImmutableSortedDictionary<string, decimal> Factors(params (string Code, decimal Factor)[] factors) =>
        factors.ToImmutableSortedDictionary(factor => factor.Code, factor => factor.Factor, StringComparer.Ordinal);
}
