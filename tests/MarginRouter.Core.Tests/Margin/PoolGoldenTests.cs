using System.Text.Json;
using MarginRouter.Testing;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>Worked examples of borrowed spot and pooled accounts, through the path of the `margin` command.</summary>
public sealed class PoolGoldenTests
{
    [SharedDataFact]
    public void KucoinSpot_FullyBorrowedLong_LiquidatesAtThePublishedMultiple()
    {
        GoldenCase golden = GoldenCase.Load("kucoin.spot.cross.debt");
        JsonElement found = new BookFigures("kucoin/spot-cross").Collateral("BTC", 5m, 100m).Liability("USDT", 400m, 1m).Answer();
        golden.Expect("initialDebtRatioCross", BookFigures.Number(found, "venueRatio", "value"));
        golden.Expect("priceMultipleAtLiquidationCross", BookFigures.Number(found, "liquidationPrices", "BTC") / 100m);
        golden.Expect("priceMultipleAtLiquidationCross", 1m - BookFigures.Number(found, "liquidationDistance"));
        Assert.Equal("debtRatio", found.GetProperty("venueRatio").GetProperty("name").GetString());
        Assert.Equal("none", found.GetProperty("action").GetString());
        Assert.True(found.GetProperty("venueAcceptance").GetProperty("accepted").GetBoolean());
        JsonElement warned = new BookFigures("kucoin/spot-cross").Collateral("BTC", 5m, 100m).Liability("USDT", 480m, 1m).Answer();
        Assert.Equal("warn", warned.GetProperty("action").GetString());
    }

    [SharedDataFact]
    public void BinanceSpot_RecordedAccount_GivesTheMarginLevel()
    {
        GoldenCase golden = GoldenCase.Load("binance.crossmargin.level");
        JsonElement found = new BookFigures("binance/spot-cross")
            .Collateral("BTC", golden.Input("totalAssetOfBtc"), 60_000m)
            .Liability("BTC", golden.Input("totalLiabilityOfBtc"), 60_000m).Answer();
        golden.Expect("marginLevel", BookFigures.Number(found, "venueRatio", "value"));
    }

    [SharedDataTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void BinanceIsolatedSpot_LongOnBorrowedQuote_GivesThePublishedPrice(bool asPosition)
    {
        GoldenCase golden = GoldenCase.Load("binance.isolatedmargin.liq");
        JsonElement bought = golden.Inputs.GetProperty("long");
        decimal Of(string name) => bought.GetProperty(name).GetDecimal();
        BookFigures figures = new BookFigures("binance/spot-isolated").Price("BTC", Of("entry"));
        figures = asPosition
            ? figures.Collateral("USDT", Of("ownQuote"), 1m).Hold("BTCUSDT", "BTC", "spot", Of("baseQty"), Of("entry"), Of("entry"), 10m)
            : figures.Collateral("BTC", Of("baseQty")).Liability("USDT", Of("borrowedQuote"), 1m).Hold("BTCUSDT", "BTC", "spot", 0m, 0m, null, null);
        JsonElement found = figures.Answer();
        golden.Expect("liquidationPrice", BookFigures.Number(found, "liquidationPrices", "BTCUSDT"));
        if (!asPosition)
            golden.Expect("initialRiskRatio", BookFigures.Number(found, "venueRatio", "value"));
    }

    [SharedDataFact]
    public void BinancePro_TwoDebts_GivesThePublishedMargins()
    {
        GoldenCase golden = GoldenCase.Load("binance.crossmarginpro.liability");
        JsonElement found = new BookFigures("binance/spot-cross-pro")
            .Tiers("BTC", (50_000m, .05m, .1112m, null), (100_000m, .07m, .1429m, null), (null, .08m, .2m, null))
            .Tiers("ETH", (30_000m, .05m, .1112m, null), (null, .07m, .1429m, null))
            .Collateral("USDT", 1_000_000m, 1m)
            .Liability("BTC", 13m, 30_000m)
            .Liability("ETH", 13m, 3_000m).Answer();
        golden.Expect("initialMargin", BookFigures.Number(found, "initialMargin"));
        golden.Expect("maintenanceMargin", BookFigures.Number(found, "maintenanceMargin"));
        golden.Expect("maintenanceMarginViaAmount", BookFigures.Number(found, "maintenanceMargin"));
        Assert.Equal((1_000_000m - 429_000m) / 31_330m, BookFigures.Number(found, "venueRatio", "value")!.Value, 15);
    }

    [SharedDataFact]
    public void BinancePro_TieredCollateral_CountsEachPart()
    {
        GoldenCase golden = GoldenCase.Load("binance.crossmargin.tieredcollateral");
        JsonElement found = new BookFigures("binance/spot-cross-pro").Collateral("BNX", golden.Input("usdValue"), 1m).Answer();
        golden.Expect("collateralValue", BookFigures.Number(found, "equity"));
    }

    [SharedDataFact]
    public void BinancePortfolioPro_TieredCollateral_CountsEachPart()
    {
        GoldenCase golden = GoldenCase.Load("binance.pmpro.tieredcollateral.ordi");
        foreach (string asset in new[] { "ORDI", "FIL" })
        {
            JsonElement found = new BookFigures("binance/portfolio-pro").Collateral(asset, golden.Input("usdValue"), 1m).Answer();
            golden.Expect("collateralValue", BookFigures.Number(found, "equity"));
        }
    }

    [SharedDataFact]
    public void BinancePortfolio_ThreeWallets_AreSummedBeforeTheWeight()
    {
        GoldenCase golden = GoldenCase.Load("binance.pm.collateral.btc.2022");
        JsonElement found = new BookFigures("binance/portfolio")
            .Collateral("BTC", 1m, 40_000m).Collateral("BTC", 1m, 40_000m).Collateral("BTC", 1m, 40_000m).Answer();
        golden.Expect("marginAssetBtc", BookFigures.Number(found, "equity") / 40_000m);
    }

    [SharedDataFact]
    public void BinancePortfolio_RecordedRatio_IsEquityOverMaintenance()
    {
        GoldenCase golden = GoldenCase.Load("binance.pm.unimmr");
        JsonElement found = new BookFigures("binance/portfolio")
            .Flat("loan", 1m)
            .Haircut("USDT", (null, 1m))
            .Collateral("USDT", golden.Input("accountEquity") + golden.Input("accountMaintMargin"), 1m)
            .Liability("USDT", golden.Input("accountMaintMargin"), 1m).Answer();
        golden.Expect("uniMMR", BookFigures.Number(found, "venueRatio", "value"));
        Assert.Equal("uniMMR", found.GetProperty("venueRatio").GetProperty("name").GetString());
    }

    [SharedDataFact]
    public void BinancePortfolioPro_Components_AddUpToThePublishedOnes()
    {
        GoldenCase golden = GoldenCase.Load("binance.pmpro.components");
        JsonElement found = new BookFigures("binance/portfolio-pro")
            .Flat("loan", golden.Input("loanMmr3x"))
            .Flat("BTCUSDT_PERP", .005m).Flat("BTCUSDT_20220624", .005m).Flat("BTCUSD_PERP", .005m)
            .Haircut("USDT", (null, 1m)).Haircut("ETH", (null, .9m))
            .Collateral("USDT", 1_000m, 1m).Collateral("BTC", .1m, 40_000m).Collateral("ETH", 20m, 3_000m)
            .Liability("BTC", .04m).Liability("ETH", 15m)
            .Hold("BTCUSDT_PERP", "BTC", "linear", -.05m, 52_000m, 40_000m, null)
            .Hold("BTCUSDT_20220624", "BTC", "linear", .04m, 52_350m, 42_000m, null)
            .Hold("BTCUSD_PERP", "BTC", "inverse", 10_000m, 50_000m, 40_000m, null)
            .Answer();
        decimal loans = (golden.ExpectedNumber("marginMmBtc") * 40_000m) + (golden.ExpectedNumber("marginMmEth") * 3_000m);
        decimal contracts = golden.ExpectedList("futuresMmUm").Sum() + (golden.ExpectedNumber("futuresMmCmBtc") * 40_000m);
        golden.Near(loans + contracts, BookFigures.Number(found, "maintenanceMargin"), "maintenance");
        decimal usdt = 1_000m + golden.ExpectedList("upnlUm").Sum();
        decimal btc = (.1m - .04m + golden.ExpectedNumber("upnlCmBtc")) * .95m * 40_000m;
        golden.Near(usdt + btc + (5m * .9m * 3_000m), BookFigures.Number(found, "equity"), "equity");
        Assert.Equal(JsonValueKind.Null, found.GetProperty("initialMargin").ValueKind);
    }

    [SharedDataFact]
    public void HyperliquidPortfolio_Collateral_GivesThePublishedLoan()
    {
        GoldenCase golden = GoldenCase.Load("hyperliquid.pm.borrowable");
        JsonElement found = new BookFigures("hyperliquid/portfolio")
            .Collateral("HYPE", golden.Input("balance"), golden.Input("oraclePrice")).Answer();
        golden.Expect("borrowableUsdc", BookFigures.Number(found, "venueAcceptance", "available"));
        golden.Expect("liquidationThreshold", BookFigures.Number(found, "equity") / (golden.Input("balance") * golden.Input("oraclePrice")));
    }
}
