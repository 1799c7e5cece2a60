using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Tests.Margin;

public sealed class RuleFileTests
{
    [Fact]
    public void Load_EveryRuleFile_HasNoErrorsAndNamesItsSource()
    {
        string[] names = [.. RuleFiles.Names()];
        Assert.Contains("binance/usdm-cross", names);
        Assert.Contains("kraken/spot-margin", names);
        Assert.Contains("unmargined/spot", names);
        foreach (string name in names)
        {
            MarginRuleSet rules = RuleFiles.Load(name);
            Assert.Equal(name, rules.Name);
            Assert.NotEmpty(rules.Sources);
            Assert.True(rules.AsOf > new DateOnly(2020, 1, 1), name);
            Assert.True(rules.OpenOrders is not null, $"{name} does not say what is known of open orders");
        }
    }

    [Fact]
    public void Serves_DeribitStandardWithItsFiguresOf2022_NeverByItsFile()
    {
        MarginRuleSet rules = RuleFiles.Load("deribit/standard");
        Assert.Equal(RuleConfidence.Low, rules.Confidence);
        Assert.False(rules.Live.Serves(rules.AsOf, rules.AsOf));
        Assert.Contains(rules.Missing, text => text.Contains("in force since 2026-08-05", StringComparison.Ordinal));
    }

    [Fact]
    public void Tiers_OfEveryRuleFile_AreContinuousInMaintenanceAtEachBoundary()
    {
        int boundaries = 0;
        foreach (string name in RuleFiles.Names())
        {
            foreach ((string instrument, TierTable table) in RuleFiles.Load(name).Tiers)
            {
                for (int i = 1; i < table.Tiers.Length; i++, boundaries++)
                {
                    MarginTier below = table.Tiers[i - 1];
                    MarginTier above = table.Tiers[i];
                    Assert.True(
                        (below.To!.Value * below.MaintenanceRate) - below.Deduction == (above.From * above.MaintenanceRate) - above.Deduction,
                        $"{name} {instrument} at {above.From}");
                }
            }
        }

        Assert.True(boundaries >= 30, $"only {boundaries} tier boundaries were seen");
    }

    [Theory]
    [InlineData(100, 800_000)]
    [InlineData(101, 300_000)]
    [InlineData(150, 300_000)]
    [InlineData(151, 0)]
    [InlineData(20, 100_000_000)]
    [InlineData(1, 1_800_000_000)]
    public void LargestAt_BtcLeverage_IsTheUpperBoundOfTheLastTierThatAllowsIt(int leverage, long largest)
    {
        TierTable? table = RuleFiles.Load("binance/usdm-cross").FindTiers("BTCUSDT");
        Assert.Equal(largest, table!.LargestAt(leverage));
    }

    [Fact]
    public void FindTiers_UnknownInstrument_IsNull()
    {
        Assert.Null(RuleFiles.Load("binance/usdm-cross").FindTiers("DOGEUSDT"));
        Assert.NotNull(RuleFiles.Load("binance/usdm-cross").FindTiers("BTCUSDT-PERP"));
    }
}
