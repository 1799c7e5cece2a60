using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Collateral;
using MarginRouter.Core.Margin.Liquidation;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Search;
using MarginRouter.Core.Orders;
using MarginRouter.Testing;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>Worked examples of collateral, ladders, limits and carry: rule files, cases and the formulas that they share.</summary>
public sealed class RuleGoldenTests
{
    [SharedDataFact]
    public void BinanceMultiAssets_Collateral_CountsAtItsRate()
    {
        GoldenCase golden = GoldenCase.Load("binance.multiassets.haircut");
        foreach (string rules in new[] { "binance/usdm-cross", "binance/usdm-multi-assets" })
        {
            JsonElement found = new BookFigures(rules)
                .Haircut("BNB", (null, golden.Input("collateralRatio")))
                .Collateral("BNB", 2m, golden.Input("marketValue") / 2m).Answer();
            golden.Expect("collateralValue", BookFigures.Number(found, "equity"));
        }

        JsonElement listed = new BookFigures("binance/usdm-multi-assets").Collateral("BNB", 1m, golden.Input("marketValue")).Answer();
        golden.Expect("collateralValue", BookFigures.Number(listed, "equity"));
    }

    [SharedDataFact]
    public void BinanceMultiAssets_Hole_SellsMoreThanItFills()
    {
        GoldenCase golden = GoldenCase.Load("binance.multiassets.autoexchange");
        CollateralLimits limits = new() { Order = [new Asset("BTC")], ConversionRate = golden.Input("collateralRatio") };
        CollateralAsset held = new(new Asset("BTC"), 1m, 60_000m, null, HaircutUnit.Value);
        CollateralUse sold = Assert.Single(CollateralLadder.Cover(limits, [held], golden.Input("deficit"), out decimal left));
        Assert.Equal(0m, left);
        golden.Expect("sold", sold.Value);
        Assert.Equal(golden.Input("deficit"), sold.Covers);
    }

    [SharedDataFact]
    public void BybitFund_PublishedDrawdowns_TriggerDeleveraging()
    {
        GoldenCase golden = GoldenCase.Load("bybit.adl.pnl-drawdown");
        DeleveragingRule rule = RuleFiles.Load("bybit/uta-cross").Liquidation!.Deleveraging!;
        Assert.Equal(golden.Input("insurancePnlRatio"), -rule.Trigger);
        Assert.Equal(golden.Input("adlStopRatio"), -rule.Stop);
        InsuranceFund[] funds = [.. golden.Inputs.GetProperty("cases").EnumerateArray().Select(one => new InsuranceFund(
            one.GetProperty("balance").GetDecimal(), one.GetProperty("maxBalance").GetDecimal(), one.GetProperty("loss").GetDecimal()))];
        decimal[] ratios = golden.ExpectedList("pnlRatio");
        for (int i = 0; i < ratios.Length; i++)
            golden.Near(ratios[i], -funds[i].Drawdown, $"pnlRatio of case {i}");
        Assert.All(funds, fund => Assert.True(Deleveraging.IsTriggered(rule, fund)));
        Assert.All(funds, fund => Assert.Equal(1m, VenueRisk.Of(rule, fund).Nearness));
        golden.Expect("case1ClosedUsd", Deleveraging.LossBeyondTrigger(rule, funds[0]));
    }

    [SharedDataFact]
    public void Rank_PublishedAccounts_IsProfitTimesLeverage()
    {
        GoldenCase golden = GoldenCase.Load("generic.adl.rank");
        decimal?[] scores = [.. golden.Inputs.GetProperty("accounts").EnumerateArray().Select(one => Deleveraging.Rank(
            Side.Buy,
            one.GetProperty("entry").GetDecimal(),
            one.GetProperty("mark").GetDecimal(),
            one.GetProperty("notional").GetDecimal(),
            one.GetProperty("accountValue").GetDecimal()))];
        for (int i = 0; i < scores.Length; i++)
            golden.Near(golden.ExpectedList("score")[i], scores[i], $"score {i}");
    }

    [SharedDataTheory]
    [InlineData("okx.discount.generator.before")]
    [InlineData("okx.discount.generator.after")]
    public void OkxDiscount_Generator_StandsForEveryPublishedTier(string id)
    {
        GoldenCase golden = GoldenCase.Load(id);
        (decimal To, decimal Weight)[] head = [.. golden.Inputs.GetProperty("head").EnumerateArray().Select(row => (row[0].GetDecimal(), row[1].GetDecimal()))];
        string rows = string.Join(",", head.Select((row, i) => FormattableString.Invariant($$"""{"from": {{(i == 0 ? 0m : head[i - 1].To)}}, "to": {{row.To}}, "weight": {{row.Weight}} }""")));
        string step = FormattableString.Invariant($$"""{"from": {{head[^1].To}}, "to": null, "step": {{golden.Input("stepCap")}}, "weightStep": {{golden.Input("stepRate")}} }""");
        MarginCase read = Case($$$"""{"rules": "okx/multi-currency", "tables": {"haircuts": {"X": [{{{rows}}}, {{{step}}}]} }, "account": {"collateral": [{"asset": "X", "quantity": 370000000, "price": 2}]} }""");
        ImmutableArray<HaircutTier> tiers = read.Rules.Haircuts["X"].Tiers;
        golden.Expect("tiers", tiers.Length);
        golden.Expect("lastCap", tiers[^1].To);
        golden.Expect("lastRate", tiers[^1].Weight);
        if (tiers.Length == 28)
        {
            golden.Expect("tier27Cap", tiers[26].To);
            golden.Expect("tier27Rate", tiers[26].Weight);
        }

        decimal counted = head[0].To * head[0].Weight;
        for (int i = 1; i < head.Length; i++)
            counted += (head[i].To - head[i - 1].To) * head[i].Weight;
        counted += golden.Input("stepCap") * (head[^1].Weight - golden.Input("stepRate"));
        Assert.Equal(counted * 2m, MarginCaseEvaluator.Evaluate(read, out _)!.Margin!.Equity);
    }

    [SharedDataFact]
    public void OkxDiscount_PublishedBtc_LiesBelowItsFirstTier()
    {
        GoldenCase golden = GoldenCase.Load("okx.discount.btc.published");
        decimal value = golden.Input("amount") * golden.Input("usdPrice");
        decimal rate = golden.ExpectedNumber("adjustedUsd") / value;
        golden.Expect("effectiveRate", rate);
        HaircutTier first = RuleFiles.Load("okx/multi-currency").Haircuts["BTC"].Tiers[0];
        Assert.Equal(golden.Numbers("firstTier"), new List<decimal> { first.From, first.To!.Value, first.Weight });
        JsonElement known = new BookFigures("okx/multi-currency").Collateral("BTC", golden.Input("amount"), golden.Input("usdPrice")).Answer();
        Assert.Equal(first.To * first.Weight * golden.Input("usdPrice"), BookFigures.Number(known, "equity"));
        Assert.InRange(golden.ExpectedNumber("adjustedUsd"), BookFigures.Number(known, "equity")!.Value, value * first.Weight);
    }

    [SharedDataFact]
    public void KucoinCross_LargestPosition_IsLogarithmic()
    {
        GoldenCase golden = GoldenCase.Load("kucoin.futures.cross.maxopen");
        decimal scale = RuleFiles.Load("kucoin/futures-cross").LogarithmicScales["XBTUSDTM"];
        Assert.Equal(golden.Input("K"), scale);
        decimal largest = LogarithmicLimit.Largest(scale, golden.Input("C") - golden.Input("F"), golden.Input("leverage"), golden.Input("price"));
        golden.Expect("maxOpenBtc", Math.Round(largest, 2));
        Assert.Equal(0m, LogarithmicLimit.Largest(scale, 0m, 10m, 60_000m));
    }

    [SharedDataFact]
    public void KucoinUnified_Collateral_CountsEachPart()
    {
        GoldenCase golden = GoldenCase.Load("kucoin.uta.collateral.btc");
        (decimal? To, decimal Weight)[] rows = [.. golden.Inputs.GetProperty("tiers").EnumerateArray()
            .Select(row => (row[1].ValueKind == JsonValueKind.Null ? (decimal?)null : row[1].GetDecimal(), row[2].GetDecimal()))];
        for (int i = 0; i < golden.Numbers("points").Length; i++)
        {
            JsonElement found = new BookFigures("kucoin/uta").Haircut("BTC", rows).Collateral("BTC", golden.Numbers("points")[i], 1m).Answer();
            golden.Near(golden.ExpectedList("cdrEquity")[i], BookFigures.Number(found, "equity"), $"point {i}");
        }
    }

    [SharedDataFact]
    public void KrakenClassA_OfTheRuleFile_HasThePublishedLevels()
    {
        GoldenCase golden = GoldenCase.Load("kraken.futures.classA");
        ImmutableArray<MarginTier> tiers = RuleFiles.Load("kraken/futures-multi").Tiers["classA"].Tiers;
        Assert.Equal(golden.Numbers("im"), tiers.Select(tier => tier.InitialRate!.Value));
        Assert.Equal(golden.Numbers("mm"), tiers.Select(tier => tier.MaintenanceRate));
        Assert.Equal(
            golden.Inputs.GetProperty("capsUsd").EnumerateArray().Select(cap => cap.ValueKind == JsonValueKind.Null ? (decimal?)null : cap.GetDecimal()),
            tiers.Select(tier => tier.To));
        for (int i = 0; i < tiers.Length; i++)
        {
            golden.Near(golden.ExpectedList("maxLeverage")[i], 1m / tiers[i].InitialRate, $"leverage of level {i}");
            golden.Near(golden.ExpectedList("mmOverIm")[i], tiers[i].MaintenanceRate / tiers[i].InitialRate, $"maintenance of level {i}");
        }
    }

    [SharedDataFact]
    public void HyperliquidTransfer_PublishedExample_KeepsATenthOfTheNotional()
    {
        GoldenCase golden = GoldenCase.Load("hyperliquid.transfer");
        JsonElement found = new BookFigures("hyperliquid/cross").Collateral("USDC", 50_000m)
            .Hold("BTC", "BTC", "linear", 1m, golden.Input("notional"), golden.Input("notional"), golden.Input("leverage")).Answer();
        decimal initial = BookFigures.Number(found, "initialMargin")!.Value;
        golden.Expect("initialMargin", initial);
        golden.Expect("transferMarginRequired", RuleFiles.Load("hyperliquid/cross").Transfer!.Required(initial, golden.Input("notional")));
    }

    [SharedDataFact]
    public void HyperliquidBorrowing_PublishedUtilisations_GiveTheYearlyRate()
    {
        GoldenCase golden = GoldenCase.Load("hyperliquid.pm.rate");
        BorrowRateCurve curve = RuleFiles.Load("hyperliquid/portfolio").Interest!.Curve!;
        for (int i = 0; i < golden.Numbers("utilization").Length; i++)
            golden.Near(golden.ExpectedList("apy")[i], curve.At(golden.Numbers("utilization")[i]), $"rate {i}");
    }

    [SharedDataFact]
    public void HyperliquidLiquidation_LargePosition_ClosesAFifthAndHasABackstop()
    {
        GoldenCase golden = GoldenCase.Load("hyperliquid.backstop");
        decimal notional = golden.Input("notional");
        JsonElement found = new BookFigures("hyperliquid/cross").Collateral("USDC", 50_000m)
            .Hold("BTC", "BTC", "linear", 1m, notional, notional, golden.Input("maxLeverage")).Answer();
        decimal maintenance = BookFigures.Number(found, "maintenanceMargin")!.Value;
        golden.Expect("maintenanceMargin", maintenance);
        LiquidationRule rule = RuleFiles.Load("hyperliquid/cross").Liquidation!;
        golden.Expect("backstopEquity", LiquidationPlan.BackstopEquity(rule, maintenance));
        LiquidatedPosition position = new("BTC", notional, notional, null, maintenance, maintenance - 1m);
        golden.Expect("firstClip", LiquidationPlan.First(rule, position, out _)!.ClosedValue);
        Assert.True(LiquidationPlan.First(rule, position with { Equity = 8_333m }, out _)!.TakenOver);
        Assert.Equal(1m, LiquidationPlan.First(rule, position with { Value = golden.Input("partialThreshold") }, out _)!.ClosedShare);
    }

    [SharedDataFact]
    public void FlatRates_OfOtherMarkets_AreTierTablesOfOneRow()
    {
        GoldenCase open = GoldenCase.Load("dydx.oimf.4");
        JsonElement found = Flat(open.Input("size"), open.Input("price"), open.Input("baseImf"), open.Input("baseImf") * open.Input("maintenanceFraction"));
        open.Expect("initialMargin", BookFigures.Number(found, "initialMargin"));
        open.Expect("maintenanceMargin", BookFigures.Number(found, "maintenanceMargin"));
        GoldenCase library = GoldenCase.Load("nautilus.models");
        library.Expect("standardInit", BookFigures.Number(Flat(1m, library.Input("notional"), library.Input("marginInit"), 0.01m), "initialMargin"));
        library.Expect("leveragedInit", BookFigures.Number(Flat(1m, library.Input("notional"), library.Input("marginInit") / library.Input("leverage"), 0m), "initialMargin"));
    }

    [SharedDataFact]
    public void BybitInverse_StatedMargin_LiquidatesAtThePublishedPrice()
    {
        GoldenCase golden = GoldenCase.Load("bybit.inverse.cross.legacy");
        JsonElement Found(decimal rate) => new BookFigures("bybit/isolated").Flat("BTCUSD", rate).Taker(golden.Input("takerFee"))
            .Hold("BTCUSD", "BTC", "inverse", golden.Input("contracts"), golden.Input("entry"), golden.Input("entry"), null, golden.Input("balanceBtc")).Answer();
        golden.Expect("liquidationPrice", BookFigures.Number(Found(golden.Input("mmr")), "liquidationPrices", "BTCUSD"));
        golden.Expect("bankruptcyPrice", BookFigures.Number(Found(0m), "liquidationPrices", "BTCUSD"));
    }

    [SharedDataFact]
    public void OkxQuickMargin_DebtAgainstCoins_LiquidatesAtThePublishedPrice()
    {
        GoldenCase golden = GoldenCase.Load("okx.quickmargin.liq");
        JsonElement found = new BookFigures("okx/isolated").Flat("BTC-USDT", golden.Input("mmr")).Taker(golden.Input("taker"))
            .Collateral("BTC", golden.Input("baseAsset"), 60_000m).Liability("USDT", golden.Input("quoteLiability"), 1m)
            .Hold("BTC-USDT", "BTC", "spot", 0m, 0m, 60_000m, null).Answer();
        golden.Expect("liquidationPrice", Math.Round(BookFigures.Number(found, "liquidationPrices", "BTC-USDT")!.Value, 6));

        // The same debt as a position that was bought with it, and the short side by the venue's formula.
        JsonElement bought = new BookFigures("okx/isolated").Flat("BTC-USDT", golden.Input("mmr")).Taker(golden.Input("taker"))
            .Hold("BTC-USDT", "BTC", "spot", 1m, 45_000m, 60_000m, null).Answer();
        golden.Expect("liquidationPrice", Math.Round(BookFigures.Number(bought, "liquidationPrices", "BTC-USDT")!.Value, 6));
        JsonElement balances = new BookFigures("okx/isolated").Flat("BTC-USDT", golden.Input("mmr")).Taker(golden.Input("taker"))
            .Collateral("BTC", golden.Input("baseAsset"), 60_000m).Liability("USDT", golden.Input("quoteLiability"), 1m).Answer();
        golden.Expect("liquidationPrice", Math.Round(BookFigures.Number(balances, "liquidationPrices", "BTC")!.Value, 6));
        JsonElement shorted = new BookFigures("okx/isolated").Flat("BTC-USDT", 0.04m).Taker(0.001m)
            .Collateral("USDT", 75_000m, 1m).Liability("BTC", 1m, 60_000m).Hold("BTC-USDT", "BTC", "spot", 0m, 0m, 60_000m, null).Answer();
        golden.Near(75_000m / (1.04m * 1.001m), BookFigures.Number(shorted, "liquidationPrices", "BTC-USDT"), "short");
    }

    [SharedDataFact]
    public void DeribitStandard_ShortCall_GivesThePublishedMargins()
    {
        GoldenCase golden = GoldenCase.Load("deribit.sm.shortcall");
        JsonElement found = Option("call", -1m, golden.Input("S"), golden.Input("K"), golden.Input("mark"));
        golden.Expect("initialMargin", BookFigures.Number(found, "initialMargin"));
        golden.Expect("maintenanceMargin", BookFigures.Number(found, "maintenanceMargin"));
    }

    [Theory]
    [InlineData("call", -2, 10_000, 10_000, "0.05", "0.4", "0.25")]
    [InlineData("call", -1, 10_000, 10_200, "0.03", "0.16", "0.105")]
    [InlineData("put", -1, 10_000, 9_800, "0.03", "0.16", "0.105")]
    [InlineData("put", -1, 10_000, 60_000, "5", "5.375", "5.375")]
    [InlineData("call", 3, 10_000, 10_000, "0.05", "0", "0")]
    public void DeribitStandard_OptionsOfEitherSide_FollowTheRule(string right, int contracts, int spot, int strike, string mark, string initial, string maintenance)
    {
        static decimal Of(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        JsonElement found = Option(right, contracts, spot, strike, Of(mark));
        Assert.Equal(Of(initial), BookFigures.Number(found, "initialMargin"));
        Assert.Equal(Of(maintenance), BookFigures.Number(found, "maintenanceMargin"));
        Assert.Equal(1m, BookFigures.Number(found, "equity"));
    }

    [SharedDataFact]
    public void DeribitStandard_Futures_GrowWithEveryUnit()
    {
        GoldenCase golden = GoldenCase.Load("deribit.sm.eth");
        JsonElement found = new BookFigures("deribit/standard").Collateral("ETH", 100m)
            .Hold("ETH-PERPETUAL", "ETH", "inverse", golden.Input("positionEth") * 2_500m, 2_500m, 2_500m, null).Answer();
        golden.Expect("initialMarginEth", BookFigures.Number(found, "initialMargin"));
        golden.Expect("maintenanceMarginEth", BookFigures.Number(found, "maintenanceMargin"));
        JsonElement small = new BookFigures("deribit/standard").Collateral("BTC", 10m)
            .Hold("BTC-PERPETUAL", "BTC", "inverse", -50_000m * 20m, 50_000m, 50_000m, null).Answer();
        Assert.Equal(20m * (0.02m + (0.00005m * 20m)), BookFigures.Number(small, "initialMargin"));
    }

    private static JsonElement Option(string right, decimal contracts, decimal spot, decimal strike, decimal mark)
    {
        string text = FormattableString.Invariant($$$"""
            {"rules": "deribit/standard",
             "account": {"collateral": [{"asset": "BTC", "quantity": 1}],
               "positions": [{"instrument": "BTC-OPTION", "underlying": "BTC", "kind": "option", "quantity": {{{contracts}}}, "entryPrice": {{{mark}}}, "mark": {{{mark}}},
                 "expiry": "0.1", "strike": {{{strike}}}, "option": "{{{right}}}", "impliedVolatility": 0.6}]},
             "prices": {"BTC": {{{spot}}} } }
            """);
        MarginFigures? figures = MarginCaseEvaluator.Evaluate(Case(text), out Refusal? refusal);
        Assert.Null(refusal);
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
            MarginFiguresJson.Write(writer, figures!);
        using JsonDocument document = JsonDocument.Parse(stream.ToArray());
        return document.RootElement.Clone();
    }

    private static JsonElement Flat(decimal size, decimal price, decimal initial, decimal maintenance) => new BookFigures("kraken/futures-multi")
        .Tiers("X", (null, maintenance, initial, null)).Collateral("USD", 1_000m, 1m).Hold("X", "X", "linear", size, price, price, null).Answer();

    private static MarginCase Case(string json)
    {
        MarginCase? read = MarginCaseJson.Read("case.json", Encoding.UTF8.GetBytes(json), RuleFiles.Load, out ImmutableArray<RuleSetError> errors);
        Assert.Empty(errors);
        return read!;
    }
}
