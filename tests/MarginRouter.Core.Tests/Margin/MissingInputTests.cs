using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Margin;

public sealed class MissingInputTests
{
    private static readonly IMarginModel Tiered = RuleFiles.Model("binance/usdm-cross");
    private static readonly IMarginModel Used = RuleFiles.Model("kraken/spot-margin");
    private static readonly IMarginModel Unmargined = RuleFiles.Model("unmargined/spot");

    public static TheoryData<string, RefusalReason, string> Cases => new()
    {
        { "mark", RefusalReason.PriceMissing, "mark of BTCUSDT" },
        { "otherMark", RefusalReason.PriceMissing, "mark of ETHUSDT" },
        { "currency", RefusalReason.CurrencyMissing, "USDT in USD" },
        { "leverage", RefusalReason.LeverageMissing, "BTCUSDT of desk" },
        { "tier", RefusalReason.TierMissing, "BTC/USD in binance/usdm-cross" },
        { "size", RefusalReason.TierMissing, "BTCUSDT in binance/usdm-cross" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Check_OneInputMissingAtTheAccount_RefusesByNameAndPassesFlatteningOnly(string missing, RefusalReason reason, string subject)
    {
        decimal held = missing == "size" ? 40_000m : 2m;
        MarginAccount account = MarginWorld.Account(
            Tiered.RuleSet,
            missing == "currency" ? "USD" : "USDT",
            0.5m,
            [("USDT", 1_000_000m)],
            MarginWorld.Position(MarginWorld.Btc, held, 60_000m, missing == "leverage" ? null : 10m),
            MarginWorld.Position(MarginWorld.Eth, 5m, 3_000m, 10m),
            missing == "tier" ? MarginWorld.Position(MarginWorld.MarginedBtc, 1m, 60_000m, 5m) : default(MarginRouter.Core.Ledger.PositionSnapshot) with { Instrument = MarginWorld.SpotEth });
        PriceVector prices = missing switch
        {
            "mark" => MarginWorld.Prices(changes: (MarginWorld.Btc, null)),
            "otherMark" => MarginWorld.Prices(changes: (MarginWorld.Eth, null)),
            "currency" => MarginWorld.Prices(usdt: null),
            _ => MarginWorld.Prices(),
        };
        AccountEvaluator evaluator = MarginWorld.Evaluator(Tiered, account, prices: prices);

        Assert.Equal(reason, evaluator.MarginUnknown?.Reason);
        Assert.Equal(subject, evaluator.MarginUnknown!.Subject);
        Assert.Null(evaluator.Before);
        Assert.False(evaluator.InBreach);
        Assert.True(evaluator.MustReduceOnly(MarginWorld.Btc));
        Assert.Same(evaluator.MarginUnknown, evaluator.Check([MarginWorld.Fill(MarginWorld.Btc, Side.Buy, 0.001m, 60_000m)]));
        Assert.Null(evaluator.Check([MarginWorld.Fill(MarginWorld.Btc, Side.Sell, held, 59_000m)]));
        Assert.Same(evaluator.MarginUnknown, evaluator.Check([MarginWorld.Fill(MarginWorld.Btc, Side.Sell, held + 0.001m, 59_000m)]));
        Assert.Same(
            evaluator.MarginUnknown,
            evaluator.Check([MarginWorld.Fill(MarginWorld.Btc, Side.Sell, 1m, 59_000m), MarginWorld.Fill(MarginWorld.Eth, Side.Sell, 1m, 2_900m)]));
        QuantityLots room = evaluator.HeadRoom(MarginWorld.Fill(MarginWorld.Btc, Side.Sell, held + 5m, 59_000m), [], out Refusal? blocking);
        Assert.Equal(held, MarginWorld.Reference[MarginWorld.Btc].Quantity(room));
        Assert.Same(evaluator.MarginUnknown, blocking);
    }

    [Theory]
    [InlineData("mark", RefusalReason.PriceMissing)]
    [InlineData("leverage", RefusalReason.LeverageMissing)]
    [InlineData("tier", RefusalReason.TierMissing)]
    public void Check_OneInputMissingAtTheCandidateOnly_RefusesTheCandidateByName(string missing, RefusalReason reason)
    {
        MarginAccount account = MarginWorld.Account(
            Tiered.RuleSet,
            "USDT",
            0.5m,
            [("USDT", 1_000_000m)],
            MarginWorld.Position(MarginWorld.Btc, 0m, 0m, missing == "leverage" ? null : 10m),
            MarginWorld.Position(MarginWorld.Eth, 5m, 3_000m, 10m));
        PriceVector prices = missing == "mark" ? MarginWorld.Prices(changes: (MarginWorld.Btc, null)) : MarginWorld.Prices();
        AccountEvaluator evaluator = MarginWorld.Evaluator(Tiered, account, prices: prices);
        PendingFill buy = missing == "tier"
            ? MarginWorld.Fill(MarginWorld.SpotBtc, Side.Buy, 0.001m, 60_000m)
            : MarginWorld.Fill(MarginWorld.Btc, Side.Buy, 0.001m, 60_000m);

        Assert.Null(evaluator.MarginUnknown);
        Assert.Equal(reason, evaluator.Check([buy])?.Reason);
        Assert.Equal(QuantityLots.Zero, evaluator.HeadRoom(buy, [], out Refusal? blocking));
        Assert.Equal(reason, blocking?.Reason);
        Assert.Null(evaluator.Check([MarginWorld.Fill(MarginWorld.Eth, Side.Buy, 1m, 3_000m)]));
    }

    [Fact]
    public void Check_PriceStale_PassesTheReasonOfTheVectorOnUnchanged()
    {
        Refusal stale = new(RefusalReason.PriceStale, "mark of BTCUSDT, age in ms", 9_000m, null, 5_000m);
        PriceVector fresh = MarginWorld.Prices();
        PriceVector prices = new(
            [null, .. Enumerable.Range(1, 4).Select(i => fresh.Mark(new InstrumentId(i)))],
            [stale, null, null, null, null],
            fresh.Assets);
        MarginAccount account = MarginWorld.Account(
            Tiered.RuleSet, "USDT", 0.5m, [("USDT", 1_000m)], MarginWorld.Position(MarginWorld.Btc, 1m, 60_000m, 10m));
        Assert.Same(stale, MarginWorld.Evaluator(Tiered, account, prices: prices).MarginUnknown);
    }

    [Fact]
    public void Check_PendingChildWithoutLeverage_MakesTheAccountUnknown()
    {
        MarginAccount account = MarginWorld.Account(Tiered.RuleSet, "USDT", 0.5m, [("USDT", 1_000m)]);
        AccountEvaluator evaluator = MarginWorld.Evaluator(Tiered, account, [MarginWorld.Fill(MarginWorld.Btc, Side.Buy, 0.001m, 60_000m)]);
        Assert.Equal(RefusalReason.LeverageMissing, evaluator.MarginUnknown?.Reason);
    }

    [Fact]
    public void Check_UnmarginedSpotWithUnknownCurrency_SellsWhatItHoldsOnly()
    {
        MarginAccount account = MarginWorld.Account(Unmargined.RuleSet, "USD", 1m, [("BTC", 1m), ("USDT", 1_000m)]);
        AccountEvaluator evaluator = MarginWorld.Evaluator(Unmargined, account, prices: MarginWorld.Prices(usdt: null));
        Assert.Equal(RefusalReason.CurrencyMissing, evaluator.MarginUnknown?.Reason);
        Assert.Null(evaluator.Check([MarginWorld.Fill(MarginWorld.SpotBtc, Side.Sell, 1m, 60_000m)]));
        Assert.NotNull(evaluator.Check([MarginWorld.Fill(MarginWorld.SpotBtc, Side.Sell, 1.00001m, 60_000m)]));
        Assert.NotNull(evaluator.Check([MarginWorld.Fill(MarginWorld.SpotBtc, Side.Buy, 0.001m, 60_000m)]));
        Assert.False(evaluator.MustReduceOnly(MarginWorld.SpotBtc));
    }

    [Fact]
    public void Check_MarginedSpotWithoutLeverage_RefusesByName()
    {
        MarginAccount account = MarginWorld.Account(Used.RuleSet, "USD", 0.3m, [("USD", 1_000m)]);
        Refusal? refusal = MarginWorld.Evaluator(Used, account).Check([MarginWorld.Fill(MarginWorld.MarginedBtc, Side.Buy, 0.01m, 60_000m)]);
        Assert.Equal(RefusalReason.LeverageMissing, refusal?.Reason);
        Assert.Equal("BTC/USD of desk", refusal!.Subject);
    }

    [Fact]
    public void TryFind_RuleSetNotLoaded_RefusesByName()
    {
        MarginModelTable table = new([Tiered, Used]);
        MarginAccount account = MarginWorld.Account("okx/portfolio", "USD", 0.3m, []);
        Assert.False(table.TryFind(account.Subaccount, out _, out Refusal? refusal));
        Assert.Equal(RefusalReason.RuleSetMissing, refusal!.Reason);
        Assert.Equal("okx/portfolio of desk", refusal.Subject);
    }
}
