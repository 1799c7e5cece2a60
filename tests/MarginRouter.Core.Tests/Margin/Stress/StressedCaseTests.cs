using System.Globalization;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Core.Orders;
using MarginRouter.Testing;

namespace MarginRouter.Core.Tests.Margin.Stress;

/// <summary>Margin cases in scenarios, against the worked examples and against hand-made figures.</summary>
public sealed class StressedCaseTests
{
    private const string Option = """
        {"rules": "deribit/portfolio", "asOf": "2026-01-01T08:00:00Z",
         "account": {"collateral": [{"asset": "USDC", "quantity": "100000", "price": "1"}],
          "positions": [{"instrument": "BTC-30JAN26-60000-C", "underlying": "BTC", "kind": "option", "quantity": "1", "entryPrice": "0.05", "mark": "0.05",
                         "expiry": "2026-01-30", "strike": "60000", "option": "call", "impliedVolatility": "0.6"}]},
         "prices": {"BTC": "60000"}}
        """;

    [SharedDataFact]
    public void Of_WrongWayCollateral_GivesThePublishedFigures()
    {
        GoldenCase golden = GoldenCase.Load("generic.stress");
        MarginCase today = StressCases.Read(string.Create(CultureInfo.InvariantCulture, $$$"""
            {"rules": "bybit/uta-cross",
             "tables": {"tiers": {"BTCUSDT": [{"from": 0, "to": null, "maintenanceRate": {{{golden.Input("mmr")}}}}]}, "fees": {"taker": 0},
                        "haircuts": {"USDT": [{"from": 0, "to": null, "weight": 1}], "BTC": [{"from": 0, "to": null, "weight": {{{1m - golden.Input("btcHaircut")}}}}]}},
             "account": {"collateral": [{"asset": "USDT", "quantity": {{{golden.Input("equityUsdt")}}}, "price": 1},
                                        {"asset": "BTC", "quantity": {{{golden.Input("btcCollateral")}}}, "price": {{{golden.Input("btcPrice")}}}}],
              "positions": [{"instrument": "BTCUSDT", "underlying": "BTC", "kind": "linear", "quantity": {{{golden.Input("perpLongBtc")}}}, "leverage": 10,
                             "entryPrice": {{{golden.Input("btcPrice")}}}, "mark": {{{golden.Input("btcPrice")}}}}]}}
            """));
        Expect(golden, "Before", today.Assess());
        Expect(golden, "After", today.Under(StressCases.Scenario($$"""{"name": "down", "each": {{golden.Input("shock")}}}""", today)).Assess());
    }

    [SharedDataFact]
    public void Of_Depeg_GivesThePublishedUtilisations()
    {
        GoldenCase golden = GoldenCase.Load("generic.depeg");
        MarginCase today = StressCases.Read(string.Create(CultureInfo.InvariantCulture, $$$"""
            {"rules": "bybit/uta-cross",
             "tables": {"tiers": {"CASEUSDT": [{"from": 0, "to": null, "maintenanceRate": {{{golden.Input("mmr")}}}}]}, "fees": {"taker": 0},
                        "haircuts": {"USDC": [{"from": 0, "to": null, "weight": 1}]}},
             "account": {"collateral": [{"asset": "USDC", "quantity": {{{golden.Input("usdcCollateral")}}}, "price": 1}],
              "positions": [{"instrument": "CASEUSDT", "underlying": "CASE", "kind": "linear", "quantity": {{{-golden.Input("usdtShortPerpNotional")}}},
                             "leverage": 10, "entryPrice": 1, "mark": 1}]},
             "prices": {"USDT": 1}}
            """));
        decimal[] prices = golden.Numbers("usdcPrice");
        for (int i = 0; i < prices.Length; i++)
        {
            MarginCase depegged = today.Under(StressCases.Scenario($$$"""{"name": "depeg", "assets": {"USDC": {{{prices[i] - 1m}}}}, "volatility": 0.1}"""));
            golden.Near(golden.ExpectedList("utilisation")[i], depegged.Assess().Utilisation, $"utilisation at {prices[i]}");
        }
    }

    [Fact]
    public void Of_DepegOfTheReportingCoin_RaisesMarksAndOtherCollateral()
    {
        MarginCase depegged = Perpetual("-2").Under(StressCases.Scenario("""{"name": "depeg", "assets": {"USDT": "-0.2"}}"""));
        Assert.Equal(75_000m, depegged.Positions[0].Mark);
        Assert.Equal(75_000m, depegged.Prices["BTC"]);
        Assert.Equal(10_000m - (2m * 15_000m), depegged.Assess().Equity);
    }

    [Fact]
    public void Of_Basis_MovesTheMarkAndNotTheUnderlying()
    {
        MarginCase moved = Perpetual("1").Under(StressCases.Scenario("""{"name": "basis", "basis": {"perpetual": "-0.05", "dated": "-0.5"}}"""));
        Assert.Equal(57_000m, moved.Positions[0].Mark);
        Assert.Equal(60_000m, moved.Prices["BTC"]);
    }

    [Theory]
    [InlineData("1", "0.001", 9_820)]
    [InlineData("1", "-0.001", 10_180)]
    [InlineData("-1", "0.001", 10_180)]
    [InlineData("-1", "-0.001", 9_820)]
    public void Of_Funding_IsTakenFromTheWallet(string quantity, string rate, int equity)
    {
        MarginCase paid = Perpetual(quantity).Under(StressCases.Scenario($$$"""{"name": "funding", "funding": {"rate": "{{{rate}}}", "intervals": 3}}"""));
        Assert.Equal(equity, paid.Assess().Equity);
        Assert.Single(paid.Balances);
    }

    [Fact]
    public void Of_FundingOfAnInverseContract_IsPaidInCoins()
    {
        MarginCase today = StressCases.Read("""
            {"rules": "binance/coinm", "tables": {"tiers": {"BTCUSD_PERP": [{"from": "0", "to": null, "maintenanceRate": "0.004"}]}},
             "account": {"collateral": [{"asset": "BTC", "quantity": "1"}],
              "positions": [{"instrument": "BTCUSD_PERP", "underlying": "BTC", "kind": "inverse", "multiplier": "100", "quantity": "600",
                             "entryPrice": "60000", "mark": "60000", "leverage": "10"}]}}
            """);
        MarginCase paid = today.Under(StressCases.Scenario("""{"name": "funding", "funding": {"rate": "0.01", "intervals": 2}}"""));
        Assert.Equal(0.98m, Math.Round(paid.Assess().Equity, 15));
    }

    [Fact]
    public void Of_OptionWithoutAMove_KeepsItsMark()
    {
        MarginCase today = StressCases.Read(Option);
        Assert.Equal(0.05m, today.Under(StressScenario.Calm).Positions[0].Mark);
    }

    [Fact]
    public void Of_Option_GainsByVolatilityAndPrice()
    {
        MarginCase today = StressCases.Read(Option);
        decimal up = today.Under(StressCases.Scenario("""{"name": "v", "volatility": "0.5"}""")).Positions[0].Mark!.Value;
        MarginCase lower = today.Under(StressCases.Scenario("""{"name": "p", "each": "-0.3"}""", today));

        // At the money: value over price is 0.4 x volatility x the root of time, so half more volatility is worth about 0.034 more.
        Assert.InRange(up, 0.0830m, 0.0845m);
        Assert.InRange(lower.Positions[0].Mark!.Value, 0m, 0.001m);
        Assert.Equal(42_000m, lower.Prices["BTC"]);
        Assert.Equal(0.6m, lower.Positions[0].Option!.Volatility);
    }

    [Fact]
    public void Of_PositionWithoutMark_IsRefusedByName()
    {
        MarginCase today = Perpetual("1") with { Positions = [Perpetual("1").Positions[0] with { Mark = null }] };
        Assert.Null(StressedCase.Of(StressScenario.Calm, today, out Refusal? refusal));
        Assert.Equal("mark of BTCUSDT-PERP", refusal!.Subject);
    }

    [Fact]
    public void Scenarios_OfAPattern_AreOnePerUnderlyingHeld()
    {
        MarginCase perpetual = Perpetual("1");
        MarginCase option = StressCases.Read(Option);
        StressSet set = StressCases.Set("standard.json");
        string[] names = [.. set.Scenarios(StressExposure.Of([perpetual, option])).Select(scenario => scenario.Name)];
        Assert.Contains("down 30 BTC", names);
        Assert.Contains("wrong way BTC up", names);
        Assert.DoesNotContain("down 30 USDT", names);
        Assert.Equal(names.Length, names.Distinct().Count());
    }

    [Fact]
    public void Scenarios_OfTheRepository_LeaveCalmFiguresAlone()
    {
        MarginCase today = Perpetual("1");
        MarginFigures before = today.Evaluate();
        MarginFigures calm = today.Under(StressScenario.Calm).Evaluate();
        Assert.Equal(before.Margin!.Equity, calm.Margin!.Equity);
        Assert.Equal(before.Margin.MaintenanceMargin, calm.Margin.MaintenanceMargin);
        Assert.Equal(before.LiquidationDistance, calm.LiquidationDistance);
    }

    private static MarginCase Perpetual(string quantity) => StressCases.Read($$$"""
        {"rules": "binance/usdm-cross",
         "account": {"collateral": [{"asset": "USDT", "quantity": "10000", "price": "1"}],
          "positions": [{"instrument": "BTCUSDT-PERP", "underlying": "BTC", "kind": "linear", "quantity": "{{{quantity}}}",
                         "entryPrice": "60000", "mark": "60000", "leverage": "10"}]}}
        """);

    private static void Expect(GoldenCase golden, string suffix, MarginAssessment found)
    {
        golden.Expect("equity" + suffix, found.Equity);
        golden.Expect("mm" + suffix, found.MaintenanceMargin);
        golden.Expect("utilisation" + suffix, found.Utilisation);
    }
}
