using System.Collections.Immutable;
using System.Globalization;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Cliffs;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Tests.Margin.Stress;
using MarginRouter.Testing;

namespace MarginRouter.Core.Tests.Margin.Cliffs;

/// <summary>Cliffs by hand: which, where, and how large.</summary>
public sealed class CliffDetectorTests
{
    [SharedDataFact]
    public void Detect_PublishedFlatTiers_GivesThePublishedJump()
    {
        GoldenCase golden = GoldenCase.Load("generic.margincliff");
        decimal[] notionals = golden.Numbers("notionals");
        for (int i = 0; i < notionals.Length; i++)
            golden.Near(golden.ExpectedList("flatMm")[i], Tiered("okx/multi-currency", "notional", notionals[i]).Assess().MaintenanceMargin, $"maintenance of {notionals[i]}");

        MarginCliff cliff = Assert.Single(Detect(Tiered("okx/multi-currency", "notional", 299_000m), 0.01m), cliff => cliff.Path == CliffPathKind.Size);
        Assert.Equal(CliffCause.WholePositionTier, cliff.Cause);
        Assert.Equal("CASEUSDT-PERP at 300000", cliff.Where);
        Assert.Equal(Math.Round(1m / 299m, 5), Math.Round(cliff.At, 5));
        Assert.True(cliff.IsJump);
        Assert.Equal(300m, Math.Round(cliff.RequirementJump));
        Assert.True(cliff.Far > cliff.Near);
    }

    [SharedDataFact]
    public void Detect_PublishedLeverageBrackets_GiveTheJumpOfTheLeastInitialMargin()
    {
        GoldenCase golden = GoldenCase.Load("generic.leveragecliff");
        decimal[] least = golden.ExpectedList("minInitialMargin");
        MarginCase today = Marginal(299_500m, leverage: 150m);
        MarginCliff cliff = Assert.Single(Detect(today, 0.01m), cliff => cliff.Path == CliffPathKind.Size);
        Assert.Equal(CliffCause.Tier, cliff.Cause);
        Assert.Equal("BTCUSDT-PERP at 300000", cliff.Where);
        Assert.False(cliff.IsJump);
        Assert.True(cliff.FarSlope > cliff.NearSlope);
        Assert.Equal(Math.Round(least[1] - least[0], 0), Math.Round(cliff.InitialJump, 0));
    }

    [Fact]
    public void Detect_HedgeThatIsUsedUp_IsAnOffset()
    {
        MarginCliff[] cliffs = [.. Detect(Hedged(withMinimum: false), 0.1m).Where(cliff => cliff.Path == CliffPathKind.Size)];
        MarginCliff cliff = Assert.Single(cliffs);
        Assert.Equal((CliffCause.Offset, 0.04m, "hedge of BTC is used up"), (cliff.Cause, Math.Round(cliff.At, 4), cliff.Where));
        Assert.True(cliff.FarSlope > cliff.NearSlope);
    }

    [Fact]
    public void Detect_MinimumChargeThatEnds_HidesTheHedgeUntilThere()
    {
        // 0.45 % of 5 coins, its multiplier one, holds until 12 % of what is beyond 5.2 coins is more.
        MarginCliff cliff = Assert.Single(Detect(Hedged(withMinimum: true), 0.1m), cliff => cliff.Path == CliffPathKind.Size);
        Assert.Equal((CliffCause.MinimumCharge, "BTC"), (cliff.Cause, cliff.Where));
        Assert.Equal(Math.Round((0.12m * 5.2m / ((0.12m - 0.0045m) * 5m)) - 1m, 4), Math.Round(cliff.At, 4));
    }

    [Fact]
    public void Detect_NettedPair_ChangesSideWhereTheShortsOutgrowTheLongs()
    {
        MarginCase today = StressCases.Read("""
            {"rules": "kraken/futures-multi",
             "tables": {"tiers": {"PF_A": [{"from": 0, "to": null, "initialRate": 0.02, "maintenanceRate": 0.01}], "PF_B": [{"from": 0, "to": null, "initialRate": 0.02, "maintenanceRate": 0.01}]}},
             "account": {"collateral": [{"asset": "USD", "quantity": "50000"}],
              "positions": [{"instrument": "PF_A", "underlying": "BTC", "kind": "linear", "quantity": "5", "entryPrice": "60000", "mark": "60000"},
                            {"instrument": "PF_B", "underlying": "BTC", "kind": "linear", "quantity": "-4.9", "entryPrice": "60000", "mark": "60000"}]}}
            """);
        MarginCliff[] cliffs = [.. Detect(today, 0.05m).Where(cliff => cliff.Path == CliffPathKind.Size)];
        Assert.Equal(2, cliffs.Length);
        Assert.All(cliffs, cliff => Assert.Equal(CliffCause.Offset, cliff.Cause));
        Assert.Equal(-0.02m, Math.Round(cliffs.Single(cliff => cliff.Subject == "PF_A").At, 4));
        Assert.Equal(Math.Round(0.1m / 4.9m, 4), Math.Round(cliffs.Single(cliff => cliff.Subject == "PF_B").At, 4));
    }

    [Fact]
    public void Detect_EndOfATable_IsTheEndOfTheRules()
    {
        MarginCase today = StressCases.Read("""
            {"rules": "bybit/uta-cross", "tables": {"tiers": {"BTCUSDT": [{"from": 0, "to": 630000, "maintenanceRate": 0.005}]}},
             "account": {"collateral": [{"asset": "USDT", "quantity": "100000"}],
              "positions": [{"instrument": "BTCUSDT", "underlying": "BTC", "kind": "linear", "quantity": "10", "entryPrice": "60000", "mark": "60000", "leverage": "10"}]},
             "prices": {"USDT": 1}}
            """);
        MarginCliff[] cliffs = [.. Detect(today, 0.1m)];
        Assert.Equal([CliffPathKind.Price, CliffPathKind.Size], cliffs.Select(cliff => cliff.Path));
        Assert.All(cliffs, cliff => Assert.Equal((CliffCause.RulesEnd, 0.05m), (cliff.Cause, Math.Round(cliff.At, 4))));
        Assert.Contains("BTCUSDT", cliffs[0].Where, StringComparison.Ordinal);
    }

    [Fact]
    public void Detect_Elasticity_IsTheChangeForOnePerCent()
    {
        // 1 BTC at 60,000 with 10,000: equity 9,400 and 10,600, requirement 0.4 % of the value.
        CliffReport report = CliffDetector.Detect(Marginal(60_000m, 10m, 10_000m), 0.02m, ["USDT"], out Refusal? refusal)!;
        Assert.Null(refusal);
        MarginElasticity price = report.Elasticities.Single(one => one.Path == CliffPathKind.Price);
        Assert.Equal(Math.Round((237.6m / 9_400m) - 0.024m, 12), Math.Round(price.Down!.Value, 12));
        Assert.Equal(Math.Round((242.4m / 10_600m) - 0.024m, 12), Math.Round(price.Up!.Value, 12));
        Assert.Equal(0.00024m, Math.Round(report.Elasticities.Single(one => one.Path == CliffPathKind.Size).Up!.Value, 12));
        Assert.Empty(report.Cliffs);
    }

    [Fact]
    public void Detect_MarginThatIsNotKnownToday_IsRefused()
    {
        Assert.Null(CliffDetector.Detect(Marginal(1_000_000_000_000m, 1m), 0.1m, [], out Refusal? refusal));
        Assert.NotNull(refusal);
        Assert.Throws<ArgumentOutOfRangeException>(() => CliffDetector.Detect(Marginal(1m, 1m), 1m, [], out _));
    }

    private static MarginCase Hedged(bool withMinimum) => StressCases.Read($$$"""
        {"rules": "okx/portfolio",
         "tables": {"scenario": {"gridIs": "maintenance", "otherFactor": "1.3", "collateralHedges": true,
                                 "prices": {"classes": {"a": ["-0.12", "0", "0.12"]}, "assets": {"BTC": "a"}}
                                 {{{(withMinimum ? """, "minimumCharge": {"classes": {"a": ["0.0045"]}, "assets": {"BTC": "a"}}""" : string.Empty)}}}}},
         "account": {"collateral": [{"asset": "USDT", "quantity": "100000", "price": "1"}, {"asset": "BTC", "quantity": "5.2", "price": "60000"}],
          "positions": [{"instrument": "BTC-USDT-SWAP", "underlying": "BTC", "kind": "linear", "quantity": "-500", "multiplier": "0.01", "entryPrice": "60000", "mark": "60000"}]},
         "prices": {"BTC": "60000", "USDT": "1"}}
        """);

    private static ImmutableArray<MarginCliff> Detect(MarginCase today, decimal within)
    {
        CliffReport? report = CliffDetector.Detect(today, within, ["USD", "USDT", "USDC"], out Refusal? refusal);
        Assert.Null(refusal);
        return report!.Cliffs;
    }

    /// <summary>The published rows under a rule set that applies a row to the whole position; a contract of one unit at one.</summary>
    private static MarginCase Tiered(string rules, string unit, decimal notional)
    {
        Assert.Equal("notional", unit);
        return StressCases.Read(string.Create(CultureInfo.InvariantCulture, $$$"""
            {"rules": "{{{rules}}}",
             "tables": {"tiers": {"CASEUSDT-PERP": [{"from": 0, "to": 300000, "maintenanceRate": 0.004, "initialRate": 0.0067}, {"from": 300000, "to": 800000, "maintenanceRate": 0.005, "initialRate": 0.01},
                                  {"from": 800000, "to": 3000000, "maintenanceRate": 0.0065, "initialRate": 0.0134}, {"from": 3000000, "to": 12000000, "maintenanceRate": 0.01, "initialRate": 0.02}]},
                        "haircuts": {"USDT": [{"from": 0, "to": null, "weight": 1}]}, "fees": {"taker": 0}},
             "account": {"collateral": [{"asset": "USDT", "quantity": 1000000, "price": 1}],
              "positions": [{"instrument": "CASEUSDT-PERP", "underlying": "CASE", "kind": "linear", "quantity": {{{notional}}}, "entryPrice": 1, "mark": 1, "leverage": 10}]},
             "prices": {"USDT": 1}}
            """));
    }

    private static MarginCase Marginal(decimal notional, decimal leverage, decimal wallet = 1_000_000m) => StressCases.Read(string.Create(CultureInfo.InvariantCulture, $$$"""
        {"rules": "binance/usdm-cross",
         "account": {"collateral": [{"asset": "USDT", "quantity": {{{wallet}}}}],
          "positions": [{"instrument": "BTCUSDT-PERP", "underlying": "BTC", "kind": "linear", "quantity": {{{notional / 60_000m:0.##########}}}, "entryPrice": 60000, "mark": 60000, "leverage": {{{leverage}}}}]}}
        """));
}
