using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Tests.Matching;

public sealed class SpotMatchingTests
{
    [Fact]
    public async Task Place_BuySweepingTwoLevels_FillsAtPriceTimeAndMovesBalances()
    {
        await using SimulatedExchange venue = SimulatedWorld.Spot(new ManualTime());
        SimulatedAccount account = venue.Account("main");

        OrderAnswer answer = venue.Place(account, SimulatedWorld.Order("a", Side.Buy, 2.5m, 100.02m));

        SimulatedOrder order = Assert.IsType<SimulatedOrder>(answer.Order);
        Assert.Equal(OrderState.Filled, order.State);
        Assert.Equal([(100.00m, 1m), (100.01m, 1.5m)], order.Fills.Select(fill => (fill.Price, fill.Quantity)));
        Assert.Equal(0.0025m, order.Fills.Sum(fill => fill.Fee));
        Assert.All(order.Fills, fill => Assert.Equal("BTC", fill.FeeAsset));
        AccountStatement statement = venue.Statement(account);
        Assert.Equal(1_000m - 250.015m, statement.Balance("USDT"));
        Assert.Equal(4m + 2.5m - 0.0025m, statement.Balance("BTC"));
        Assert.Equal(new BookLevel(new PriceTicks(10_001), new QuantityLots(50_000)), venue.Market("BTCUSDT").Copy().Asks[0]);
    }

    [Fact]
    public async Task Place_LimitReachesLessThanQuantity_RestExpires()
    {
        await using SimulatedExchange venue = SimulatedWorld.Spot(new ManualTime());
        RecordingListener listener = new();
        venue.Attach(listener);

        OrderAnswer answer = venue.Place(venue.Account("main"), SimulatedWorld.Order("a", Side.Sell, 3m, 99.95m));

        Assert.Equal(OrderState.Expired, answer.Order!.State);
        Assert.Equal(1m, answer.Order.CumulativeQuantity);
        Assert.Equal(
            [ExecutionUpdateKind.Accepted, ExecutionUpdateKind.Filled, ExecutionUpdateKind.Expired],
            listener.Executions.Select(update => update.Kind));
        Assert.Equal("USDT", answer.Order.Fills[0].FeeAsset);
        Assert.Equal(0.09999m, answer.Order.Fills[0].Fee);
    }

    [Fact]
    public async Task Place_FeeFromQuote_ChargesQuoteOfBuy()
    {
        await using SimulatedExchange venue = SimulatedWorld.Spot(new ManualTime(), SpotFeeAsset.Quote);

        OrderAnswer answer = venue.Place(venue.Account("main"), SimulatedWorld.Order("a", Side.Buy, 1m, 100m));

        Assert.Equal(("USDT", 0.1m), (answer.Order!.Fills[0].FeeAsset, answer.Order.Fills[0].Fee));
        Assert.Equal(899.9m, venue.Statement(venue.Account("main")).Balance("USDT"));
    }

    [Theory]
    [InlineData("1.5", "100.001", RejectionReason.PriceOffGrid)]
    [InlineData("1.5", "0", RejectionReason.PriceOffGrid)]
    [InlineData("1.000005", "100", RejectionReason.QuantityOffGrid)]
    [InlineData("0", "100", RejectionReason.QuantityOffGrid)]
    [InlineData("0.04", "100", RejectionReason.BelowMinimumNotional)]
    [InlineData("11", "100", RejectionReason.InsufficientBalance)]
    public async Task Place_OrderAgainstARule_IsRejectedAndChangesNothing(string quantity, string price, RejectionReason expected)
    {
        await using SimulatedExchange venue = SimulatedWorld.Spot(new ManualTime());
        SimulatedAccount account = venue.Account("main");
        OrderRequest request = SimulatedWorld.Order(
            "a",
            Side.Buy,
            decimal.Parse(quantity, System.Globalization.CultureInfo.InvariantCulture),
            decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture));

        OrderAnswer answer = venue.Place(account, request);

        Assert.Equal(expected, answer.Rejection!.Reason);
        Assert.Null(answer.Order);
        Assert.Null(venue.FindOrder(account, "a"));
        Assert.Equal(1_000m, venue.Statement(account).Balance("USDT"));
        Assert.Equal(1, venue.CountReceptions("a"));
    }

    [Fact]
    public async Task Place_SameClientIdTwice_IsRefusedAndCountedTwice()
    {
        await using SimulatedExchange venue = SimulatedWorld.Spot(new ManualTime());
        SimulatedAccount account = venue.Account("main");
        venue.Place(account, SimulatedWorld.Order("a", Side.Buy, 1m, 100m));

        OrderAnswer second = venue.Place(account, SimulatedWorld.Order("a", Side.Buy, 1m, 100.01m));

        Assert.Equal(RejectionReason.DuplicateClientOrderId, second.Rejection!.Reason);
        Assert.Equal(2, venue.CountReceptions("a"));
        Assert.Equal([ReceptionOutcome.Accepted, ReceptionOutcome.Rejected], venue.Receptions().Select(reception => reception.Outcome));
        Assert.Equal(5m - 0.001m, venue.Statement(account).Balance("BTC"));
    }

    [Fact]
    public async Task Statement_BetweenFillsAtOneClockTime_ContainsExactlyTheFillsNotLater()
    {
        await using SimulatedExchange venue = SimulatedWorld.Spot(new ManualTime());
        SimulatedAccount account = venue.Account("main");
        List<AccountStatement> statements = [venue.Statement(account)];
        for (int i = 0; i < 5; i++)
        {
            venue.Place(account, SimulatedWorld.Order($"a{i}", Side.Buy, 0.7m, 100.05m));
            statements.Add(venue.Statement(account));
        }

        SimulatedFill[] fills = [.. venue.Orders(account).SelectMany(order => order.Fills)];
        Assert.Equal(7, fills.Length);
        Assert.Equal(fills.Length, fills.Select(fill => fill.Time).Distinct().Count());
        Assert.Equal(fills.Length, fills.Select(fill => fill.TradeId).Distinct().Count());
        foreach (AccountStatement statement in statements)
        {
            decimal expected = 1_000m - fills.Where(fill => fill.Time <= statement.AsOf).Sum(fill => fill.Price * fill.Quantity);
            Assert.Equal(expected, statement.Balance("USDT"));
        }
    }
}
