using System.Collections.Immutable;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>A collateral table counts where its venue applies it, up to its caps.</summary>
public sealed class HaircutPurposeTests
{
    [Theory]
    [InlineData("[\"initial\", \"maintenance\", \"borrow\"]", 25_000, 25_000)]
    [InlineData("[\"initial\"]", 50_000, 25_000)]
    [InlineData("[\"maintenance\"]", 25_000, 50_000)]
    public void Assess_CrossBook_AppliesTheTableWhereItCounts(string purposes, int equity, int available)
    {
        MarginAssessment found = Margin(Case("bybit/uta-cross", $$"""{"BTC": {"countsFor": {{purposes}}, "tiers": [{"from": "0", "to": null, "weight": "0.5"}]} }""", "1"));
        Assert.Equal(equity, found.Equity);
        Assert.Equal(available, found.AcceptanceAvailable);
    }

    [Theory]
    [InlineData("\"userCap\": \"1\"", 50_000)]
    [InlineData("\"platformCap\": \"2\"", 100_000)]
    [InlineData("\"userCap\": \"3\", \"platformCap\": \"2\"", 100_000)]
    [InlineData("\"userCap\": \"9\"", 150_000)]
    public void Assess_BeyondACap_CountsNoMore(string caps, int equity) =>
        Assert.Equal(equity, Margin(Case("bybit/uta-cross", $$"""{"BTC": {"countsFor": ["initial", "maintenance", "borrow"], {{caps}}, "tiers": [{"from": "0", "to": null, "weight": "1"}]} }""", "3")).Equity);

    // Classic cross margin: the level counts assets in full, borrowing only what the collateral ratio leaves of them.
    [Fact]
    public void Assess_DebtRatio_BorrowsByTheTableAndIsLiquidatedWithoutIt()
    {
        string text = """
            {"rules": "binance/spot-cross", "tables": {"haircuts": {"BTC": {"countsFor": ["borrow"], "tiers": [{"from": "0", "to": null, "weight": "0.9"}]}}},
             "account": {"collateral": [{"asset": "BTC", "quantity": "1", "price": "50000"}], "liabilities": [{"asset": "USDT", "quantity": "20000"}], "positions": []}}
            """;
        MarginAssessment found = Margin(text);
        Assert.Equal(50_000m, found.Equity);
        Assert.Equal(45_000m, found.AcceptanceAvailable);
        Assert.Equal(30_000m, found.AcceptanceRequired);
    }

    [Theory]
    [InlineData("""{"countsFor": ["everything"], "tiers": [{"from": "0", "to": null, "weight": "1"}]}""", "is not one of initial, maintenance, borrow")]
    [InlineData("""{"countsFor": [], "tiers": [{"from": "0", "to": null, "weight": "1"}]}""", "must name at least one")]
    [InlineData("""{"countsFor": ["initial"], "userCap": "0", "tiers": [{"from": "0", "to": null, "weight": "1"}]}""", "is not positive")]
    [InlineData("""{"countsFor": ["initial"], "cap": "1", "tiers": [{"from": "0", "to": null, "weight": "1"}]}""", "cap")]
    public void Read_FaultyTable_IsAnErrorByName(string table, string message)
    {
        Assert.Null(ScenarioCaseText.Read(Case("bybit/uta-cross", $$"""{"BTC": {{table}} }""", "1"), out ImmutableArray<RuleSetError> errors));
        Assert.Contains(errors, error => (error.Path + error.Message).Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Files_OfTheRepository_StateWhatTheirSourcesSay()
    {
        Assert.Equal(HaircutPurposes.Borrow, RuleFiles.Load("binance/spot-cross").Haircuts["BNX"].CountsFor);
        HaircutTable capped = RuleFiles.Load("hyperliquid/portfolio").Haircuts["BTC"];
        Assert.Equal((20m, 400m, 20m), (capped.UserCap, capped.PlatformCap, capped.Tiers.Single().To));
    }

    private static MarginAssessment Margin(string text) => ScenarioCaseText.Figures(text).Margin!;

    private static string Case(string rules, string haircuts, string coins) =>
        $$"""{"rules": "{{rules}}", "tables": {"haircuts": {{haircuts}}}, "account": {"collateral": [{"asset": "BTC", "quantity": "{{coins}}", "price": "50000"}], "positions": []} }""";
}
