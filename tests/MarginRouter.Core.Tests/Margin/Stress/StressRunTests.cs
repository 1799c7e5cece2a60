using System.Collections.Immutable;
using System.Text;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Testing;

namespace MarginRouter.Core.Tests.Margin.Stress;

/// <summary>Desks in all scenarios: rows, totals, the worst, and what is wrong in a desk file.</summary>
public sealed class StressRunTests
{
    private const string Account = """
        {"name": "a", "rules": "binance/usdm-cross",
         "account": {"collateral": [{"asset": "USDT", "quantity": "10000"}],
          "positions": [{"instrument": "BTCUSDT-PERP", "underlying": "BTC", "kind": "linear", "quantity": "1", "entryPrice": "60000", "mark": "60000", "leverage": "10"}]}
         EXTRA}
        """;

    private static readonly Lazy<StressReport> ExampleReport = new(() => Run(Example()));

    [Fact]
    public void Evaluate_ExampleDesk_AddsUpInTheDesksCurrency()
    {
        StressReport report = ExampleReport.Value;
        Assert.Equal(report.Totals.Length * report.Desk.Accounts.Length, report.Rows.Length);
        Assert.All(report.Totals, total => Assert.Equal(0, total.Unknown));
        foreach (StressTotal total in report.Totals)
        {
            StressRow[] rows = [.. report.Rows.Where(row => row.Scenario == total.Scenario)];
            Assert.Equal(rows.Sum(row => row.Figures!.Margin!.Equity * row.Rate), total.Equity);
            Assert.Equal(report.Totals[0].Equity - total.Equity, total.Loss);
            Assert.Equal(rows.Count(row => row.IsLiquidated), total.Liquidated);
        }

        Assert.Equal(report.Totals.Max(total => total.Loss), report.WorstForDesk!.Loss);
    }

    [Fact]
    public void Evaluate_ExampleDesk_NamesTheWorstOfEachAccount()
    {
        StressReport report = ExampleReport.Value;
        foreach (StressRow worst in report.WorstByAccount)
            Assert.DoesNotContain(report.Rows, row => row.Account == worst.Account && row.IsWorseThan(worst));
        Assert.Equal("down 50 BTC", report.WorstByAccount[0].Scenario);
        Assert.True(report.WorstByAccount[0].IsLiquidated);
        Assert.Equal(LadderAction.Liquidation, report.WorstByAccount[0].Figures!.Action);
    }

    [Fact]
    public void Evaluate_Depeg_MovesTheRateOfTheAccountsCurrency()
    {
        StressReport report = ExampleReport.Value;
        StressRow row = report.Rows.Single(row => row.Scenario == "USDT 0.97" && row.Account == "directional");
        Assert.Equal(0.97m, row.Rate);
    }

    [Fact]
    public void Evaluate_LiquidityShock_OnlyMakesClosingDearer()
    {
        StressReport report = ExampleReport.Value;
        StressTotal shocked = report.Totals.Single(total => total.Scenario == "liquidity 2");
        Assert.Equal(report.Totals[0].Equity, shocked.Equity);
        Assert.True(shocked.ClosingCost > 50m * report.Totals[0].ClosingCost);
    }

    [Fact]
    public void Evaluate_FundingOfToday_ComesUnderTheSpike()
    {
        StressDesk desk = Read(Account.Replace("EXTRA", """, "funding": {"BTCUSDT-PERP": "0.001"}""", StringComparison.Ordinal));
        StressScenario spike = StressCases.Scenario("""{"name": "f", "funding": {"rate": "0.004", "intervals": 2}}""");
        Assert.Equal(9_400m, StressRun.Evaluate(desk, [spike], null).Rows[1].Figures!.Margin!.Equity);
    }

    [Fact]
    public void Evaluate_NothingSaysHowDeep_CostOfClosingIsNotKnown()
    {
        StressRow row = StressRun.Evaluate(Read(Account.Replace("EXTRA", string.Empty, StringComparison.Ordinal)), [], null).Rows[0];
        Assert.Null(row.Closing!.Cost);
        Assert.Equal("depth of BTCUSDT-PERP", row.Closing.Refusal!.Subject);
        Assert.Null(StressRun.Evaluate(Example(), [], null).Totals[0].ClosingCost);
    }

    [Fact]
    public void Evaluate_DepthModel_IsTheMeanDistanceOverTheDepth()
    {
        // 60,000 into 6 million per percent: the price moves 0.01 % and the mean of that is 0.005 %, beside half a spread of 0.01 %.
        DepthModel model = new(0.0002m, 0.01m, ImmutableSortedDictionary.Create<string, decimal>(StringComparer.Ordinal), 6_000_000m);
        StressRow row = StressRun.Evaluate(Read(Account.Replace("EXTRA", string.Empty, StringComparison.Ordinal)), [], model).Rows[0];
        Assert.Equal(60_000m * 0.00015m, row.Closing!.Cost);
    }

    [Theory]
    [InlineData(""", "depth": {"BTCUSDT-PERP": {"bids": [["1", "1"]], "asks": [["1", "1"]]}}""", "$.accounts[0].depth.BTCUSDT-PERP", "is crossed")]
    [InlineData(""", "depth": {"BTCUSDT-PERP": {"bids": [["1", "1"], ["2", "1"]], "asks": [["3", "1"]]}}""", "$.accounts[0].depth.BTCUSDT-PERP.bids[1]", "not in order")]
    [InlineData(""", "depth": {"BTCUSDT-PERP": {"bids": [["1", "0"]], "asks": [["3", "1"]]}}""", "$.accounts[0].depth.BTCUSDT-PERP.bids[0]", "positive")]
    [InlineData(""", "depth": {"OTHER": {"bids": [["1", "1"]], "asks": [["3", "1"]]}}""", "$.accounts[0].depth.OTHER", "there is no position in this instrument")]
    [InlineData(""", "funding": {"OTHER": "0.1"}""", "$.accounts[0].funding.OTHER", "there is no position in this instrument")]
    [InlineData(""", "surprise": 1""", "$.accounts[0].surprise", "is not known")]
    [InlineData(""", "prices": {"BTC": "-1"}""", "$.accounts[0].prices.BTC", "not positive")]
    [InlineData(""", "tables": {"tiers": {"BTCUSDT-PERP": [{"from": "1", "to": null, "maintenanceRate": "0.1"}]}}""", "$.accounts[0].tables.tiers.BTCUSDT-PERP[0].from", "gap")]
    public void Read_BadAccount_IsNamedWithItsPlace(string extra, string place, string message)
    {
        Assert.Null(Read(Account.Replace("EXTRA", extra, StringComparison.Ordinal), out ImmutableArray<RuleSetError> errors));
        Assert.Contains(errors, error => error.Path == place && error.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_MissingRateMarkAndRules_AreAllNamed()
    {
        string unmarked = Account.Replace("EXTRA", string.Empty, StringComparison.Ordinal).Replace("\"mark\": \"60000\", ", string.Empty, StringComparison.Ordinal);
        string text = $$"""{"desk": "d", "currency": "USD", "accounts": [{{unmarked}}, {"name": "a", "rules": "no/rules", "account": {} }]}""";
        Assert.Null(StressDeskJson.Read("desk.json", Encoding.UTF8.GetBytes(text), name => name == "no/rules" ? null : RuleFiles.Load(name), out ImmutableArray<RuleSetError> errors));
        Assert.Equal(
            ["$.accounts[0].account.positions", "$.accounts[1].name", "$.accounts[1].rules", "$.rates.USDT"],
            errors.Select(error => error.Path).Order(StringComparer.Ordinal));
    }

    private static StressDesk Example()
    {
        string file = Path.Combine(SharedData.Repository, "config", "examples", "desk.json");
        StressDesk? desk = StressDeskJson.Read(file, File.ReadAllBytes(file), RuleFiles.Load, out ImmutableArray<RuleSetError> errors);
        Assert.Empty(errors);
        return desk!;
    }

    private static StressReport Run(StressDesk desk)
    {
        StressSet standard = StressCases.Set("standard.json");
        StressExposure exposure = StressExposure.Of(desk.Accounts.Select(account => account.Case));
        return StressRun.Evaluate(desk, [.. standard.Scenarios(exposure), .. StressCases.Set("history.json").Scenarios(exposure)], standard.Depth);
    }

    private static StressDesk Read(string account)
    {
        StressDesk? desk = Read(account, out ImmutableArray<RuleSetError> errors);
        Assert.Empty(errors);
        return desk!;
    }

    private static StressDesk? Read(string account, out ImmutableArray<RuleSetError> errors) => StressDeskJson.Read(
        "desk.json",
        Encoding.UTF8.GetBytes($$"""{"desk": "d", "currency": "USD", "rates": {"USDT": "1"}, "accounts": [{{account}}]}"""),
        RuleFiles.Load,
        out errors);
}
