using System.Text.Json;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Testing;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>Worked examples of contracts in modes that are evaluated as a book, through the path of the `margin` command.</summary>
public sealed class BookGoldenTests
{
    [SharedDataTheory]
    [InlineData("binance.usdm.iso.synthetic1")]
    [InlineData("binance.usdm.iso.synthetic3")]
    [InlineData("binance.usdm.iso.synthetic4")]
    [InlineData("binance.usdm.iso.synthetic6")]
    [InlineData("binance.usdm.iso.synthetic7")]
    [InlineData("binance.usdm.iso.synthetic8")]
    public void BinanceIsolated_Synthetic_LiquidatesAtThePublishedPrice(string id)
    {
        GoldenCase golden = GoldenCase.Load(id);
        JsonElement found = new BookFigures("binance/usdm-isolated")
            .Flat("X-PERP", golden.Input("mmr"), golden.Input("cum"))
            .Hold("X-PERP", "X", "linear", Signed(golden, "qty"), golden.Input("entry"), null, golden.Input("leverage"), golden.Input("isolatedWallet"))
            .Answer();
        golden.Expect("liquidationPrice", BookFigures.Number(found, "liquidationPrices", "X-PERP"));
        Assert.Equal(JsonValueKind.Null, found.GetProperty("equity").ValueKind);
    }

    [SharedDataFact]
    public void BinanceIsolated_Eth_LiquidatesAtThePublishedPrice()
    {
        GoldenCase golden = GoldenCase.Load("binance.usdm.iso.eth");
        JsonElement position = golden.Inputs.GetProperty("position");
        decimal Of(string name) => position.GetProperty(name).GetDecimal();
        JsonElement found = new BookFigures("binance/usdm-isolated")
            .Flat("ETHUSDT-PERP", Of("mmr"), Of("cum"))
            .Hold("ETHUSDT-PERP", "ETH", "linear", Of("qty"), Of("entry"), Of("mark"), 4m, golden.Input("walletBalance"))
            .Answer();
        golden.Expect("liquidationPrice", BookFigures.Number(found, "liquidationPrices", "ETHUSDT-PERP"));
    }

    [SharedDataTheory]
    [InlineData("bybit.usdt.iso.synthetic1")]
    [InlineData("bybit.usdt.iso.synthetic3")]
    [InlineData("bybit.usdt.iso.synthetic4")]
    [InlineData("bybit.usdt.iso.synthetic6")]
    [InlineData("bybit.usdt.iso.synthetic7")]
    public void BybitIsolated_Synthetic_LiquidatesAtThePublishedPrice(string id)
    {
        GoldenCase golden = GoldenCase.Load(id);
        JsonElement found = new BookFigures("bybit/isolated")
            .Flat("X-PERP", golden.Input("mmr"))
            .Hold("X-PERP", "X", "linear", golden.Inputs.GetProperty("side").GetString() == "long" ? 1m : -1m, golden.Input("entry"), null, golden.Input("leverage"))
            .Answer();
        golden.Expect("liquidationPrice", BookFigures.Number(found, "liquidationPrices", "X-PERP"));
    }

    [SharedDataFact]
    public void BybitIsolated_Long_GivesThePublishedMargins()
    {
        GoldenCase golden = GoldenCase.Load("bybit.usdt.iso.long");
        JsonElement found = new BookFigures("bybit/isolated")
            .Flat("BTCUSDT-PERP", golden.Input("mmr"))
            .Taker(0m)
            .Hold("BTCUSDT-PERP", "BTC", "linear", golden.Input("qty"), golden.Input("entry"), golden.Input("entry"), golden.Input("leverage"))
            .Answer();
        golden.Expect("initialMargin", BookFigures.Number(found, "initialMargin"));
        golden.Expect("maintenanceMargin", BookFigures.Number(found, "maintenanceMargin"));
        golden.Expect("liquidationPrice", BookFigures.Number(found, "liquidationPrices", "BTCUSDT-PERP"));
    }

    [SharedDataTheory]
    [InlineData(1, "longLiq")]
    [InlineData(-1, "shortLiq")]
    public void BybitIsolated_Inverse_GivesThePublishedMarginsInCoin(int sign, string expected)
    {
        GoldenCase golden = GoldenCase.Load("bybit.inverse.iso");
        JsonElement found = new BookFigures("bybit/isolated")
            .Flat("BTCUSD", golden.Input("mmr"))
            .Taker(0m)
            .Hold("BTCUSD", "BTC", "inverse", sign * golden.Input("contracts"), golden.Input("entry"), golden.Input("entry"), golden.Input("leverage"))
            .Answer();
        golden.Expect("initialMargin", BookFigures.Number(found, "initialMargin"));
        golden.Expect("maintenanceMargin", BookFigures.Number(found, "maintenanceMargin"));
        golden.Expect(expected, BookFigures.Number(found, "liquidationPrices", "BTCUSD"));
    }

    [SharedDataFact]
    public void BybitCross_RecordedShort_HasTheClosingFeeInBothMargins()
    {
        GoldenCase golden = GoldenCase.Load("bybit.uta.position.fees");
        decimal mark = golden.Input("impliedMarkNotional") / golden.Input("size");
        JsonElement found = new BookFigures("bybit/uta-cross")
            .Taker(golden.Input("taker"))
            .Collateral("USDT", 100m, 1m)
            .Hold("ETHUSDT", "ETH", "linear", -golden.Input("size"), mark, mark, golden.Input("leverage"))
            .Answer();
        golden.Expect("positionIM", BookFigures.Number(found, "initialMargin"));
        golden.Expect("positionMM", BookFigures.Number(found, "maintenanceMargin"));
    }

    [SharedDataFact]
    public void BybitOrder_Linear_CostsMarginAndBothFees()
    {
        GoldenCase golden = GoldenCase.Load("bybit.ordercost.usdt.legacy");
        JsonElement found = new BookFigures("bybit/isolated")
            .Taker(golden.Input("taker"))
            .Hold("BTCUSDT-PERP", "BTC", "linear", 0m, 0m, null, golden.Input("leverage"))
            .Order("BTCUSDT-PERP", "buy", golden.Input("qty"), golden.Input("price"))
            .Answer();
        golden.Expect("orderCost", BookFigures.Number(found, "venueAcceptance", "required"));
    }

    [SharedDataFact]
    public void BybitOrder_Inverse_CostsMarginAndBothFeesInCoin()
    {
        GoldenCase golden = GoldenCase.Load("bybit.ordercost.inverse");
        JsonElement found = new BookFigures("bybit/isolated")
            .Taker(golden.Input("taker"))
            .Hold("ETHUSD", "ETH", "inverse", 0m, 0m, null, golden.Input("leverage"))
            .Order("ETHUSD", "buy", golden.Input("usd"), golden.Input("price"))
            .Answer();
        golden.Expect("orderCost", BookFigures.Number(found, "venueAcceptance", "required"));
    }

    [SharedDataFact]
    public void BybitTables_OfTheRuleFile_HaveThePublishedDeductionsAndMargins()
    {
        GoldenCase golden = GoldenCase.Load("bybit.risklimit.btcusdt");
        TierTable table = RuleFiles.Load("bybit/uta-cross").FindTiers("BTCUSDT")!;
        Assert.Equal(golden.ExpectedList("deduction"), table.Tiers.Select(tier => tier.Deduction));
        Assert.Equal(golden.Numbers("riskLimit"), table.Tiers.Select(tier => tier.To!.Value));
        Assert.Equal(golden.Numbers("maxLeverage"), table.Tiers.Select(tier => tier.MaximumLeverage!.Value));
        GoldenCase margins = GoldenCase.Load("bybit.risklimit.mm");
        for (int i = 0; i < margins.Numbers("notionals").Length; i++)
        {
            JsonElement found = new BookFigures("bybit/uta-cross").Taker(0m).Collateral("USDT", 10_000_000m, 1m)
                .Hold("BTCUSDT", "BTC", "linear", margins.Numbers("notionals")[i] / 50_000m, 50_000m, 50_000m, 10m).Answer();
            margins.Near(margins.ExpectedList("maintenanceMargin")[i], BookFigures.Number(found, "maintenanceMargin"), $"row {i}");
        }

        GoldenCase small = GoldenCase.Load("bybit.risklimit.smallcap.2025-07");
        foreach (string symbol in small.Inputs.GetProperty("symbols").GetString()!.Split(','))
        {
            TierTable rows = RuleFiles.Load("bybit/isolated").FindTiers(symbol)!;
            Assert.Equal(small.ExpectedList("mmrPct").Select(rate => rate / 100m), rows.Tiers.Select(tier => tier.MaintenanceRate));
            Assert.Equal(small.Numbers("riskLimit"), rows.Tiers.Select(tier => tier.To!.Value));
        }
    }

    [SharedDataFact]
    public void BybitCollateral_Tiered_CountsEachPart()
    {
        GoldenCase golden = GoldenCase.Load("bybit.collateral.tiered");
        JsonElement found = new BookFigures("bybit/uta-cross")
            .Haircut("BTC", (10m, .98m), (20m, .95m), (30m, .9m), (40m, .85m), (50m, .8m), (null, 0m))
            .Collateral("BTC", golden.Input("amount"), golden.Input("usdPrice")).Answer();
        golden.Expect("marginBalanceUsd", BookFigures.Number(found, "equity"));
    }

    [SharedDataFact]
    public void OkxMultiCurrency_RecordedAccount_GivesTheVenuesRatio()
    {
        GoldenCase golden = GoldenCase.Load("okx.multi.balance");
        JsonElement found = new BookFigures("okx/multi-currency")
            .Taker(golden.Input("takerFee"))
            .Flat("BTC-USDT-SWAP", golden.Input("mmrRate"))
            .Haircut("USDT", (null, 1m))
            .Collateral("USDT", golden.Input("adjEq"), 1m)
            .Hold("BTC-USDT-SWAP", "BTC", "linear", golden.Input("notionalUsd"), 1m, 1m, golden.Input("leverage"))
            .Answer();
        golden.Expect("imr", BookFigures.Number(found, "initialMargin"));
        golden.Expect("mmr", BookFigures.Number(found, "maintenanceMargin"));
        golden.Expect("mgnRatio", BookFigures.Number(found, "venueRatio", "value"));
        Assert.Equal("mgnRatio", found.GetProperty("venueRatio").GetProperty("name").GetString());
    }

    [SharedDataFact]
    public void OkxDiscount_Usdt_CountsEachPart()
    {
        GoldenCase golden = GoldenCase.Load("okx.discount.usdt.2022");
        JsonElement found = new BookFigures("okx/multi-currency")
            .Haircut("USDT", (5_000_000m, 1m), (10_000_000m, .9m), (null, .8m))
            .Collateral("USDT", golden.Input("amount"), 1m).Answer();
        golden.Expect("adjustedUsd", BookFigures.Number(found, "equity"));
    }

    [SharedDataFact]
    public void OkxIsolated_Synthetic_LiquidatesAtThePublishedPrice()
    {
        GoldenCase golden = GoldenCase.Load("okx.iso.synthetic2");
        JsonElement found = new BookFigures("okx/isolated")
            .Taker(golden.Input("taker"))
            .Flat("X-USDT-SWAP", golden.Input("mmr"))
            .Hold("X-USDT-SWAP", "X", "linear", golden.Input("qty"), golden.Input("entry"), null, golden.Input("leverage"), golden.Input("margin"))
            .Answer();
        golden.Expect("liquidationPrice", BookFigures.Number(found, "liquidationPrices", "X-USDT-SWAP"));
    }

    [SharedDataFact]
    public void KucoinCross_PositionAndOrder_GivesThePublishedRiskRate()
    {
        GoldenCase golden = GoldenCase.Load("kucoin.futures.cross.risk");
        JsonElement position = golden.Inputs.GetProperty("position");
        JsonElement order = golden.Inputs.GetProperty("openOrder");
        static decimal Of(JsonElement one, string name) => one.GetProperty(name).GetDecimal();
        JsonElement found = new BookFigures("kucoin/futures-cross")
            .Taker(golden.Input("taker"))
            .Flat("BTCUSDT", Of(position, "mmr"))
            .Flat("ETHUSDT", Of(order, "mmr"))
            .Collateral("USDT", golden.Input("totalMargin"), 1m)
            .Hold("BTCUSDT", "BTC", "linear", Of(position, "contracts"), Of(position, "mark"), Of(position, "mark"), 10m, multiplier: Of(position, "multiplier"))
            .Hold("ETHUSDT", "ETH", "linear", 0m, 0m, Of(order, "mark"), 10m, multiplier: Of(order, "multiplier"))
            .Order("ETHUSDT", "sell", Of(order, "contracts"), Of(order, "mark"))
            .Answer();
        golden.Near(0.05875552m, Math.Round(BookFigures.Number(found, "venueRatio", "value")!.Value, 8), "exact risk rate of the notes");
        Assert.Equal(0.0588m, Math.Round(BookFigures.Number(found, "utilisation")!.Value, 4));
    }

    [SharedDataFact]
    public void KucoinIsolated_Margin_IsCostOverLeverage()
    {
        GoldenCase golden = GoldenCase.Load("kucoin.futures.iso.margin");
        JsonElement found = new BookFigures("kucoin/futures-isolated")
            .Flat("XBTUSDTM", 0.005m)
            .Hold("XBTUSDTM", "BTC", "linear", golden.Input("qty"), golden.Input("price"), golden.Input("price"), golden.Input("leverage"))
            .Answer();
        golden.Expect("positionMargin", BookFigures.Number(found, "initialMargin"));
    }

    [SharedDataFact]
    public void KrakenSingle_Inverse_GivesThePublishedMarginAndPrice()
    {
        GoldenCase golden = GoldenCase.Load("kraken.futures.inverse.epp");
        JsonElement found = new BookFigures("kraken/futures-single")
            .Collateral("BTC", golden.Input("marginBtc"))
            .Hold("PI_XBTUSD", "BTC", "inverse", golden.Input("contracts"), golden.Input("entry"), golden.Input("entry"), null)
            .Answer();
        golden.Expect("initialMargin", BookFigures.Number(found, "initialMargin"));
        golden.Expect("maintenanceMarginAtEntry", BookFigures.Number(found, "maintenanceMargin"));
        golden.Expect("liquidationPrice", BookFigures.Number(found, "liquidationPrices", "PI_XBTUSD"));
    }

    [SharedDataFact]
    public void KrakenMulti_Collateral_CountsTheHaircutValue()
    {
        GoldenCase golden = GoldenCase.Load("kraken.futures.flex.collateral");
        decimal weight = (1m - golden.Input("haircut")) * (1m - golden.Input("conversionFee"));
        JsonElement found = new BookFigures("kraken/futures-multi").Haircut("BTC", (null, weight)).Haircut("EUR", (null, weight))
            .Collateral("BTC", 1m, golden.Input("xbtValue"))
            .Collateral("EUR", golden.Input("eurValue"), 1m)
            .Collateral("USD", golden.Input("usdValue"), 1m).Answer();
        decimal[] expected = [.. new[] { "xbtCollateral", "eurCollateral", "usdCollateral" }.Select(golden.ExpectedNumber)];
        golden.Near(expected.Sum(), BookFigures.Number(found, "equity"), "collateral value");
    }

    [SharedDataFact]
    public void HyperliquidIsolated_EveryRecordedPosition_LiquidatesAtTheVenuesPrice()
    {
        IReadOnlyList<string> ids = GoldenCase.Ids("hyperliquid.iso.");
        Assert.True(ids.Count >= 15, $"only {ids.Count} examples");
        foreach (string id in ids)
        {
            GoldenCase golden = GoldenCase.Load(id);
            JsonElement found = new BookFigures("hyperliquid/isolated")
                .Flat("X-PERP", golden.Input("mmr"))
                .Hold("X-PERP", "X", "linear", Signed(golden, "size"), golden.Input("entry"), null, golden.Input("leverage"), golden.Input("isolatedMargin"))
                .Answer();
            golden.Expect("liquidationPrice", BookFigures.Number(found, "liquidationPrices", "X-PERP"));
        }
    }

    [SharedDataFact]
    public void HyperliquidIsolated_RecordedAccount_GivesMarginUsedAndPrice()
    {
        GoldenCase golden = GoldenCase.Load("hyperliquid.account.hype");
        decimal mark = golden.Input("positionValue") / golden.Input("size");

        // Margin as it is now less the profit since entry is what was put aside.
        decimal aside = golden.Input("positionValue") + golden.Input("rawUsd") - (golden.Input("size") * (mark - golden.Input("entry")));
        JsonElement found = new BookFigures("hyperliquid/isolated")
            .Collateral("USDC", golden.Input("crossAccountValue"))
            .Hold("HYPE", "HYPE", "linear", golden.Input("size"), golden.Input("entry"), mark, golden.Input("maxLeverage"), aside)
            .Answer();
        golden.Expect("marginUsed", BookFigures.Number(found, "equity"));
        golden.Expect("liquidationPx", BookFigures.Number(found, "liquidationPrices", "HYPE"));
        golden.Expect("accountValue", BookFigures.Number(found, "venueAcceptance", "available"));
    }

    private static decimal Signed(GoldenCase golden, string size) =>
        golden.Inputs.GetProperty("side").GetString() == "short" ? -golden.Input(size) : golden.Input(size);
}
