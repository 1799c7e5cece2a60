namespace MarginRouter.Core.Tests.Engine;

/// <summary>The life of parents, seen from the desk.</summary>
public sealed class ParentScenarioTests
{
    [Fact]
    public void Apply_OrderThatOneChildFills_IsAcceptedRoutedAndFilled() => EngineScript.Check("""
        > open
        > buy A1 0.5
        decide 1.1: 0.5 planned, 0 left
        report 1 A1 New New 0+0.5 of 0.5 avg 0
        send 1.1.0 alpha-1 Buy 0.5 BTCUSDT @ 60010
        ? reserved
        1.1.0 PendingNew 0.5
        > accepted 1.1.0
        > filled 1.1.0 t1 0.2 60010 6
        report 2 A1 Trade PartiallyFilled 0.2+0.3 of 0.5 avg 60010, 0.2 @ 60010 on alpha alpha-1
        ? reserved
        1.1.0 Working 0.3
        > filled 1.1.0 t2 0.3 60005 9
        report 3 A1 Trade Filled 0.5+0 of 0.5 avg 60007, 0.3 @ 60005 on alpha alpha-1
        ? reserved
        ? account alpha-1
        USDT 999985
        BTCUSDT 0.5 @ 60007
        > ended 1.1.0 0.5
        > ask A1
        report 4 A1 OrderStatus Filled 0.5+0 of 0.5 avg 60007
        """);

    [Fact]
    public void Apply_OrderLargerThanTheCheapestBook_SweepsVenuesInOrderOfCost() => EngineScript.Check("""
        > open
        > buy A1 9.5
        decide 1.1: 9.5 planned, 0 left
        report 1 A1 New New 0+9.5 of 9.5 avg 0
        send 1.1.0 alpha-1 Buy 8 BTCUSDT @ 60030
        send 1.1.1 beta-1 Buy 1.5 BTC/USD @ 60120
        > filled 1.1.1 k1 1.5 60115 90.1725
        report 2 A1 Trade PartiallyFilled 1.5+8 of 9.5 avg 60115, 1.5 @ 60115 on beta beta-1
        > filled 1.1.0 t1 8 60025 240.1
        report 3 A1 Trade Filled 9.5+0 of 9.5 avg 60039.210526315789473684210526, 8 @ 60025 on alpha alpha-1
        ? account beta-1
        USD 999909.8275
        BTC/USD 1.5 @ 60115
        """);

    [Fact]
    public void Apply_SpotFillWithoutMargin_MovesBothBalances() => EngineScript.Check("""
        > open
        > sell A1 0.5 desk GAMMA
        decide 1.1: 0.5 planned, 0 left
        report 1 A1 New New 0+0.5 of 0.5 avg 0
        send 1.1.0 gamma-1 Sell 0.5 BTC-USD @ 59980
        > filled 1.1.0 g1 0.5 59980 29.99
        report 2 A1 Trade Filled 0.5+0 of 0.5 avg 59980, 0.5 @ 59980 on gamma gamma-1
        ? account gamma-1
        BTC 1.5
        USD 529960.01
        """);

    [Fact]
    public void Apply_ImmediateOrderPartlyFilled_IsRoutedAgainForTheRestOnTime() => EngineScript.Check("""
        > open
        > buy A1 1.5
        decide 1.1: 1.5 planned, 0 left
        report 1 A1 New New 0+1.5 of 1.5 avg 0
        send 1.1.0 alpha-1 Buy 1.5 BTCUSDT @ 60020
        > accepted 1.1.0
        > filled 1.1.0 t1 1 60010
        report 2 A1 Trade PartiallyFilled 1+0.5 of 1.5 avg 60010, 1 @ 60010 on alpha alpha-1
        > book BTCUSDT 59990x1 / 60400x3
        > ended 1.1.0 1
        > wait 490
        > wait 10
        decide 1.2: 0.5 planned, 0 left
        send 1.2.0 beta-1 Buy 0.5 BTC/USD @ 60110
        > filled 1.2.0 k1 0.5 60110
        report 3 A1 Trade Filled 1.5+0 of 1.5 avg 60043.333333333333333333333333, 0.5 @ 60110 on beta beta-1
        """);

    [Fact]
    public void Apply_ImmediateOrderThatNothingFills_EndsAfterTheDesksAttempts() => EngineScript.Check("""
        > open
        > buy A1 0.5
        decide 1.1: 0.5 planned, 0 left
        report 1 A1 New New 0+0.5 of 0.5 avg 0
        send 1.1.0 alpha-1 Buy 0.5 BTCUSDT @ 60010
        > ended 1.1.0 0
        > wait 500
        decide 1.2: 0.5 planned, 0 left
        send 1.2.0 alpha-1 Buy 0.5 BTCUSDT @ 60010
        > refused 1.2.0 -2019
        > wait 500
        decide 1.3: 0.5 planned, 0 left
        send 1.3.0 alpha-1 Buy 0.5 BTCUSDT @ 60010
        > refused 1.3.0 -2019
        report 2 A1 Canceled Canceled 0+0 of 0.5 avg 0, VenueRejected(child 1-3-0: -2019 no)
        ? parent 1
        Canceled 0 filled, 0 left, 3 attempts
        1.1.0 Canceled 0 filled
        1.2.0 Rejected 0 filled
        1.3.0 Rejected 0 filled
        """);

    [Fact]
    public void Apply_ImmediateOrderLargerThanAllBooks_EndsWithTheRestAndWhatHeldItBack() => EngineScript.Check("""
        > open
        > buy A1 10 desk SOLO
        decide 1.1: 8 planned, 2 left, held back by DepthExhausted(BTCUSDT)
        report 1 A1 New New 0+10 of 10 avg 0
        send 1.1.0 alpha-1 Buy 8 BTCUSDT @ 60030
        > filled 1.1.0 t1 8 60030
        report 2 A1 Trade PartiallyFilled 8+2 of 10 avg 60030, 8 @ 60030 on alpha alpha-1
        report 3 A1 Canceled Canceled 8+0 of 10 avg 60030, DepthExhausted(BTCUSDT)
        """);

    [Fact]
    public void Apply_OrderThatMarginAllowsInPart_EndsWithTheLimitThatBlocks() => EngineScript.Check("""
        > open
        > state alpha-1 USDT=3000 BTCUSDT=0@0*10 NEWUSDT=0@0*10
        > buy A1 1 desk SOLO
        decide 1.1: 0.496 planned, 0.504 left, held back by VenueAcceptance(alpha-1)
        report 1 A1 New New 0+1 of 1 avg 0
        send 1.1.0 alpha-1 Buy 0.496 BTCUSDT @ 60010
        > filled 1.1.0 t1 0.496 60010
        report 2 A1 Trade PartiallyFilled 0.496+0.504 of 1 avg 60010, 0.496 @ 60010 on alpha alpha-1
        report 3 A1 Canceled Canceled 0.496+0 of 1 avg 60010, VenueAcceptance(alpha-1)
        """);

    [Fact]
    public void Apply_FirstAttemptFindsNothing_RejectsWithEveryReason() => EngineScript.Check("""
        > open no BTCUSDT beta
        > state gamma-1 USD=1
        > buy A1 0.5
        decide 1.1: 0 planned, 0.5 left, held back by BookUnavailable(book of BTCUSDT is Empty) VenueDisconnected(beta) BalanceInsufficient(USD)
        report 1 A1 Rejected Rejected 0+0 of 0.5 avg 0, BookUnavailable(book of BTCUSDT is Empty) VenueDisconnected(beta) BalanceInsufficient(USD)
        """);

    [Fact]
    public void Apply_DayOrderBeyondItsLimit_WaitsAndIsTriedAgainOnTime() => EngineScript.Check("""
        > open
        > buy A1 0.5 limit 60000 day
        decide 1.1: 0 planned, 0.5 left, held back by LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        report 1 A1 New New 0+0.5 of 0.5 avg 0
        > wait 400
        > book BTCUSDT 59980x1 / 59995x0.2 60010x1
        > wait 90
        > wait 10
        decide 1.2: 0.2 planned, 0.3 left, held back by LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        send 1.2.0 alpha-1 Buy 0.2 BTCUSDT @ 59995
        > wait 600
        > filled 1.2.0 t1 0.2 59995
        report 2 A1 Trade PartiallyFilled 0.2+0.3 of 0.5 avg 59995, 0.2 @ 59995 on alpha alpha-1
        > wait 498
        > wait 1
        decide 1.3: 0.2 planned, 0.1 left, held back by LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        send 1.3.0 alpha-1 Buy 0.2 BTCUSDT @ 59995
        """);

    [Fact]
    public void Apply_ImmediateOrderBeyondItsLimit_IsRejected() => EngineScript.Check("""
        > open
        > buy A1 0.5 limit 60000
        decide 1.1: 0 planned, 0.5 left, held back by LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        report 1 A1 Rejected Rejected 0+0 of 0.5 avg 0, LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        """);

    [Theory]
    [InlineData("buy A1 0", "InvalidQuantity(OrderQty, lot 0.0001)", "0")]
    [InlineData("buy A1 0.00005", "InvalidQuantity(OrderQty, lot 0.0001)", "0.00005")]
    [InlineData("buy A1 1 limit 0", "InvalidPrice(Price)", "1")]
    [InlineData("buy A1 1 limit -5", "InvalidPrice(Price)", "1")]
    [InlineData("buy A1 1 symbol DOGE-USD", "UnknownProduct(DOGE-USD)", "1")]
    [InlineData("buy A1 1 desk NOBODY", "PermissionDenied(desk NOBODY)", "1")]
    [InlineData("buy A1 100 limit 60000", "MaximumOrderNotional(desk DESK)", "100")]
    [InlineData("buy A1 79228162514264337593543950335", "InvalidQuantity(OrderQty, lot 0.0001)", "79228162514264337593543950335")]
    [InlineData("buy A1 922337203685477 limit 79228162514264337593543950335", "MaximumOrderNotional(desk DESK)", "922337203685477")]
    public void Apply_RequestThatBreaksARule_IsRejectedBeforeRouting(string order, string refusal, string quantity) => EngineScript.Check($"""
        > open
        > {order}
        report 1 A1 Rejected Rejected 0+0 of {quantity} avg 0, {refusal}
        """);

    [Fact]
    public void Apply_MarketOrderAboveTheDesksLargestValue_IsRejectedByItsArrivalPrice() => EngineScript.Check("""
        > open
        > buy A1 84
        decide 1.1: 14 planned, 70 left, held back by DepthExhausted(BTCUSDT) DepthExhausted(BTC/USD) DepthExhausted(BTC-USD)
        report 1 A1 Rejected Rejected 0+0 of 84 avg 0, MaximumOrderNotional(desk DESK)
        ? reserved
        """);

    [Fact]
    public void Apply_MarketOrderOfTheLargestQuantity_IsRejectedAndDoesNotStopTheRouter() => EngineScript.Check("""
        > open
        > buy A1 922337203685477.5807
        decide 1.1: 14 planned, 922337203685463.5807 left, held back by DepthExhausted(BTCUSDT) DepthExhausted(BTC/USD) DepthExhausted(BTC-USD)
        report 1 A1 Rejected Rejected 0+0 of 922337203685477.5807 avg 0, MaximumOrderNotional(desk DESK)
        > buy A2 0.001 limit 79228162514264337593543950335
        report 2 A2 Rejected Rejected 0+0 of 0.001 avg 0, MaximumOrderNotional(desk DESK)
        > buy A3 0.001 limit 0.0000000000000000000000000001
        decide 2.1: 0 planned, 0.001 left, held back by LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        report 3 A3 Rejected Rejected 0+0 of 0.001 avg 0, LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        """);

    [Fact]
    public void Apply_ClientOrderIdUsedBefore_IsRejectedAndPossibleDuplicateIsSilent() => EngineScript.Check("""
        > open
        > buy A1 0.5
        decide 1.1: 0.5 planned, 0 left
        report 1 A1 New New 0+0.5 of 0.5 avg 0
        send 1.1.0 alpha-1 Buy 0.5 BTCUSDT @ 60010
        > buy A1 0.5
        report 2 A1 Rejected Rejected 0+0 of 0.5 avg 0, DuplicateClientOrderId(A1)
        > buy A1 0.5 possdup
        > buy BAD 0 possdup
        report 3 BAD Rejected Rejected 0+0 of 0 avg 0, InvalidQuantity(OrderQty, lot 0.0001)
        > buy BAD 0 possdup
        > buy BAD 1
        report 4 BAD Rejected Rejected 0+0 of 1 avg 0, DuplicateClientOrderId(BAD)
        > buy A1 0.1 desk SOLO
        decide 2.1: 0.1 planned, 0 left
        report 5 A1 New New 0+0.1 of 0.1 avg 0
        send 2.1.0 alpha-1 Buy 0.1 BTCUSDT @ 60010
        """);

    [Fact]
    public void Apply_StatusOfUnknownOrder_IsAnsweredAsRejected() => EngineScript.Check("""
        > ask A9
        report 1 A9 OrderStatus Rejected 0+0 of 0 avg 0, UnknownOrder(A9)
        """);
}
