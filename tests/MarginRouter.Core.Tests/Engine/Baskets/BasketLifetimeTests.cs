using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Baskets;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Baskets;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Core.Tests.Engine.Baskets;

/// <summary>How long baskets stand, what stops them among other orders, and how often uneven legs are traded on.</summary>
public sealed class BasketLifetimeTests
{
    private const string Pair = "spot:buy:1:Spot perp:sell:1:LinearPerpetual";

    // The session begins at 2027-01-15 08:00 UTC: the day ends sixteen hours later.
    private const string SixteenHours = "57600000";

    [Fact]
    public void Day_AtItsEnd_ExpiresAndGoodTillCancelDoesNot() => BasketCheck.CheckAndRecover($"""
        > open
        > basket B1 0.5 {Pair} complete net 100 day
        basket 1 Open: 0 of 500 blocks [], held back by :LimitPrice(net price of a unit)
        report 1 B1 Whole New New 0+0.5 of 0.5 avg 0
        > basket B2 0.5 {Pair} complete net 100 gtc
        basket 3 Open: 0 of 500 blocks [], held back by :LimitPrice(net price of a unit)
        report 2 B2 Whole New New 0+0.5 of 0.5 avg 0
        > wait {SixteenHours}
        report 3 B2 Whole Restated New 0+0.5 of 0.5 avg 0
        report 4 B1 Leg spot Expired Expired 0+0 of 0.5 avg 0
        report 5 B1 Leg perp Expired Expired 0+0 of 0.5 avg 0
        report 6 B1 Whole Expired Expired 0+0 of 0.5 avg 0, Expired(B1) LimitPrice(net price of a unit)
        basket 3 Open: 0 of 500 blocks [], held back by 0:BookStale(book of BTC/USD, age in ms) 0:BookStale(book of BTC-USD, age in ms) 1:BookStale(book of BTCUSDT, age in ms)
        > ask B2
        report 7 B2 Whole OrderStatus New 0+0.5 of 0.5 avg 0
        report 8 B2 Leg spot OrderStatus New 0+0.5 of 0.5 avg 0
        report 9 B2 Leg perp OrderStatus New 0+0.5 of 0.5 avg 0
        """);

    [Fact]
    public void GoodTillDate_WithUnevenLegsAtItsExpiry_SettlesThemAndExpires() => BasketCheck.CheckAndRecover($"""
        > open
        > basket B1 0.5 {Pair} unwind till 1000
        basket 1 Open: 500 of 500 blocks [0+1x500]
        report 1 B1 Whole New New 0+0.5 of 0.5 avg 0
        send 1.1.0 beta-1 Buy 0.5 BTC/USD @ 60110
        send 2.1.0 alpha-1 Sell 0.5 BTCUSDT @ 59990
        > filled 1.1.0 t1 0.5 60110 30
        report 2 B1 Leg spot Trade Filled 0.5+0 of 0.5 avg 60110, 0.5 @ 60110 on beta beta-1
        > wait 1000
        > ended 2.1.0 0
        basket 1 Unwind: 0 of 0 blocks []
        send 3.1.0 beta-1 Sell 0.5 BTC/USD @ 59990
        > filled 3.1.0 t2 0.5 59990 30
        report 3 B1 Leg spot Trade New 0+0.5 of 0.5 avg 0, 0.5 @ 59990 on beta beta-1
        report 4 B1 Leg spot Expired Expired 0+0 of 0.5 avg 0
        report 5 B1 Leg perp Expired Expired 0+0 of 0.5 avg 0
        report 6 B1 Whole Expired Expired 0+0 of 0.5 avg 0, Expired(B1)
        """);

    [Fact]
    public void GoodTillDate_WithoutAnExpiryOrWithOneThatHasPassed_IsRefused() => BasketCheck.CheckAndRecover($"""
        > open
        > basket B1 0.5 {Pair} unwind till 0
        report 1 B1 Whole Rejected Rejected 0+0 of 0.5 avg 0, InvalidExpiry(ExpireTime has passed)
        > basket B2 0.5 {Pair} unwind account gamma-9
        report 2 B2 Whole Rejected Rejected 0+0 of 0.5 avg 0, PermissionDenied(Account gamma-9 for desk DESK)
        """);

    [Fact]
    public void FillOrKill_ThatCannotBeOpenedWhole_IsRefusedAndNothingLeaves() => BasketCheck.CheckAndRecover($"""
        > open
        > basket B1 9 {Pair} complete fok
        basket 1 Open: 3000 of 9000 blocks [0+1x3000], held back by 1:DepthExhausted(BTCUSDT)
        report 1 B1 Whole Rejected Rejected 0+0 of 9 avg 0, MinimumFill(FillOrKill, in units) DepthExhausted(leg perp: BTCUSDT)
        > basket B2 0.5 {Pair} complete fok
        basket 3 Open: 500 of 500 blocks [0+1x500]
        report 2 B2 Whole New New 0+0.5 of 0.5 avg 0
        send 3.1.0 beta-1 Buy 0.5 BTC/USD @ 60110
        send 4.1.0 alpha-1 Sell 0.5 BTCUSDT @ 59990
        > ended 3.1.0 0
        > ended 4.1.0 0
        report 3 B2 Leg spot Canceled Canceled 0+0 of 0.5 avg 0
        report 4 B2 Leg perp Canceled Canceled 0+0 of 0.5 avg 0
        report 5 B2 Whole Canceled Canceled 0+0 of 0.5 avg 0
        """);

    [Fact]
    public void MassCancelAndMassStatus_OfASymbolOrAll_IncludeBaskets() => BasketCheck.CheckAndRecover($"""
        > open
        > basket B1 0.5 {Pair} complete net 100 day
        basket 1 Open: 0 of 500 blocks [], held back by :LimitPrice(net price of a unit)
        report 1 B1 Whole New New 0+0.5 of 0.5 avg 0
        > buy A1 1 day limit 50000
        decide 3.1: 0 planned, 1 left, held back by LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        report 2 A1 New New 0+1 of 1 avg 0
        > basket B2 0.5 {Pair} complete net 100 day
        basket 4 Open: 0 of 500 blocks [], held back by :LimitPrice(net price of a unit)
        report 3 B2 Whole New New 0+0.5 of 0.5 avg 0
        > ask-all S1
        report 4 A1 OrderStatus New 0+1 of 1 avg 0
        report 5 B1 Whole OrderStatus New 0+0.5 of 0.5 avg 0
        report 6 B2 Whole OrderStatus New 0+0.5 of 0.5 avg 0
        > stop-all M1 symbol BASKET
        mass-cancel 7 M1: B1 B2
        report 8 B1 Whole PendingCancel PendingCancel 0+0.5 of 0.5 avg 0
        report 9 B2 Whole PendingCancel PendingCancel 0+0.5 of 0.5 avg 0
        report 10 B1 Leg spot Canceled Canceled 0+0 of 0.5 avg 0
        report 11 B1 Leg perp Canceled Canceled 0+0 of 0.5 avg 0
        report 12 B1 Whole Canceled Canceled 0+0 of 0.5 avg 0, LimitPrice(net price of a unit)
        report 13 B2 Leg spot Canceled Canceled 0+0 of 0.5 avg 0
        report 14 B2 Leg perp Canceled Canceled 0+0 of 0.5 avg 0
        report 15 B2 Whole Canceled Canceled 0+0 of 0.5 avg 0, LimitPrice(net price of a unit)
        > basket B3 0.5 {Pair} complete net 100 day
        basket 6 Open: 0 of 500 blocks [], held back by :LimitPrice(net price of a unit)
        report 16 B3 Whole New New 0+0.5 of 0.5 avg 0
        > stop-all M2 symbol BTC-USD
        mass-cancel 17 M2: A1 B3
        report 18 A1 PendingCancel PendingCancel 0+1 of 1 avg 0
        report 19 B3 Whole PendingCancel PendingCancel 0+0.5 of 0.5 avg 0
        report 20 A1 Canceled Canceled 0+0 of 1 avg 0, LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        report 21 B3 Leg spot Canceled Canceled 0+0 of 0.5 avg 0
        report 22 B3 Leg perp Canceled Canceled 0+0 of 0.5 avg 0
        report 23 B3 Whole Canceled Canceled 0+0 of 0.5 avg 0, LimitPrice(net price of a unit)
        > basket B4 0.5 {Pair} complete day
        basket 8 Open: 500 of 500 blocks [0+1x500]
        report 24 B4 Whole New New 0+0.5 of 0.5 avg 0
        send 8.1.0 beta-1 Buy 0.5 BTC/USD @ 60110
        send 9.1.0 alpha-1 Sell 0.5 BTCUSDT @ 59990
        > stop-all M3
        mass-cancel 25 M3: B4
        report 26 B4 Whole PendingCancel PendingCancel 0+0.5 of 0.5 avg 0
        cancel 8.1.0
        cancel 9.1.0
        > ended 8.1.0 0
        > ended 9.1.0 0
        report 27 B4 Leg spot Canceled Canceled 0+0 of 0.5 avg 0
        report 28 B4 Leg perp Canceled Canceled 0+0 of 0.5 avg 0
        report 29 B4 Whole Canceled Canceled 0+0 of 0.5 avg 0
        > stop-all M4 symbol BASKET
        mass-cancel 30 M4: UnknownProduct(BASKET)
        """);

    [Fact]
    public void Cancel_ThatFillsCross_IsRejectedAsTooLate() => BasketCheck.CheckAndRecover($"""
        > open
        > basket B1 0.5 {Pair} complete
        basket 1 Open: 500 of 500 blocks [0+1x500]
        report 1 B1 Whole New New 0+0.5 of 0.5 avg 0
        send 1.1.0 beta-1 Buy 0.5 BTC/USD @ 60110
        send 2.1.0 alpha-1 Sell 0.5 BTCUSDT @ 59990
        > stop B1 with C1
        report 2 C1 of B1 Whole PendingCancel PendingCancel 0+0.5 of 0.5 avg 0
        cancel 1.1.0
        cancel 2.1.0
        > filled 1.1.0 t1 0.5 60110 30
        report 3 B1 Leg spot Trade Filled 0.5+0 of 0.5 avg 60110, 0.5 @ 60110 on beta beta-1
        > filled 2.1.0 t2 0.5 59990 30
        report 4 B1 Leg perp Trade Filled 0.5+0 of 0.5 avg 59990, 0.5 @ 59990 on alpha alpha-1
        report 5 B1 Whole Trade PendingCancel 0.5+0 of 0.5 avg 120, 0.5 @ 120
        reject-cancel 6 C1 of B1 Filled TooLateToCancel(B1)
        > swap B1 to B2
        reject-replace 7 B2 of B1 Filled TooLateToCancel(B1)
        > stop B1 with C2
        reject-cancel 8 C2 of B1 Filled TooLateToCancel(B1)
        """);

    [Fact]
    public void Requests_AboutALiveBasket_AreAnsweredByTheirRule() => BasketCheck.CheckAndRecover($"""
        > open
        > basket B1 0.5 {Pair} complete net 100 day
        basket 1 Open: 0 of 500 blocks [], held back by :LimitPrice(net price of a unit)
        report 1 B1 Whole New New 0+0.5 of 0.5 avg 0
        > swap B1 to B2
        reject-replace 2 B2 of B1 New InvalidReplacement(B1 has several legs: it is cancelled and sent anew, not replaced)
        > basket B1 0.5 {Pair} complete net 100 day possresend
        report 3 B1 Whole OrderStatus New 0+0.5 of 0.5 avg 0
        report 4 B1 Leg spot OrderStatus New 0+0.5 of 0.5 avg 0
        report 5 B1 Leg perp OrderStatus New 0+0.5 of 0.5 avg 0
        > basket B1 0.5 {Pair} complete net 100 day possdup
        > basket B1 0.5 {Pair} complete net 100 day
        report 6 B1 Whole Rejected Rejected 0+0 of 0.5 avg 0, DuplicateClientOrderId(B1)
        """);

    [Fact]
    public void Opposite_NetPriceAndReports_AreThoseOfTheBasketAsStated() => BasketCheck.CheckAndRecover($"""
        > open
        > basket B1 0.5 {Pair} complete net 130 opposite
        basket 1 Open: 500 of 500 blocks [0+1x500]
        report 1 B1 Whole New New 0+0.5 of 0.5 avg 0
        send 1.1.0 beta-1 Buy 0.5 BTC/USD @ 60110
        send 2.1.0 alpha-1 Sell 0.5 BTCUSDT @ 59990
        > filled 1.1.0 t1 0.5 60110 30
        report 2 B1 Leg spot Trade Filled 0.5+0 of 0.5 avg 60110, 0.5 @ 60110 on beta beta-1
        > filled 2.1.0 t2 0.5 59990 30
        report 3 B1 Leg perp Trade Filled 0.5+0 of 0.5 avg 59990, 0.5 @ 59990 on alpha alpha-1
        report 4 B1 Whole Trade Filled 0.5+0 of 0.5 avg -120, 0.5 @ -120
        """);

    [Fact]
    public void Told_OfTheWholeOrOfLegsAlone_GetsNoOtherFills() => BasketCheck.CheckAndRecover($"""
        > open
        > basket B1 0.5 {Pair} complete told whole
        basket 1 Open: 500 of 500 blocks [0+1x500]
        report 1 B1 Whole New New 0+0.5 of 0.5 avg 0
        send 1.1.0 beta-1 Buy 0.5 BTC/USD @ 60110
        send 2.1.0 alpha-1 Sell 0.5 BTCUSDT @ 59990
        > filled 1.1.0 t1 0.5 60110 30
        > filled 2.1.0 t2 0.5 59990 30
        report 2 B1 Whole Trade Filled 0.5+0 of 0.5 avg 120, 0.5 @ 120
        > ask B1
        report 3 B1 Whole OrderStatus Filled 0.5+0 of 0.5 avg 120
        > basket B2 0.5 {Pair} halt told legs
        basket 3 Open: 500 of 500 blocks [0+1x500]
        report 4 B2 Whole New New 0+0.5 of 0.5 avg 0
        send 3.1.0 beta-1 Buy 0.5 BTC/USD @ 60110
        send 4.1.0 alpha-1 Sell 0.5 BTCUSDT @ 59990
        > filled 3.1.0 t3 0.5 60110 30
        report 5 B2 Leg spot Trade Filled 0.5+0 of 0.5 avg 60110, 0.5 @ 60110 on beta beta-1
        > filled 4.1.0 t4 0.2 59990 30
        report 6 B2 Leg perp Trade PartiallyFilled 0.2+0.3 of 0.5 avg 59990, 0.2 @ 59990 on alpha alpha-1
        > ended 4.1.0 0.2
        alarm basketUneven
        report 7 B2 Leg perp Canceled Canceled 0.2+0 of 0.5 avg 59990
        report 8 B2 Whole Canceled Canceled 0.2+0 of 0.5 avg 120, LegsUneven(leg spot)
        """);

    [Fact]
    public void UnevenLegs_WhoseVenueIsDown_WaitLongerEachTimeAndAreGivenUp()
    {
        TestSession session = BasketCheck.CheckAndRecover($"""
            > open
            > basket B1 0.5 {Pair} complete day
            basket 1 Open: 500 of 500 blocks [0+1x500]
            report 1 B1 Whole New New 0+0.5 of 0.5 avg 0
            send 1.1.0 beta-1 Buy 0.5 BTC/USD @ 60110
            send 2.1.0 alpha-1 Sell 0.5 BTCUSDT @ 59990
            > filled 1.1.0 t1 0.5 60110 30
            report 2 B1 Leg spot Trade Filled 0.5+0 of 0.5 avg 60110, 0.5 @ 60110 on beta beta-1
            > down alpha
            > ended 2.1.0 0
            > wait 500
            basket 1 Complete: 0 of 0 blocks [], held back by 1:VenueDisconnected(alpha)
            alarm basketWaits
            > wait 500
            basket 1 Complete: 0 of 0 blocks [], held back by 1:VenueDisconnected(alpha)
            > wait 500
            > wait 500
            basket 1 Complete: 0 of 0 blocks [], held back by 1:VenueDisconnected(alpha)
            > wait 2000
            basket 1 Complete: 0 of 0 blocks [], held back by 1:VenueDisconnected(alpha)
            """);
        List<OutboundCommand> late = Wait(session, milliseconds: 30_000, times: 18);
        Assert.Equal(RepairPolicy.Default.MostWaits - 4, late.OfType<RecordBasketDecision>().Count());
        Assert.Equal("report 4 B1 Whole Canceled Canceled 0+0 of 0.5 avg 0, LegsUneven(leg spot) RepairLimit(waits for a repair's inputs of basket B1) VenueDisconnected(leg perp: alpha)", CommandText.Of(late[^1]));
        Assert.Equal("basketUneven", Assert.Single(late.OfType<RaiseAlarm>(), alarm => alarm.Code.StartsWith("basket", StringComparison.Ordinal)).Code);
    }

    [Fact]
    public void UnevenLegs_WhoseVenueIsDownUnderOtherBounds_AreGivenUpByThem()
    {
        Firm firm = TestFirm.Firm with { Repairs = new RepairPolicy(MostWaits: 5, LifeAttempts: 3, LongestWaitMilliseconds: 500) };
        TestSession session = BasketCheck.CheckAndRecover(
            $"""
            > open
            > basket B1 0.5 {Pair} complete day
            basket 1 Open: 500 of 500 blocks [0+1x500]
            report 1 B1 Whole New New 0+0.5 of 0.5 avg 0
            send 1.1.0 beta-1 Buy 0.5 BTC/USD @ 60110
            send 2.1.0 alpha-1 Sell 0.5 BTCUSDT @ 59990
            > filled 1.1.0 t1 0.5 60110 30
            report 2 B1 Leg spot Trade Filled 0.5+0 of 0.5 avg 60110, 0.5 @ 60110 on beta beta-1
            > down alpha
            > ended 2.1.0 0
            """,
            firm);
        List<OutboundCommand> late = Wait(session, milliseconds: 500, times: 9);
        Assert.Equal(5, late.OfType<RecordBasketDecision>().Count());
        Assert.EndsWith("RepairLimit(waits for a repair's inputs of basket B1) VenueDisconnected(leg perp: alpha)", CommandText.Of(late[^1]), StringComparison.Ordinal);
    }

    [Fact]
    public void UnevenLegs_AgainAndAgain_EndTheBasketAfterTheRepairsOfALife()
    {
        TestSession session = EngineScript.Check($"""
            > open
            > basket B1 0.5 {Pair} unwind day
            basket 1 Open: 500 of 500 blocks [0+1x500]
            report 1 B1 Whole New New 0+0.5 of 0.5 avg 0
            send 1.1.0 beta-1 Buy 0.5 BTC/USD @ 60110
            send 2.1.0 alpha-1 Sell 0.5 BTCUSDT @ 59990
            """);
        BasketOrder basket = session.Engine.Baskets[0];
        int rounds = 0;
        while (!ParentTransitions.IsFinal(basket.Status))
        {
            rounds++;
            Fill(session, basket.Legs[0], 60_110m);
            End(session, basket.Legs[1]);
            Fill(session, basket.Legs[0], 59_990m);
            Wait(session, milliseconds: 500, times: 1);
        }

        Assert.Equal((9, 9), (rounds, basket.Repairs));
        Assert.Equal("report 22 B1 Whole Canceled Canceled 0+0 of 0.5 avg 0, RepairLimit(repairs of basket B1)", CommandText.Of(session.Reports[^1]));
        Assert.All(basket.Legs, leg => Assert.Equal(0, leg.Net));
    }

    private static void Fill(TestSession session, BasketLeg leg, decimal price)
    {
        ChildOrder child = Open(leg);
        Instrument instrument = TestFirm.Reference[child.Terms.Instrument];
        session.Apply(new ChildFilled(new Fill(child.Terms.Id, "t", child.Open, price, 1m, instrument.Settlement, session.Now)));
    }

    private static void End(TestSession session, BasketLeg leg) => session.Apply(new ChildEnded(Open(leg).Terms.Id, QuantityLots.Zero, "EXPIRED"));

    private static ChildOrder Open(BasketLeg leg) => leg.Orders.SelectMany(order => order.Children).Single(child => !child.Open.IsZero);

    private static List<OutboundCommand> Wait(TestSession session, long milliseconds, int times)
    {
        List<OutboundCommand> given = [];
        for (int i = 0; i < times; i++)
        {
            session.Pass(milliseconds);
            foreach (InboundEvent still in MarketStands(session))
                given.AddRange(session.Apply(still));
            given.AddRange(session.Apply(new TimeAdvanced()));
        }

        return given;
    }

    /// <summary>The books and marks of the beginning, alive still.</summary>
    private static IEnumerable<InboundEvent> MarketStands(TestSession session) =>
    [
        MarketEvents.Book(TestFirm.Perpetual, session.Now, [(59_990m, 1m)], [(60_010m, 1m)]),
        MarketEvents.Book(TestFirm.Margined, session.Now, [(59_990m, 1m)], [(60_110m, 1m)]),
        MarketEvents.Book(TestFirm.Currency, session.Now, [(0.9999m, 100_000m)], [(1.0001m, 100_000m)]),
        new MarkPriceReceived(TestFirm.Perpetual, 60_000m, session.Now),
    ];

    [Fact]
    public void UnevenLegs_ThatStayUneven_AreTradedOnAsOftenAsAllowed() => BasketCheck.CheckAndRecover($"""
        > open
        > basket B1 0.5 {Pair} complete day
        basket 1 Open: 500 of 500 blocks [0+1x500]
        report 1 B1 Whole New New 0+0.5 of 0.5 avg 0
        send 1.1.0 beta-1 Buy 0.5 BTC/USD @ 60110
        send 2.1.0 alpha-1 Sell 0.5 BTCUSDT @ 59990
        > filled 1.1.0 t1 0.5 60110 30
        report 2 B1 Leg spot Trade Filled 0.5+0 of 0.5 avg 60110, 0.5 @ 60110 on beta beta-1
        > ended 2.1.0 0
        > wait 500
        basket 1 Complete: 0 of 0 blocks []
        send 2.2.0 alpha-1 Sell 0.5 BTCUSDT @ 59990
        > ended 2.2.0 0
        > wait 500
        basket 1 Complete: 0 of 0 blocks []
        send 2.3.0 alpha-1 Sell 0.5 BTCUSDT @ 59990
        > ended 2.3.0 0
        > wait 500
        basket 1 Complete: 0 of 0 blocks []
        send 2.4.0 alpha-1 Sell 0.5 BTCUSDT @ 59990
        > ended 2.4.0 0
        alarm basketUneven
        report 3 B1 Leg perp Canceled Canceled 0+0 of 0.5 avg 0
        report 4 B1 Whole Canceled Canceled 0+0 of 0.5 avg 0, LegsUneven(leg spot) RepairLimit(repairs in a row of basket B1)
        > wait 500
        """);
}
