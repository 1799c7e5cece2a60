using MarginRouter.Testing.Sessions;

namespace MarginRouter.Core.Tests.Engine.Baskets;

/// <summary>Baskets from their arrival to their end, and what each policy makes of legs that fill unevenly.</summary>
public sealed class BasketScenarioTests
{
    [Fact]
    public void Apply_BothLegsFillWhole_ReportsLegsAndTheWhole() => BasketCheck.CheckAndRecover("""
        > open
        > basket B1 0.5 spot:buy:1:Spot perp:sell:1:LinearPerpetual complete
        basket 1 Open: 500 of 500 blocks [0+1x500]
        report 1 B1 Whole New New 0+0.5 of 0.5 avg 0
        send 1.1.0 beta-1 Buy 0.5 BTC/USD @ 60110
        send 2.1.0 alpha-1 Sell 0.5 BTCUSDT @ 59990
        > filled 2.1.0 t1 0.5 59990 15
        report 2 B1 Leg perp Trade Filled 0.5+0 of 0.5 avg 59990, 0.5 @ 59990 on alpha alpha-1
        > filled 1.1.0 t2 0.3 60110 18
        report 3 B1 Leg spot Trade PartiallyFilled 0.3+0.2 of 0.5 avg 60110, 0.3 @ 60110 on beta beta-1
        report 4 B1 Whole Trade PartiallyFilled 0.3+0.2 of 0.5 avg 120, 0.3 @ 120
        > filled 1.1.0 t3 0.2 60100 12
        report 5 B1 Leg spot Trade Filled 0.5+0 of 0.5 avg 60106, 0.2 @ 60100 on beta beta-1
        report 6 B1 Whole Trade Filled 0.5+0 of 0.5 avg 116, 0.2 @ 110
        > ask B1
        report 7 B1 Whole OrderStatus Filled 0.5+0 of 0.5 avg 116
        report 8 B1 Leg spot OrderStatus Filled 0.5+0 of 0.5 avg 60106
        report 9 B1 Leg perp OrderStatus Filled 0.5+0 of 0.5 avg 59990
        """);

    [Fact]
    public void Apply_KillSwitch_LeavesUnevenLegsAndNamesThem() => BasketCheck.CheckAndRecover("""
        > open
        > basket B1 0.5 spot:buy:1:Spot perp:sell:1:LinearPerpetual complete
        basket 1 Open: 500 of 500 blocks [0+1x500]
        report 1 B1 Whole New New 0+0.5 of 0.5 avg 0
        send 1.1.0 beta-1 Buy 0.5 BTC/USD @ 60110
        send 2.1.0 alpha-1 Sell 0.5 BTCUSDT @ 59990
        > filled 1.1.0 t1 0.2 60110 12
        report 2 B1 Leg spot Trade PartiallyFilled 0.2+0.3 of 0.5 avg 60110, 0.2 @ 60110 on beta beta-1
        > kill
        report 3 B1 Whole PendingCancel PendingCancel 0+0.5 of 0.5 avg 0
        cancel 1.1.0
        cancel 2.1.0
        > ended 1.1.0 0.2
        > ended 2.1.0 0
        alarm basketUneven
        report 4 B1 Leg spot Canceled Canceled 0.2+0 of 0.5 avg 60110
        report 5 B1 Leg perp Canceled Canceled 0+0 of 0.5 avg 0
        report 6 B1 Whole Canceled Canceled 0+0 of 0.5 avg 0, LegsUneven(leg spot)
        > wait 1000
        """);

    [Fact]
    public void Apply_LegFillsShortUnderComplete_SendsTheRestAfterAWait() => BasketCheck.CheckAndRecover("""
        > open
        > basket B1 0.5 spot:buy:1:Spot perp:sell:1:LinearPerpetual complete
        basket 1 Open: 500 of 500 blocks [0+1x500]
        report 1 B1 Whole New New 0+0.5 of 0.5 avg 0
        send 1.1.0 beta-1 Buy 0.5 BTC/USD @ 60110
        send 2.1.0 alpha-1 Sell 0.5 BTCUSDT @ 59990
        > filled 1.1.0 t1 0.5 60110 30
        report 2 B1 Leg spot Trade Filled 0.5+0 of 0.5 avg 60110, 0.5 @ 60110 on beta beta-1
        > filled 2.1.0 t2 0.2 59990 6
        report 3 B1 Leg perp Trade PartiallyFilled 0.2+0.3 of 0.5 avg 59990, 0.2 @ 59990 on alpha alpha-1
        report 4 B1 Whole Trade PartiallyFilled 0.2+0.3 of 0.5 avg 120, 0.2 @ 120
        > ended 2.1.0 0.2
        > wait 500
        basket 1 Complete: 0 of 0 blocks []
        send 2.2.0 alpha-1 Sell 0.3 BTCUSDT @ 59990
        > filled 2.2.0 t3 0.3 59980 9
        report 5 B1 Leg perp Trade Filled 0.5+0 of 0.5 avg 59984, 0.3 @ 59980 on alpha alpha-1
        report 6 B1 Whole Trade Filled 0.5+0 of 0.5 avg 126, 0.3 @ 130
        """);

    [Fact]
    public void Apply_LegFillsShortUnderStop_EndsAndNamesTheUnevenLeg() => BasketCheck.CheckAndRecover("""
        > open
        > basket B1 0.5 spot:buy:1:Spot perp:sell:1:LinearPerpetual halt
        basket 1 Open: 500 of 500 blocks [0+1x500]
        report 1 B1 Whole New New 0+0.5 of 0.5 avg 0
        send 1.1.0 beta-1 Buy 0.5 BTC/USD @ 60110
        send 2.1.0 alpha-1 Sell 0.5 BTCUSDT @ 59990
        > filled 1.1.0 t1 0.5 60110 30
        report 2 B1 Leg spot Trade Filled 0.5+0 of 0.5 avg 60110, 0.5 @ 60110 on beta beta-1
        > filled 2.1.0 t2 0.2 59990 6
        report 3 B1 Leg perp Trade PartiallyFilled 0.2+0.3 of 0.5 avg 59990, 0.2 @ 59990 on alpha alpha-1
        report 4 B1 Whole Trade PartiallyFilled 0.2+0.3 of 0.5 avg 120, 0.2 @ 120
        > ended 2.1.0 0.2
        alarm basketUneven
        report 5 B1 Leg perp Canceled Canceled 0.2+0 of 0.5 avg 59990
        report 6 B1 Whole Canceled Canceled 0.2+0 of 0.5 avg 120, LegsUneven(leg spot)
        """);

    [Fact]
    public void Apply_LegFillsShortUnderUnwind_TradesTheOtherBackAndOpensAnew() => BasketCheck.CheckAndRecover("""
        > open
        > basket B1 0.5 spot:buy:1:Spot perp:sell:1:LinearPerpetual unwind
        basket 1 Open: 500 of 500 blocks [0+1x500]
        report 1 B1 Whole New New 0+0.5 of 0.5 avg 0
        send 1.1.0 beta-1 Buy 0.5 BTC/USD @ 60110
        send 2.1.0 alpha-1 Sell 0.5 BTCUSDT @ 59990
        > filled 1.1.0 t1 0.5 60110 30
        report 2 B1 Leg spot Trade Filled 0.5+0 of 0.5 avg 60110, 0.5 @ 60110 on beta beta-1
        > filled 2.1.0 t2 0.2 59990 6
        report 3 B1 Leg perp Trade PartiallyFilled 0.2+0.3 of 0.5 avg 59990, 0.2 @ 59990 on alpha alpha-1
        report 4 B1 Whole Trade PartiallyFilled 0.2+0.3 of 0.5 avg 120, 0.2 @ 120
        > ended 2.1.0 0.2
        basket 1 Unwind: 0 of 0 blocks []
        send 3.1.0 beta-1 Sell 0.3 BTC/USD @ 59990
        > filled 3.1.0 t3 0.3 59990 9
        report 5 B1 Leg spot Trade PartiallyFilled 0.2+0.3 of 0.5 avg 60110, 0.3 @ 59990 on beta beta-1
        > wait 500
        basket 1 Open: 300 of 300 blocks [0+1x300]
        send 4.1.0 beta-1 Buy 0.3 BTC/USD @ 60110
        send 2.2.0 alpha-1 Sell 0.3 BTCUSDT @ 59990
        > filled 4.1.0 t4 0.3 60110 9
        report 6 B1 Leg spot Trade Filled 0.5+0 of 0.5 avg 60110, 0.3 @ 60110 on beta beta-1
        > filled 2.2.0 t5 0.3 59990 9
        report 7 B1 Leg perp Trade Filled 0.5+0 of 0.5 avg 59990, 0.3 @ 59990 on alpha alpha-1
        report 8 B1 Whole Trade Filled 0.5+0 of 0.5 avg 120, 0.3 @ 120
        """);

    [Fact]
    public void Apply_LegWithoutMarginOrRequestsThatMakeNoBasket_RefuseTheWholeByName() => BasketCheck.CheckAndRecover("""
        > open no leverage
        > basket B1 0.5 spot:buy:1:Spot perp:sell:1:LinearPerpetual complete
        basket 1 Open: 0 of 500 blocks [], held back by 1:LeverageMissing(BTCUSDT of alpha-1)
        report 1 B1 Whole Rejected Rejected 0+0 of 0.5 avg 0, LeverageMissing(leg perp: BTCUSDT of alpha-1)
        > basket B1 0.5 spot:buy:1:Spot perp:sell:1:LinearPerpetual complete
        report 2 B1 Whole Rejected Rejected 0+0 of 0.5 avg 0, DuplicateClientOrderId(B1)
        > basket B2 0.5 spot:buy:1:Spot perp:sell:1:Spot complete
        report 3 B2 Whole Rejected Rejected 0+0 of 0.5 avg 0, InvalidInstruction(BTC/USD would serve leg perp and another one)
        > basket B3 0.5 spot:buy:1:Spot complete
        report 4 B3 Whole Rejected Rejected 0+0 of 0.5 avg 0, InvalidInstruction(number of legs)
        > basket B4 0.00001 spot:buy:1:Spot perp:sell:1:LinearPerpetual complete
        report 5 B4 Whole Rejected Rejected 0+0 of 0.00001 avg 0, InvalidQuantity(OrderQty holds no whole number of lots of every leg)
        """);

    [Fact]
    public void Apply_LeggingStatedAndCancelHalfway_SendsSlicesAndSettlesTheUnevenOne() => BasketCheck.CheckAndRecover("""
        > open
        > basket B1 0.5 spot:buy:1:Spot perp:sell:1:LinearPerpetual complete legging 0.2
        basket 1 Open: 500 of 500 blocks [0+1x200 0+1x200 0+1x100]
        report 1 B1 Whole New New 0+0.5 of 0.5 avg 0
        send 1.1.0 beta-1 Buy 0.2 BTC/USD @ 60110
        send 2.1.0 alpha-1 Sell 0.2 BTCUSDT @ 59990
        > filled 1.1.0 t1 0.2 60110 12
        report 2 B1 Leg spot Trade PartiallyFilled 0.2+0.3 of 0.5 avg 60110, 0.2 @ 60110 on beta beta-1
        > filled 2.1.0 t2 0.2 59990 6
        report 3 B1 Leg perp Trade PartiallyFilled 0.2+0.3 of 0.5 avg 59990, 0.2 @ 59990 on alpha alpha-1
        report 4 B1 Whole Trade PartiallyFilled 0.2+0.3 of 0.5 avg 120, 0.2 @ 120
        > wait 500
        basket 1 Open: 300 of 300 blocks [0+1x200 0+1x100]
        send 1.2.0 beta-1 Buy 0.2 BTC/USD @ 60110
        send 2.2.0 alpha-1 Sell 0.2 BTCUSDT @ 59990
        > stop B1 with C1
        report 5 C1 of B1 Whole PendingCancel PendingCancel 0.2+0.3 of 0.5 avg 120
        cancel 1.2.0
        cancel 2.2.0
        > filled 1.2.0 t3 0.1 60110 6
        report 6 B1 Leg spot Trade PendingCancel 0.3+0.2 of 0.5 avg 60110, 0.1 @ 60110 on beta beta-1
        > ended 1.2.0 0.1
        > filled 2.2.0 t4 0.2 59990 6
        report 7 B1 Leg perp Trade PendingCancel 0.4+0.1 of 0.5 avg 59990, 0.2 @ 59990 on alpha alpha-1
        report 8 B1 Whole Trade PendingCancel 0.3+0.2 of 0.5 avg 120, 0.1 @ 120
        > wait 500
        basket 1 Complete: 0 of 0 blocks []
        send 1.3.0 beta-1 Buy 0.1 BTC/USD @ 60110
        > filled 1.3.0 t5 0.1 60110 6
        report 9 B1 Leg spot Trade PendingCancel 0.4+0.1 of 0.5 avg 60110, 0.1 @ 60110 on beta beta-1
        report 10 B1 Whole Trade PendingCancel 0.4+0.1 of 0.5 avg 120, 0.1 @ 120
        report 11 C1 of B1 Leg spot Canceled Canceled 0.4+0 of 0.5 avg 60110
        report 12 C1 of B1 Leg perp Canceled Canceled 0.4+0 of 0.5 avg 59990
        report 13 C1 of B1 Whole Canceled Canceled 0.4+0 of 0.5 avg 120
        """);

    [Fact]
    public void Apply_NetLimitBeyondTheBooks_WaitsUntilTheyAllowIt() => BasketCheck.CheckAndRecover("""
        > open
        > basket B1 0.5 spot:buy:1:Spot perp:sell:1:LinearPerpetual complete net 100 day
        basket 1 Open: 0 of 500 blocks [], held back by :LimitPrice(net price of a unit)
        report 1 B1 Whole New New 0+0.5 of 0.5 avg 0
        > book BTC/USD 59990x1 / 60080x1
        > wait 500
        basket 1 Open: 500 of 500 blocks [0+1x500]
        send 1.2.0 beta-1 Buy 0.5 BTC/USD @ 60080
        send 2.2.0 alpha-1 Sell 0.5 BTCUSDT @ 59990
        > basket B2 0.50005 spot:buy:1:Spot perp:sell:1:LinearPerpetual complete
        basket 3 Open: 500 of 500 blocks [0+1x500]
        report 2 B2 Whole New New 0+0.50005 of 0.50005 avg 0
        send 3.1.0 beta-1 Buy 0.5 BTC/USD @ 60080
        send 4.1.0 alpha-1 Sell 0.5 BTCUSDT @ 59990
        """);

    [Fact]
    public void Apply_RestartWithALegFilled_AsksAndSettlesTheUnevenLeg()
    {
        TestSession session = EngineScript.Check("""
            > open
            > basket B1 0.5 spot:buy:1:Spot perp:sell:1:LinearPerpetual unwind
            basket 1 Open: 500 of 500 blocks [0+1x500]
            report 1 B1 Whole New New 0+0.5 of 0.5 avg 0
            send 1.1.0 beta-1 Buy 0.5 BTC/USD @ 60110
            send 2.1.0 alpha-1 Sell 0.5 BTCUSDT @ 59990
            > filled 1.1.0 t1 0.5 60110 30
            report 2 B1 Leg spot Trade Filled 0.5+0 of 0.5 avg 60110, 0.5 @ 60110 on beta beta-1
            """);
        TestSession again = TestSession.Recover(session.Journal);
        EngineScript.Check(again, """
            > restart
            > up alpha
            query 2.1.0
            > answer 2.1.0 NotFound 0
            basket 1 Unwind: 0 of 0 blocks [], held back by 0:AccountSnapshotMissing(alpha-1) 0:VenueDisconnected(beta) 0:VenueDisconnected(gamma)
            alarm basketWaits
            > open
            > wait 500
            basket 1 Unwind: 0 of 0 blocks []
            send 3.2.0 beta-1 Sell 0.5 BTC/USD @ 59990
            > filled 3.2.0 t3 0.5 59990 9
            report 3 B1 Leg spot Trade New 0+0.5 of 0.5 avg 0, 0.5 @ 59990 on beta beta-1
            report 4 B1 Leg spot Canceled Canceled 0+0 of 0.5 avg 0
            report 5 B1 Leg perp Canceled Canceled 0+0 of 0.5 avg 0
            report 6 B1 Whole Canceled Canceled 0+0 of 0.5 avg 0, RouterRestarted(immediate-or-cancel remainder)
            """);
    }
}
