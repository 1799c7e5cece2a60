using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Margin;

public sealed class UnmarginedSpotTests
{
    private static readonly IMarginModel Model = RuleFiles.Model("unmargined/spot");

    private static readonly MarginAccount Account = MarginWorld.Account(
        Model.RuleSet, "USDT", 1m, [("USDT", 100_000m), ("BTC", 2m)]);

    [Fact]
    public void Before_Balances_AreValuedAndNothingIsRequired()
    {
        MarginAssessment before = MarginWorld.Evaluator(Model, Account, [Buy(1m, 60_000m)]).Before!;
        Assert.Equal(220_000m, before.Equity);
        Assert.Equal(0m, before.Utilisation);
        Assert.Equal(0m, before.InitialMargin);
        Assert.Equal(60_060m, before.AcceptanceRequired);
    }

    [Fact]
    public void HeadRoom_Buy_IsWhatTheQuoteBalancePaysWithItsFee()
    {
        AccountEvaluator evaluator = MarginWorld.Evaluator(Model, Account, [Buy(0.5m, 60_000m)]);
        long lots = evaluator.HeadRoom(Buy(5m, 61_000m), [Sell(1m, 59_000m)], out Refusal? blocking).Value;
        // 100,000 less 30,030 reserved; a lot of 0.00001 costs 0.61061. The sell's proceeds do not count: it may not fill.
        Assert.Equal((long)(69_970m / 0.61061m), lots);
        Assert.Equal(RefusalReason.BalanceInsufficient, blocking?.Reason);
        Assert.Equal("USDT", blocking!.Subject);
        Assert.Equal(100_000m, blocking.Available);
        Assert.Equal(30_030m + ((lots + 1) * 0.61061m), blocking.Required);
    }

    [Fact]
    public void Check_Sell_NeedsTheBaseThatIsNotReserved()
    {
        AccountEvaluator evaluator = MarginWorld.Evaluator(Model, Account, [Sell(0.5m, 60_000m)]);
        Assert.Null(evaluator.Check([Sell(1.5m, 60_000m)]));
        Assert.Equal(new Refusal(RefusalReason.BalanceInsufficient, "BTC", 2.00001m, 2m), evaluator.Check([Sell(1.50001m, 60_000m)]));
        Assert.Equal(RefusalReason.BalanceInsufficient, evaluator.Check([MarginWorld.Fill(MarginWorld.SpotEth, Side.Sell, 0.0001m, 3_000m)])?.Reason);
        Assert.Equal(0m, evaluator.WorstUtilisation([Sell(1.5m, 60_000m)]));
    }

    [Fact]
    public void Check_TwoPairsPaidFromOneBalance_CountTogether()
    {
        AccountEvaluator evaluator = MarginWorld.Evaluator(Model, Account);
        PendingFill eth = MarginWorld.Fill(MarginWorld.SpotEth, Side.Buy, 20m, 3_000m);
        Assert.Null(evaluator.Check([eth]));
        Assert.Null(evaluator.Check([Buy(1m, 60_000m)]));
        Refusal? both = evaluator.Check([eth, Buy(1m, 60_000m)]);
        Assert.Equal(new Refusal(RefusalReason.BalanceInsufficient, "USDT", 120_120m, 100_000m), both);
    }

    [Fact]
    public void Check_QuoteOverdrawn_StillSellsButDoesNotBuy()
    {
        MarginAccount overdrawn = MarginWorld.Account(Model.RuleSet, "USDT", 1m, [("USDT", -0.5m), ("BTC", 1m)]);
        AccountEvaluator evaluator = MarginWorld.Evaluator(Model, overdrawn);
        Assert.True(evaluator.InBreach);
        Assert.Null(evaluator.Check([Sell(1m, 60_000m)]));
        Assert.NotNull(evaluator.Check([Buy(0.00001m, 60_000m)]));
        Assert.False(evaluator.MustReduceOnly(MarginWorld.SpotBtc));
        Assert.Equal(100_000, evaluator.HeadRoom(Sell(3m, 60_000m), [], out _).Value);
    }

    private static PendingFill Buy(decimal contracts, decimal price) => MarginWorld.Fill(MarginWorld.SpotBtc, Side.Buy, contracts, price);

    private static PendingFill Sell(decimal contracts, decimal price) => MarginWorld.Fill(MarginWorld.SpotBtc, Side.Sell, contracts, price);
}
