using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Scenarios;
using MarginRouter.Core.Margin.Search;
using MarginRouter.Testing;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>Worked examples of scenario margin: whole cases where the example is one, the shared formulas where it gives only vectors.</summary>
public sealed class ScenarioGoldenTests
{
    private const decimal TetherPrice = 0.99954m;

    [SharedDataTheory]
    [InlineData("okx.pm.riskunit.btc", "BTC", 0.01, 0.12, 0.002, 0.0045)]
    [InlineData("okx.pm.riskunit.ltc", "LTC", 1, 0.18, 0.008, 0.007)]
    public void Evaluate_OneOkxRiskUnit_GivesItsComponents(string id, string coin, decimal multiplier, decimal scan, decimal basis, decimal minimum)
    {
        GoldenCase golden = GoldenCase.Load(id);
        MarginFigures figures = ScenarioCaseText.Figures(ScenarioCaseText.Case(
            "okx/portfolio", $$"""{"asset": "USDT", "quantity": "100000", "price": "{{TetherPrice}}"}""", Unit(golden, coin, multiplier), Index(golden, coin, multiplier)));
        golden.Expect("mmr", figures.Margin!.MaintenanceMargin);
        golden.Expect("imr", figures.Margin.InitialMargin);
        golden.Expect("mr4", Term(figures, $"basis {coin}"));
        golden.Expect("mr6", Term(figures, $"scan {coin}"));
        golden.Expect("mr6Pnl", -2m * Term(figures, $"scan {coin}"));
        Assert.Equal(scan, Math.Abs(figures.Worst!.PriceMove));

        // The minimum charge does not bind here; the file's rate gives the published one.
        ScenarioRule rule = RuleFiles.Load("okx/portfolio").Scenario!;
        Assert.Equal(basis, rule.Basis!.Find(coin)!.Value[0]);
        Assert.Equal(minimum, rule.MinimumCharge!.Find(coin)!.Value[0]);
        decimal delta = Math.Abs(golden.Inputs.GetProperty("positions")[0].GetProperty("delta").GetDecimal());
        golden.Expect("mr7", rule.MinimumMultipliers!.Charge(delta * minimum));
    }

    [SharedDataFact]
    public void Evaluate_OkxAccountOfTwoUnitsAndADebt_GivesItsRatio()
    {
        GoldenCase golden = GoldenCase.Load("okx.pm.account");
        GoldenCase btc = GoldenCase.Load("okx.pm.riskunit.btc");
        GoldenCase ltc = GoldenCase.Load("okx.pm.riskunit.ltc");
        decimal owed = golden.Input("usdtLiabilityUsd") / TetherPrice;
        string text = ScenarioCaseText.Case(
            "okx/portfolio",
            "",
            Unit(btc, "BTC", 0.01m) + ", " + Unit(ltc, "LTC", 1m),
            Index(btc, "BTC", 0.01m).Replace("}", ", ", StringComparison.Ordinal) + Index(ltc, "LTC", 1m)[1..],
            inAccount: string.Create(CultureInfo.InvariantCulture, $$""", "liabilities": [{"asset": "USDT", "quantity": "{{owed}}", "price": "{{TetherPrice}}"}]"""));
        MarginFigures figures = ScenarioCaseText.Figures(text);
        golden.Near(golden.Input("adjEq"), figures.Margin!.Equity, "adjEq");
        golden.Expect("borrowMmr", Term(figures, "borrowed USDT"));
        golden.Expect("totalMmr", figures.Margin.MaintenanceMargin);
        golden.Expect("derivMmr", figures.Margin.MaintenanceMargin - Term(figures, "borrowed USDT"));
        golden.Expect("totalImr", figures.Margin.InitialMargin);
        golden.Expect("marginRatio", figures.VenueRatio);
        Assert.Equal("mgnRatio", figures.VenueRatioName);
        Assert.Null(figures.Margin.Utilisation);
        Assert.Equal(LadderAction.Liquidation, figures.Action);
    }

    [SharedDataFact]
    public void Charge_HedgeAcrossStableCurrencies_IsMarginal()
    {
        GoldenCase golden = GoldenCase.Load("okx.pm.mr9.example");
        MarginalTable table = new([.. golden.Inputs.GetProperty("tiers").EnumerateArray().Select(row => new MarginalRow(row[1].GetDecimal(), row[2].GetDecimal()))]);
        golden.Expect("mr9", table.Charge(golden.Input("hedgedScaleUsd")));
        Assert.Null(table.Charge(golden.Input("hedgedScaleUsd") + 1m));
    }

    [SharedDataFact]
    public void Evaluate_DeribitPerpetualAndFuture_GivesRiskMatrixAndMaintenance()
    {
        GoldenCase golden = GoldenCase.Load("deribit.pme.btc");
        const decimal Index = 65_000m;
        JsonElement held = golden.Inputs.GetProperty("positionsBtc");
        string positions = ScenarioCaseText.Position("BTC-PERPETUAL", "BTC", "inverse", held.GetProperty("BTC-PERPETUAL").GetDecimal() * Index, Index, Index)
            + ", " + ScenarioCaseText.Position("BTC-28JUN24", "BTC", "inverse", held.GetProperty("BTC-28JUN24").GetDecimal() * Index, Index, Index, 1m, """, "expiry": "2024-06-28" """);
        MarginFigures figures = ScenarioCaseText.Figures(ScenarioCaseText.Case(
            "deribit/portfolio", """{"asset": "BTC", "quantity": "1"}""", positions, """{"BTC": 65000}""", """, "asOf": "2024-06-17T10:22:20Z" """));
        golden.Expect("worstCase", figures.Worst!.Loss / Index);
        golden.Expect("riskMatrixMargin", figures.Margin!.InitialMargin / Index);
        golden.Expect("maintenanceMargin", figures.Margin.MaintenanceMargin / Index);
        golden.Expect("rollShock", Term(figures, "basis BTC") / 0.8m / Index);

        // Market maker protection and open orders are figures of the account, not of a case.
        golden.Expect("initialMargin", (figures.Margin.InitialMargin / Index) + golden.Input("mmpMargin") + golden.Input("openOrdersMargin"));
        Assert.Equal(-0.16m, figures.Worst.PriceMove);
    }

    [SharedDataFact]
    public void Shock_InversePosition_GivesDeribitsVector()
    {
        GoldenCase golden = GoldenCase.Load("deribit.pme.btc.vector");
        decimal[] expected = golden.ExpectedList("standard");
        decimal[] shocks = golden.Numbers("shocks");
        Assert.Equal(expected.Length, shocks.Length);
        for (int i = 0; i < shocks.Length; i++)
            golden.Near(expected[i], golden.Input("positionBtc") * LegShock.InverseGain(shocks[i]), $"shock {shocks[i]}");
    }

    [SharedDataFact]
    public void VolatilityTerm_PublishedShocks_AreReproduced()
    {
        GoldenCase golden = GoldenCase.Load("deribit.volshock.legacy");
        decimal[] expected = golden.ExpectedList("shockPct");
        JsonElement[] cases = [.. golden.Inputs.GetProperty("cases").EnumerateArray()];
        for (int i = 0; i < cases.Length; i++)
        {
            decimal factor = VolatilityTerm.Factor(cases[i].GetProperty("dte").GetDecimal() / 365m, cases[i].GetProperty("power").GetDecimal());
            decimal shock = 100m * cases[i].GetProperty("range").GetDecimal() * factor;
            Assert.Equal(expected[i], Math.Round(shock, expected[i].Scale, MidpointRounding.AwayFromZero));
        }
    }

    [SharedDataFact]
    public void Together_BybitsColumns_GiveItsTotalAndWorstScenario()
    {
        GoldenCase golden = GoldenCase.Load("bybit.pm.scenario");
        ImmutableArray<decimal> total = ScenarioScan.Together(
            ScenarioScan.Together([.. golden.Numbers("spotHedgePnl")], [.. golden.Numbers("perpPnl")]), [.. golden.Numbers("optionPnlIvDown")]);
        decimal[] expected = golden.ExpectedList("allPnl");
        for (int i = 0; i < expected.Length; i++)
            golden.Near(expected[i], total[i], $"move {golden.Numbers("priceScales")[i]}");
        decimal worst = ScenarioScan.Requirement(total.AsSpan());
        golden.Near(-expected[0], worst, "worst loss");

        // The perpetual's own row follows from its size alone: 10 % of it is lost at -10 %.
        decimal[] scales = golden.Numbers("priceScales");
        decimal units = golden.Numbers("perpPnl")[^1] / scales[^1];
        for (int i = 0; i < scales.Length; i++)
            golden.Near(golden.Numbers("perpPnl")[i], units * scales[i], $"perpetual at {scales[i]}");
        Assert.Equal<IEnumerable<decimal>>(scales, RuleFiles.Load("bybit/uta-portfolio").Scenario!.Prices.Find("BTC")!.Value);
    }

    [SharedDataFact]
    public void Assessment_BybitAccount_GivesItsRates()
    {
        GoldenCase golden = GoldenCase.Load("bybit.pm.account");
        MarginAssessment account = new(golden.Input("equity"), golden.Input("accountIM"), golden.Input("accountMM"), golden.Input("accountIM"), golden.Input("equity"), []);
        golden.Expect("accountMMRate", account.Utilisation);
        golden.Expect("availableBalance", account.AcceptanceAvailable - account.AcceptanceRequired);
    }

    [SharedDataTheory]
    [InlineData("span.future")]
    [InlineData("span.coveredwrite")]
    public void Requirement_SpanArrays_IsTheLargestLoss(string id)
    {
        GoldenCase golden = GoldenCase.Load(id);
        ImmutableArray<decimal> profits = [.. golden.Numbers("longFuture")];
        if (golden.Inputs.TryGetProperty("shortCall", out _))
        {
            profits = ScenarioScan.Together(profits, [.. golden.Numbers("shortCall")]);
            Assert.Equal<IEnumerable<decimal>>(golden.ExpectedList("scenarioPnl"), profits);
        }

        golden.Expect("requirement", ScenarioScan.Requirement(profits.AsSpan()));
    }

    private static decimal Term(MarginFigures figures, string name) => figures.Margin!.Terms.Single(term => term.Name == name).Value;

    private static string Unit(GoldenCase golden, string coin, decimal multiplier)
    {
        JsonElement position = golden.Inputs.GetProperty("positions")[0];
        decimal mark = position.GetProperty("mark").GetDecimal();
        return ScenarioCaseText.Position($"{coin}-USDT-SWAP", coin, "linear", position.GetProperty("contracts").GetDecimal(), mark, mark, multiplier);
    }

    /// <summary>The price on which the venue's scan ran: what its worst move's loss implies.</summary>
    private static string Index(GoldenCase golden, string coin, decimal multiplier)
    {
        decimal moved = coin == "BTC" ? 0.12m : 0.18m;
        decimal size = Math.Abs(golden.Inputs.GetProperty("positions")[0].GetProperty("contracts").GetDecimal()) * multiplier;
        decimal loss = golden.ExpectedNumber("mr1");
        return string.Create(CultureInfo.InvariantCulture, $$"""{"{{coin}}": "{{loss / moved / size}}"}""");
    }
}
