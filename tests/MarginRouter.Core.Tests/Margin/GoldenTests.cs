using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Testing;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>The worked examples of the venues that this issue models, evaluated by the models.</summary>
public sealed class GoldenTests
{
    private const string Binance = "binance/usdm-cross";
    private const string Hyperliquid = "hyperliquid/cross";
    private const string Kraken = "kraken/spot-margin";

    [SharedDataTheory]
    [InlineData("binance.usdm.brackets.ethusdt")]
    [InlineData("binance.usdm.brackets.solusdt")]
    public void Brackets_OfTheRuleFile_AreThePublishedOnes(string id)
    {
        GoldenCase golden = GoldenCase.Load(id);
        TierTable table = RuleFiles.Load(Binance).FindTiers(golden.Inputs.GetProperty("symbol").GetString()!)!;
        Assert.Equal(golden.Numbers("floors"), table.Tiers.Select(tier => tier.From));
        Assert.Equal(golden.Numbers("caps"), table.Tiers.Select(tier => tier.To!.Value));
        Assert.Equal(golden.Numbers("mmr"), table.Tiers.Select(tier => tier.MaintenanceRate));
        Assert.Equal(golden.Numbers("maxLeverage"), table.Tiers.Select(tier => tier.MaximumLeverage!.Value));
        Assert.Equal(golden.ExpectedList("cum"), table.Tiers.Select(tier => tier.Deduction));
        Assert.Equal(golden.ExpectedList("cum"), TierTable.Deductions(table.Tiers.AsSpan()));
    }

    [SharedDataTheory]
    [InlineData("binance.usdm.mm.btcusdt")]
    [InlineData("binance.usdm.mm.ethusdt")]
    public void Maintenance_AtPublishedNotionals_IsThePublishedAmount(string id)
    {
        GoldenCase golden = GoldenCase.Load(id);
        decimal[] notionals = golden.Numbers("notionals");
        for (int i = 0; i < notionals.Length; i++)
        {
            foreach (int sign in new[] { 1, -1 })
            {
                GoldenAccount account = new GoldenAccount(Binance).Collateral("USDT", 1_000_000_000m, 1m);
                account.Hold(golden.Inputs.GetProperty("symbol").GetString()!, sign * notionals[i] / 1_000m, 1_000m, 1_000m, 1m);
                decimal found = account.Assess().MaintenanceMargin;
                golden.Near(golden.ExpectedList("maintenanceMargin")[i], found, $"maintenance of {notionals[i]}");
                golden.Near(golden.ExpectedList("rate")[i], found / notionals[i], $"rate of {notionals[i]}");
            }
        }
    }

    [SharedDataTheory]
    [InlineData("binance.usdm.cross.btc", "BTCUSDT")]
    [InlineData("binance.usdm.cross.ratio", null)]
    public void CrossExample_TwoPositions_GivesThePublishedFigures(string id, string? target)
    {
        GoldenCase golden = GoldenCase.Load(id);
        GoldenAccount account = new GoldenAccount(Binance).Collateral("USDT", golden.Input("walletBalance"), 1m);
        Dictionary<string, InstrumentId> ids = [];
        foreach (JsonProperty property in golden.Inputs.GetProperty("positions").EnumerateObject())
            ids[property.Name] = Hold(account, property.Name + "-CASE", property.Value);
        MarginAssessment found = account.Assess();
        if (target is null)
        {
            golden.Expect("totalMaintenanceMargin", found.MaintenanceMargin);
            golden.Expect("marginBalance", found.Equity);
            golden.Expect("marginRatio", found.Utilisation);
            return;
        }

        golden.Expect("liquidationPrice", account.LiquidationPrice(ids[target]));
    }

    [SharedDataTheory]
    [InlineData("binance.usdm.iso.eth")]
    public void IsolatedExample_OnePosition_GivesThePublishedLiquidationPrice(string id)
    {
        GoldenCase golden = GoldenCase.Load(id);
        GoldenAccount account = new GoldenAccount(Binance).Collateral("USDT", golden.Input("walletBalance"), 1m);
        InstrumentId held = Hold(account, "CASE", golden.Inputs.GetProperty("position"));
        golden.Expect("liquidationPrice", account.LiquidationPrice(held));
    }

    [SharedDataTheory]
    [InlineData("binance.usdm.iso.synthetic1")]
    [InlineData("binance.usdm.iso.synthetic3")]
    [InlineData("binance.usdm.iso.synthetic4")]
    [InlineData("binance.usdm.iso.synthetic6")]
    [InlineData("binance.usdm.iso.synthetic7")]
    [InlineData("binance.usdm.iso.synthetic8")]
    public void SyntheticIsolated_OnePosition_GivesThePublishedLiquidationPrice(string id)
    {
        GoldenCase golden = GoldenCase.Load(id);
        int sign = golden.Inputs.GetProperty("side").GetString() == "long" ? 1 : -1;
        GoldenAccount account = new GoldenAccount(Binance)
            .Collateral("USDT", golden.Input("isolatedWallet"), 1m)
            .Tiers("CASE", new MarginTier(0m, null, null, golden.Input("mmr"), golden.Input("cum"), null));
        InstrumentId held = account.Hold("CASE", sign * golden.Input("qty"), golden.Input("entry"), golden.Input("entry"), golden.Input("leverage"));
        golden.Expect("liquidationPrice", account.LiquidationPrice(held));
    }

    [SharedDataFact]
    public void OpenOrders_PublishedNetting_CountTheLargerSide()
    {
        GoldenCase golden = GoldenCase.Load("binance.usdm.openorder.netting");
        GoldenAccount account = new GoldenAccount(Binance).Collateral("USDT", 100_000m, 1m);
        InstrumentId held = account.Hold("BTCUSDT", golden.Input("positionNotional") / 100m, 100m, 100m, golden.Input("leverage"));
        golden.Expect("marginRequirement", account.Assess(account.Order(held, Side.Buy, golden.Input("bidOrderNotional") / 100m, 100m)).InitialMargin);
    }

    [SharedDataFact]
    public void OpenOrder_PublishedLong_ReservesItsInitialMargin()
    {
        GoldenCase golden = GoldenCase.Load("binance.usdm.ordercost.legacy");
        GoldenAccount account = new GoldenAccount(Binance).Collateral("USDT", 100_000m, 1m);
        InstrumentId id = account.Hold("BTCUSDT", 0m, 0m, golden.Input("markPrice"), golden.Input("leverage"));
        golden.Expect("longInitialMargin", account.Assess(account.Order(id, Side.Buy, golden.Input("qty"), golden.Input("orderPrice"))).InitialMargin);
    }

    [SharedDataFact]
    public void UsedMargin_PublishedCall_GivesEquityAndLevel()
    {
        GoldenCase golden = GoldenCase.Load("kraken.spot.margincall");
        GoldenAccount account = new GoldenAccount(Kraken).Collateral("USD", golden.Input("balance"), 1m);
        account.Hold("BTC/USD", golden.Input("qty"), golden.Input("entry"), golden.Input("price"), golden.Input("leverage"), InstrumentKind.Spot);
        MarginAssessment found = account.Assess();
        golden.Expect("usedMargin", found.InitialMargin);
        golden.Expect("equity", found.Equity);
        golden.Expect("marginLevel", found.Equity / found.InitialMargin);
        golden.Near(0.4m / (found.Equity / found.InitialMargin), found.Utilisation, "utilisation is 40 % over the level");
    }

    [SharedDataFact]
    public void UsedMargin_PublishedLevels_GivesLiquidationPrice()
    {
        GoldenCase golden = GoldenCase.Load("kraken.spot.levels");
        GoldenAccount account = new GoldenAccount(Kraken).Collateral("USD", golden.Input("tradeBalance"), 1m);
        InstrumentId held = account.Hold(
            "BTC/USD", golden.Input("qty"), golden.Input("entry"), golden.Input("entry"), golden.Input("leverage"), InstrumentKind.Spot);
        golden.Expect("usedMargin", account.Assess().InitialMargin);
        golden.Expect("liquidationPrice", account.LiquidationPrice(held));
    }

    [SharedDataFact]
    public void Collateral_PublishedOlderHaircuts_GiveTheTradeBalance()
    {
        GoldenCase golden = GoldenCase.Load("kraken.spot.haircut.legacy");
        GoldenAccount account = new(Kraken);
        foreach (JsonProperty asset in golden.Inputs.GetProperty("assets").EnumerateObject())
            account.Collateral(asset.Name, asset.Value[0].GetDecimal(), 1m);
        golden.Expect("tradeBalanceUsd", account.Assess().Equity);
    }

    [SharedDataFact]
    public void FreeMargin_PublishedExample_LeavesTheAdditionalPosition()
    {
        GoldenCase golden = GoldenCase.Load("kraken.spot.freemargin");
        GoldenAccount account = new GoldenAccount(Kraken).Collateral("USD", golden.Input("balance"), 1m);
        InstrumentId held = account.Hold("BTC/USD", golden.Input("position") / 100m, 100m, 100m, golden.Input("leverage"), InstrumentKind.Spot);
        MarginAssessment found = account.Assess();
        golden.Expect("usedMargin", found.InitialMargin);
        golden.Expect("freeMargin", found.AcceptanceAvailable - found.AcceptanceRequired);
        AccountEvaluator evaluator = new(
            account.Reference, account.Model, account.Account, [], account.Prices, FillStatePolicy.Any, BreachPolicy.ReduceOnly);
        QuantityLots room = evaluator.HeadRoom(account.Order(held, Side.Buy, 1_000m, 100m), [], out _);
        golden.Expect("additionalPosition", room.Value * 0.00000001m * 100m);
    }

    [SharedDataFact]
    public void LeverageCliff_PublishedNotionals_GiveTheLeastInitialMargin()
    {
        GoldenCase golden = GoldenCase.Load("generic.leveragecliff");
        TierTable table = RuleFiles.Load(Binance).FindTiers("BTCUSDT")!;
        decimal[] notionals = golden.Numbers("notionals");
        for (int i = 0; i < notionals.Length; i++)
        {
            decimal leverage = golden.Numbers("maxLeverage")[i];
            Assert.Equal(leverage, table.At(notionals[i])!.MaximumLeverage);
            GoldenAccount account = new GoldenAccount(Binance).Collateral("USDT", 1_000_000m, 1m);
            account.Hold("BTCUSDT", notionals[i], 1m, 1m, leverage);
            golden.Near(golden.ExpectedList("minInitialMargin")[i], Math.Round(account.Assess().InitialMargin, 2), $"initial margin of {notionals[i]}");
        }
    }

    [SharedDataFact]
    public void MarginCliff_AcrossABoundary_MaintenanceIsContinuous()
    {
        GoldenCase golden = GoldenCase.Load("generic.margincliff");
        decimal[] notionals = golden.Numbers("notionals");
        for (int i = 0; i < notionals.Length; i++)
        {
            GoldenAccount account = new GoldenAccount(Binance).Collateral("USDT", 1_000_000m, 1m);
            account.Hold("BTCUSDT", notionals[i], 1m, 1m, 10m);
            golden.Near(golden.ExpectedList("continuousMm")[i], account.Assess().MaintenanceMargin, $"maintenance of {notionals[i]}");
        }
    }

    [SharedDataFact]
    public void IsolatedAgainstCross_SamePosition_MovesTheLiquidationPrice()
    {
        GoldenCase golden = GoldenCase.Load("generic.isolated-vs-cross");
        foreach ((string collateral, string expected) in new[] { ("isolatedMargin", "isolatedLiq"), ("crossEquity", "crossLiq") })
        {
            GoldenAccount account = new GoldenAccount(Binance)
                .Collateral("USDT", golden.Input(collateral), 1m)
                .Tiers("CASE", new MarginTier(0m, null, null, golden.Input("mmr"), 0m, null));
            InstrumentId held = account.Hold("CASE", golden.Input("qty"), golden.Input("entry"), golden.Input("entry"), 10m);
            golden.Expect(expected, account.LiquidationPrice(held));
        }
    }

    [SharedDataFact]
    public void Stress_WrongWayCollateral_FallsWithThePosition()
    {
        GoldenCase golden = GoldenCase.Load("generic.stress");
        foreach ((decimal factor, string suffix) in new[] { (1m, "Before"), (1m + golden.Input("shock"), "After") })
        {
            decimal price = golden.Input("btcPrice");
            GoldenAccount account = new GoldenAccount(Binance)
                .Collateral("USDT", golden.Input("equityUsdt"), 1m)
                .Collateral("BTC", golden.Input("btcCollateral"), price * factor, 1m - golden.Input("btcHaircut"))
                .Tiers("CASE", new MarginTier(0m, null, null, golden.Input("mmr"), 0m, null));
            account.Hold("CASE", golden.Input("perpLongBtc"), price, price * factor, 10m);
            MarginAssessment found = account.Assess();
            golden.Expect("equity" + suffix, found.Equity);
            golden.Expect("mm" + suffix, found.MaintenanceMargin);
            golden.Expect("utilisation" + suffix, found.Utilisation);
        }
    }

    [SharedDataFact]
    public void Depeg_StablecoinCollateral_RaisesUtilisation()
    {
        GoldenCase golden = GoldenCase.Load("generic.depeg");
        decimal[] prices = golden.Numbers("usdcPrice");
        for (int i = 0; i < prices.Length; i++)
        {
            GoldenAccount account = new GoldenAccount(Binance)
                .Collateral("USDC", golden.Input("usdcCollateral"), prices[i], 1m)
                .Tiers("CASE", new MarginTier(0m, null, null, golden.Input("mmr"), 0m, null));
            account.Hold("CASE", -golden.Input("usdtShortPerpNotional"), 1m, 1m, 10m);
            golden.Near(golden.ExpectedList("utilisation")[i], account.Assess().Utilisation, $"utilisation at {prices[i]}");
        }
    }

    [SharedDataFact]
    public void RecordedPositions_OfOneAccountEach_GiveTheRecordedLiquidationPrices()
    {
        int seen = 0;
        foreach (string id in GoldenCase.Ids("hyperliquid.iso."))
        {
            GoldenCase golden = GoldenCase.Load(id);
            int sign = golden.Inputs.GetProperty("side").GetString() == "long" ? 1 : -1;
            GoldenAccount account = new GoldenAccount(Hyperliquid)
                .Collateral("USDC", golden.Input("isolatedMargin"), 1m)
                .Tiers("CASE", new MarginTier(0m, null, null, golden.Input("mmr"), 0m, golden.Input("maxLeverage")));
            InstrumentId held = account.Hold("CASE", sign * golden.Input("size"), golden.Input("entry"), golden.Input("entry"), golden.Input("leverage"));
            golden.Expect("liquidationPrice", account.LiquidationPrice(held));
            seen++;
        }

        Assert.True(seen >= 10, $"only {seen} recorded positions");
    }

    [SharedDataTheory]
    [InlineData("hyperliquid.tier.sol", "SOL")]
    [InlineData("hyperliquid.tier.eth", "ETH")]
    [InlineData("hyperliquid.tier.hype", "HYPE")]
    [InlineData("hyperliquid.tier.hype", "ZEC")]
    public void Tiers_OfTheRuleFile_GiveThePublishedMaintenance(string id, string coin)
    {
        GoldenCase golden = GoldenCase.Load(id);
        TierTable table = RuleFiles.Load(Hyperliquid).FindTiers(coin)!;
        golden.Expect("deduction", table.Tiers[1].Deduction);
        golden.Expect("mmr", table.Tiers[1].MaintenanceRate);
        Assert.Equal(golden.Inputs.GetProperty("tiers")[1].GetProperty("lowerBound").GetDecimal(), table.Tiers[1].From);
        GoldenAccount account = new GoldenAccount(Hyperliquid).Collateral("USDC", 1_000_000_000m, 1m);
        account.Hold(coin, golden.Input("notional"), 1m, 1m, 1m);
        golden.Expect("maintenanceMargin", account.Assess().MaintenanceMargin);
    }

    private static InstrumentId Hold(GoldenAccount account, string symbol, JsonElement position)
    {
        int sign = position.GetProperty("side").GetString() == "long" ? 1 : -1;
        decimal Number(string name) => position.GetProperty(name).GetDecimal();
        account.Tiers(symbol, new MarginTier(0m, null, null, Number("mmr"), Number("cum"), null));
        return account.Hold(symbol, sign * Number("qty"), Number("entry"), Number("mark"), 10m);
    }
}
