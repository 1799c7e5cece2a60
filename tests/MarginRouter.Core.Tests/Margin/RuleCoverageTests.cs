using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Tests.Margin;

public sealed class RuleCoverageTests
{
    /// <summary>The rule sets that scripts rely on (contract of the margin command).</summary>
    private static readonly string[] Contract =
    [
        "binance/usdm-cross", "binance/usdm-isolated", "binance/coinm", "binance/spot-cross", "binance/spot-cross-pro", "binance/spot-isolated",
        "binance/portfolio", "binance/portfolio-pro", "bybit/uta-cross", "bybit/isolated", "bybit/uta-portfolio", "okx/spot", "okx/futures",
        "okx/multi-currency", "okx/portfolio", "okx/isolated", "kucoin/spot-cross", "kucoin/futures-cross", "kucoin/futures-isolated", "kucoin/uta",
        "kraken/spot-margin", "kraken/futures-multi", "kraken/futures-single", "hyperliquid/cross", "hyperliquid/isolated", "hyperliquid/portfolio",
        "deribit/standard", "deribit/portfolio",
    ];

    [Fact]
    public void Names_OfTheContract_HaveFiles() => Assert.Empty(Contract.Except(RuleFiles.Names()));

    [Fact]
    public void Of_EveryRuleFile_IsCompleteForSomethingOrSaysWhatIsMissing()
    {
        foreach (string name in RuleFiles.Names())
        {
            RuleCoverage found = RuleCoverage.Of(RuleFiles.Load(name));
            bool something = !found.Instruments.IsEmpty || !found.Collateral.IsEmpty;
            Assert.True(something || !found.Missing.IsEmpty, name);
            Assert.All(found.Missing, text => Assert.True(char.IsUpper(text[0]) && text.EndsWith('.'), $"{name}: {text}"));
        }
    }

    [Theory]
    [InlineData("binance/usdm-cross", "BTCUSDT-PERP", 1_800_000_000)]
    [InlineData("kraken/futures-multi", "PF_XBTUSD", 500_000)]
    [InlineData("okx/multi-currency", "BTC-USDT-SWAP", 1_000)]
    public void Of_Instrument_IsCoveredUpToItsTable(string name, string instrument, long upTo)
    {
        CoveredInstrument found = RuleCoverage.Of(RuleFiles.Load(name)).Instruments.Single(one => one.Name == instrument);
        Assert.Equal(upTo, found.UpTo);
        Assert.True(found.InitialKnown);
    }

    [Fact]
    public void Of_RuleSetWithoutTables_SaysThatEveryPositionNeedsOne()
    {
        RuleCoverage found = RuleCoverage.Of(RuleFiles.Load("binance/coinm"));
        Assert.Empty(found.Instruments);
        Assert.Contains(found.Missing, text => text.Contains("No instrument has a table", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_ScenarioRules_CoverOnlyAssetsWithEveryFigure()
    {
        RuleCoverage okx = RuleCoverage.Of(RuleFiles.Load("okx/portfolio"));
        Assert.Contains(okx.Instruments, one => one.Name == "LTC");
        Assert.DoesNotContain(okx.Instruments, one => one.Name == "LINK");
        Assert.Contains(okx.Missing, text => text.StartsWith("Books with options are refused: volatility moves of the scan", StringComparison.Ordinal));
        Assert.Equal(["BTC"], RuleCoverage.Of(RuleFiles.Load("deribit/portfolio")).Instruments.Select(one => one.Name));
    }

    [Fact]
    public void Serves_OldFile_EndsAtItsAge()
    {
        LiveTablesRule rule = new(TableSource.File, 30, 0.5m, 0.5m);
        DateOnly day = new(2026, 1, 1);
        Assert.True(rule.Serves(day, day.AddDays(30)));
        Assert.False(rule.Serves(day, day.AddDays(31)));
        Assert.False((rule with { TablesFrom = TableSource.Venue }).Serves(day, day));
    }
}
