using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Liquidation;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Margin;

public sealed class LiquidationPlanTests
{
    private static readonly TierTable Table = new([
        new MarginTier(0m, 100m, null, 0.01m, 0m, null), new MarginTier(100m, 300m, null, 0.02m, 1m, null),
        new MarginTier(300m, 600m, null, 0.03m, 4m, null), new MarginTier(600m, null, null, 0.04m, 10m, null)]);

    [Theory]
    [InlineData("binance/usdm-cross", 50, 50)]
    [InlineData("binance/usdm-cross", 200, 100)]
    [InlineData("binance/usdm-cross", 301, 1)]
    [InlineData("bybit/uta-cross", 900, 300)]
    [InlineData("okx/futures", 200, 200)]
    [InlineData("okx/futures", 400, 300)]
    [InlineData("okx/futures", 1_000, 700)]
    public void First_DownTheTiers_ClosesWhatLiesAboveTheLowerTier(string rules, int size, int closed)
    {
        LiquidationStep step = LiquidationPlan.First(RuleFiles.Load(rules).Liquidation!, Position(size, 3m), out Refusal? refusal)!;
        Assert.Null(refusal);
        Assert.Equal(closed, Math.Round(step.ClosedShare * size, 12));
        Assert.Equal(closed * 10m, Math.Round(step.ClosedValue, 12));
    }

    [Fact]
    public void First_UsedMargin_ClosesUntilTheLevelIsWholeAgain()
    {
        // Used margin 9,000 at 40 % is a requirement of 3,600; with 3,000 left a third of the margin can stay.
        LiquidationStep step = LiquidationPlan.First(RuleFiles.Load("kraken/spot-margin").Liquidation!, new LiquidatedPosition("BTC/USD", 1m, 45_000m, null, 3_600m, 3_000m), out _)!;
        Assert.Equal(2m / 3m, step.ClosedShare, 12);
    }

    [Fact]
    public void First_RuleThatTheSourcesLack_RefusesByNameAboveTheWholeSize()
    {
        LiquidationRule rule = RuleFiles.Load("kucoin/futures-cross").Liquidation!;
        Assert.Equal(1m, LiquidationPlan.First(rule, Position(100, 1m), out _)!.ClosedShare);
        Assert.Null(LiquidationPlan.First(rule, Position(60_001, 1m), out Refusal? refusal));
        Assert.Equal("partial liquidation of X", refusal!.Subject);
    }

    [Fact]
    public void First_AnyRuleAndSize_ClosesAShareAndNeverMoreThanAll()
    {
        foreach (string name in RuleFiles.Names())
        {
            if (RuleFiles.Load(name).Liquidation is not { } rule)
                continue;
            foreach (int seed in Enumerable.Range(1, 100))
            {
                Random random = new(seed);
                if (LiquidationPlan.First(rule, Position(random.Next(1, 2_000), random.Next(-5, 50)), out _) is { } step)
                    Assert.True(step.ClosedShare is >= 0m and <= 1m, $"{name} seed {seed}");
            }
        }
    }

    [Fact]
    public void Deleveraging_FundThatRecovers_GoesOnUntilTheStop()
    {
        DeleveragingRule rule = new(0.3m, 0.25m, 8m, DeleveragingPrice.Bankruptcy);
        InsuranceFund Fund(decimal balance) => InsuranceFund.Of(balance, 1_000m);
        Assert.False(Deleveraging.IsTriggered(rule, Fund(701m)));
        Assert.True(Deleveraging.IsTriggered(rule, Fund(700m)));
        Assert.True(Deleveraging.GoesOn(rule, Fund(750m)));
        Assert.False(Deleveraging.GoesOn(rule, Fund(751m)));
        Assert.True(Deleveraging.IsTriggered(rule with { Trigger = null, Stop = null }, Fund(0m)));
        Assert.False(Deleveraging.IsTriggered(rule with { Trigger = null, Stop = null }, Fund(1m)));
        Assert.Equal(0.5m, VenueRisk.Of(rule, Fund(850m)).Nearness);
        Assert.Equal(0.0002m, VenueRisk.Of(rule, Fund(850m)).Charge(0.0004m));
        Assert.Equal(new VenueRisk(1m, true), VenueRisk.Of(rule, InsuranceFund.Of(0m, 0m)));
    }

    [Fact]
    public void Rank_ShortPosition_RisesAsThePriceFalls()
    {
        Assert.Equal(2m * 10m, Deleveraging.Rank(Side.Sell, 100m, 50m, 1_000m, 100m));
        Assert.Equal(0.5m * 10m, Deleveraging.Rank(Side.Buy, 100m, 50m, 1_000m, 100m));
        Assert.Null(Deleveraging.Rank(Side.Buy, 100m, 50m, 1_000m, 0m));
    }

    private static LiquidatedPosition Position(int size, decimal equity) => new("X", size, size * 10m, Table, 5m, equity);
}
