using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Tests.Matching;

/// <summary>
/// Orders that rest: book and queue, price-time priority, the market coming to them, cancel, replace, post-only, fill-or-kill, self-match.
/// The book begins with asks 100.00 x 1, 100.01 x 2, 100.05 x 5 and bids 99.99 x 1, 99.90 x 2.
/// </summary>
public sealed class RestingOrderTests
{
    private static readonly ManualTime Time = new();

    [Fact]
    public void Place_GoodTillCancelBehindTheSpread_RestsInTheBookAndLocksItsValue()
    {
        SimulatedExchange venue = SimulatedWorld.Spot(Time);
        SimulatedOrder order = Place(venue, Resting("a", Side.Buy, 2m, 99.95m));
        Assert.Equal((OrderState.New, 2m), (order.State, order.LeavesQuantity));
        Assert.Equal((99.95m, 2m), Level(venue, BookSide.Bid, 1));
        Assert.Equal(199.90m, venue.Statement(venue.Account("main")).Balances.Single(balance => balance.Asset == "USDT").Locked);
        Assert.Equal([order.OrderId], venue.OpenOrders(venue.Account("main")).Select(open => open.OrderId));
    }

    [Fact]
    public void Place_CrossingGoodTillCancel_TakesAndRestsTheRemainder()
    {
        SimulatedExchange venue = SimulatedWorld.Spot(Time);
        SimulatedOrder order = Place(venue, Resting("a", Side.Buy, 3m, 100.00m));
        Assert.Equal((OrderState.PartiallyFilled, 1m, 2m), (order.State, order.CumulativeQuantity, order.LeavesQuantity));
        Assert.False(order.Fills[0].IsMaker);
        Assert.Equal((100.00m, 2m), Level(venue, BookSide.Bid, 0));
        Assert.Equal((100.01m, 2m), Level(venue, BookSide.Ask, 0));
    }

    [Fact]
    public void Market_ComesToAnOrder_FillsItAtItsPriceAsMaker()
    {
        SimulatedExchange venue = SimulatedWorld.Spot(Time);
        RecordingListener listener = new();
        venue.Attach(listener);
        SimulatedOrder order = Place(venue, Resting("a", Side.Buy, 2m, 99.95m));
        venue.Market("BTCUSDT").SetLevel(BookSide.Ask, 99.90m, 0.5m);
        SimulatedOrder part = Now(venue, order);
        Assert.Equal((OrderState.PartiallyFilled, 0.5m), (part.State, part.CumulativeQuantity));
        Assert.Equal((99.95m, true), (part.Fills[0].Price, part.Fills[0].IsMaker));
        Assert.Equal((99.95m, 1.5m), Level(venue, BookSide.Bid, 0));
        venue.Market("BTCUSDT").SetLevel(BookSide.Ask, 99.90m, 5m);
        Assert.Equal(OrderState.Filled, Now(venue, order).State);
        Assert.Equal((99.90m, 3.5m), Level(venue, BookSide.Ask, 0));
        Assert.Equal(
            [ExecutionUpdateKind.Accepted, ExecutionUpdateKind.Filled, ExecutionUpdateKind.Filled],
            listener.Executions.Select(update => update.Kind));
        Assert.Empty(venue.OpenOrders(venue.Account("main")));
    }

    [Fact]
    public void Place_AgainstRestingOrders_FillsOthersAheadThenOrdersInTheOrderOfTime()
    {
        SimulatedExchange venue = TwoAccounts();
        SimulatedOrder first = Place(venue, Resting("a", Side.Sell, 1m, 100.01m));
        SimulatedOrder second = Place(venue, Resting("b", Side.Sell, 1m, 100.01m));
        SimulatedOrder taker = Place(venue, Resting("c", Side.Buy, 4.5m, 100.01m), "other");

        // 1 at 100.00, then 2 of others at 100.01, then one and a half of the two orders.
        Assert.Equal(OrderState.Filled, taker.State);
        Assert.Equal([(100.00m, 1m), (100.01m, 2m), (100.01m, 1m), (100.01m, 0.5m)], taker.Fills.Select(fill => (fill.Price, fill.Quantity)));
        Assert.Equal(OrderState.Filled, Now(venue, first).State);
        Assert.Equal(0.5m, Now(venue, second).CumulativeQuantity);
    }

    [Fact]
    public void Replace_SmallerKeepsItsPlace_LargerGoesLast()
    {
        SimulatedExchange venue = TwoAccounts();
        SimulatedOrder first = Place(venue, Resting("a", Side.Sell, 1m, 100.02m));
        SimulatedOrder second = Place(venue, Resting("b", Side.Sell, 1m, 100.02m));
        Assert.NotNull(venue.Replace(venue.Account("main"), first, null, 0.5m).Order);
        Place(venue, Immediate("c", Side.Buy, 3.5m, 100.02m), "other");
        Assert.Equal((OrderState.Filled, 0m), (Now(venue, first).State, Now(venue, second).CumulativeQuantity));

        SimulatedOrder third = Place(venue, Resting("d", Side.Sell, 1m, 100.02m));
        Assert.NotNull(venue.Replace(venue.Account("main"), second, null, 1.5m).Order);
        Place(venue, Immediate("e", Side.Buy, 1m, 100.02m), "other");
        Assert.Equal((0m, OrderState.Filled), (Now(venue, second).CumulativeQuantity, Now(venue, third).State));
    }

    [Fact]
    public void Replace_ToACrossingPrice_TradesAtOnceAndKeepsWhatHadFilled()
    {
        SimulatedExchange venue = SimulatedWorld.Spot(Time);
        SimulatedOrder order = Place(venue, Resting("a", Side.Buy, 2m, 100.00m));
        OrderAnswer answer = venue.Replace(venue.Account("main"), order, 100.01m, 2.5m);
        Assert.Equal((OrderState.Filled, 2.5m), (answer.Order!.State, answer.Order.CumulativeQuantity));
    }

    [Fact]
    public void Replace_BeyondTheBalance_IsRefusedAndTheOrderStands()
    {
        SimulatedExchange venue = SimulatedWorld.Spot(Time);
        SimulatedOrder order = Place(venue, Resting("a", Side.Buy, 2m, 99.95m));
        OrderAnswer answer = venue.Replace(venue.Account("main"), order, null, 20m);
        Assert.Equal(RejectionReason.InsufficientBalance, answer.Rejection!.Reason);
        Assert.Equal(2m, Now(venue, order).LeavesQuantity);
        Assert.Equal((99.95m, 2m), Level(venue, BookSide.Bid, 1));
    }

    [Fact]
    public void Place_MoreThanOpenOrdersLeave_IsRefused()
    {
        SimulatedExchange venue = SimulatedWorld.Spot(Time);
        Place(venue, Resting("a", Side.Sell, 3m, 101m));
        OrderAnswer second = venue.Place(venue.Account("main"), Resting("b", Side.Sell, 1.5m, 101m));
        Assert.Equal(RejectionReason.InsufficientBalance, second.Rejection!.Reason);
    }

    [Fact]
    public void Cancel_OfAnOpenOrder_TakesItOutAndFreesItsValueAndASecondIsRefused()
    {
        SimulatedExchange venue = SimulatedWorld.Spot(Time);
        SimulatedAccount account = venue.Account("main");
        SimulatedOrder order = Place(venue, Resting("a", Side.Buy, 2m, 99.95m));
        SimulatedOrder ended = venue.Cancel(account, order).Order!;
        Assert.Equal((OrderState.Cancelled, OrderEndReason.Cancelled), (ended.State, ended.EndReason));
        Assert.Equal((99.90m, 2m), Level(venue, BookSide.Bid, 1));
        Assert.All(venue.Statement(account).Balances, balance => Assert.Equal(0m, balance.Locked));
        Assert.Equal(RejectionReason.UnknownOrder, venue.Cancel(account, order).Rejection!.Reason);
    }

    [Fact]
    public void CancelAll_OfAnAccount_LeavesTheOrdersOfOthers()
    {
        SimulatedExchange venue = TwoAccounts();
        Place(venue, Resting("a", Side.Buy, 1m, 99.95m));
        Place(venue, Resting("b", Side.Sell, 1m, 101m));
        Place(venue, Resting("c", Side.Buy, 1m, 99.95m), "other");
        Assert.Equal(2, venue.CancelAll(venue.Account("main")).Length);
        Assert.Equal((99.95m, 1m), Level(venue, BookSide.Bid, 1));
    }

    [Fact]
    public void Place_PostOnlyThatWouldTake_EndsUnfilled()
    {
        SimulatedExchange venue = SimulatedWorld.Spot(Time);
        SimulatedOrder order = Place(venue, Resting("a", Side.Buy, 1m, 100.00m) with { PostOnly = true });
        Assert.Equal((OrderState.Expired, OrderEndReason.WouldTake, 0m), (order.State, order.EndReason, order.CumulativeQuantity));
        Assert.Equal(OrderState.New, Place(venue, Resting("b", Side.Buy, 1m, 99.99m) with { PostOnly = true }).State);
    }

    [Theory]
    [InlineData("3", OrderState.Filled)]
    [InlineData("3.5", OrderState.Expired)]
    public void Place_FillOrKill_FillsWhollyOrNotAtAll(string quantity, OrderState expected)
    {
        SimulatedExchange venue = SimulatedWorld.Spot(Time);
        decimal size = decimal.Parse(quantity, System.Globalization.CultureInfo.InvariantCulture);
        SimulatedOrder order = Place(venue, Immediate("a", Side.Buy, size, 100.01m) with { TimeInForce = TimeInForce.FillOrKill });
        Assert.Equal((expected, expected == OrderState.Filled ? size : 0m), (order.State, order.CumulativeQuantity));
    }

    [Theory]
    [InlineData(SelfMatchPrevention.Allow, OrderState.Filled, OrderState.Filled)]
    [InlineData(SelfMatchPrevention.CancelIncoming, OrderState.New, OrderState.Expired)]
    [InlineData(SelfMatchPrevention.CancelResting, OrderState.Expired, OrderState.New)]
    [InlineData(SelfMatchPrevention.CancelBoth, OrderState.Expired, OrderState.Expired)]
    public void Place_AgainstAnOwnOrder_FollowsTheSelfMatchRule(SelfMatchPrevention rule, OrderState resting, OrderState incoming)
    {
        SimulatedExchange venue = SimulatedWorld.Spot(Time);
        SimulatedOrder own = Place(venue, Resting("a", Side.Sell, 1m, 100.00m));
        venue.Market("BTCUSDT").SetLevel(BookSide.Ask, 100.00m, 0m);
        SimulatedOrder taker = Place(venue, Resting("b", Side.Buy, 1m, 100.00m) with { SelfMatch = rule });
        Assert.Equal((resting, incoming), (Now(venue, own).State, taker.State));
    }

    [Fact]
    public void ReduceOnlyOrder_ThatHasNothingLeftToReduce_Ends()
    {
        SimulatedExchange venue = SimulatedWorld.Usdm(Time, 1_000, new OpeningPosition("BTCUSDT", 2m, 100m));
        SimulatedOrder order = Place(venue, Resting("a", Side.Sell, 2m, 101m, reduceOnly: true));
        Place(venue, Immediate("b", Side.Sell, 1m, 99.9m, reduceOnly: true));
        venue.Market("BTCUSDT").SetLevel(BookSide.Bid, 101m, 5m);
        SimulatedOrder ended = Now(venue, order);
        Assert.Equal((1m, OrderEndReason.NothingToReduce), (ended.CumulativeQuantity, ended.EndReason));
        Assert.Equal(0m, venue.Account("main").PositionQuantity("BTCUSDT"));
    }

    [Fact]
    public void RandomOrdersAndMoves_KeepBookAndOrdersConsistent()
    {
        const int seed = 20261122;
        Random random = new(seed);
        SimulatedExchange venue = TwoAccounts();
        SimulatedMarket market = venue.Market("BTCUSDT");
        for (int step = 0; step < 3_000; step++)
        {
            SimulatedAccount account = venue.Account(random.Next(2) == 0 ? "main" : "other");
            decimal price = 99.80m + (random.Next(0, 40) / 100m);
            Side side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
            switch (random.Next(5))
            {
                case 0 or 1:
                    TimeInForce force = random.Next(4) switch { 0 => TimeInForce.ImmediateOrCancel, 1 => TimeInForce.FillOrKill, _ => TimeInForce.GoodTillCancel };
                    venue.Place(account, Resting($"o{step}", side, random.Next(1, 30) / 100m, price) with
                    {
                        TimeInForce = force,
                        PostOnly = force == TimeInForce.GoodTillCancel && random.Next(3) == 0,
                        SelfMatch = (SelfMatchPrevention)random.Next(1, 5),
                    });
                    break;
                case 2:
                    market.SetLevel(random.Next(2) == 0 ? BookSide.Bid : BookSide.Ask, price, random.Next(0, 300) / 100m);
                    break;
                case 3:
                    venue.Cancel(account, Any(venue, account, random));
                    break;
                default:
                    venue.Replace(account, Any(venue, account, random), random.Next(2) == 0 ? price : null, random.Next(1, 40) / 100m);
                    break;
            }

            Check(venue, market, $"seed {seed} step {step}");
        }

        Assert.Contains(venue.Orders(venue.Account("main")), order => order.Fills.Any(fill => fill.IsMaker));
    }

    private static void Check(SimulatedExchange venue, SimulatedMarket market, string place)
    {
        BookCopy book = market.Copy();
        Assert.True(book.Bids.IsEmpty || book.Asks.IsEmpty || book.Bids[0].Price < book.Asks[0].Price, $"{place}: crossed");
        SimulatedOrder[] open = [.. venue.Accounts.Values.SelectMany(account => venue.OpenOrders(account))];
        foreach (IGrouping<(Side Side, PriceTicks Price), SimulatedOrder> level in open.GroupBy(order => (order.Terms.Side, order.Terms.LimitTicks)))
        {
            var side = level.Key.Side == Side.Buy ? book.Bids : book.Asks;
            decimal shown = side.Where(one => one.Price == level.Key.Price).Sum(one => market.Instrument.Quantity(one.Quantity));
            Assert.True(shown >= level.Sum(order => order.LeavesQuantity), $"{place}: the book shows {shown} for {level.Sum(order => order.LeavesQuantity)} of orders");
        }

        foreach (SimulatedAccount account in venue.Accounts.Values)
        {
            AccountStatement statement = venue.Statement(account);
            Assert.All(statement.Balances, balance => Assert.True(balance.Quantity >= 0m && balance.Free >= -0.1m, $"{place}: {balance}"));
            Assert.All(venue.Orders(account), order => Assert.True(order.CumulativeQuantity <= order.Terms.Quantity || order.IsEnded, $"{place}: {order.OrderId} is overfilled"));
        }
    }

    private static SimulatedOrder? Any(SimulatedExchange venue, SimulatedAccount account, Random random)
    {
        var open = venue.OpenOrders(account);
        return open.IsEmpty ? null : open[random.Next(open.Length)];
    }

    private static SimulatedExchange TwoAccounts() => SimulatedWorld.Spot(Time, others: "other");

    private static OrderRequest Resting(string id, Side side, decimal quantity, decimal price, bool reduceOnly = false) =>
        SimulatedWorld.Order(id, side, quantity, price, reduceOnly) with { TimeInForce = TimeInForce.GoodTillCancel };

    private static OrderRequest Immediate(string id, Side side, decimal quantity, decimal price, bool reduceOnly = false) =>
        SimulatedWorld.Order(id, side, quantity, price, reduceOnly);

    private static SimulatedOrder Place(SimulatedExchange venue, OrderRequest request, string account = "main")
    {
        OrderAnswer answer = venue.Place(venue.Account(account), request);
        Assert.Null(answer.Rejection);
        return answer.Order!;
    }

    private static SimulatedOrder Now(SimulatedExchange venue, SimulatedOrder order) => venue.FindOrder(venue.Account(order.Account), order.OrderId)!;

    private static (decimal Price, decimal Quantity) Level(SimulatedExchange venue, BookSide side, int depth)
    {
        SimulatedMarket market = venue.Market("BTCUSDT");
        BookLevel level = (side == BookSide.Bid ? market.Copy().Bids : market.Copy().Asks)[depth];
        return (market.Instrument.Price(level.Price), market.Instrument.Quantity(level.Quantity));
    }
}
