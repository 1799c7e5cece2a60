using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Baskets;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Core.Tests.Engine.Baskets;

/// <summary>Legs whose instruments trade in different lots (0.0001 of spot on beta, 0.001 of the perpetual), filled at odd sizes.</summary>
public sealed class OddLotTests
{
    private const string Pair = "spot:buy:1:Spot perp:sell:1:LinearPerpetual";

    [Fact]
    public void FineLeg_FilledAtAnOddSizeUnderComplete_IsMadeWholeWhereItIsFine() => BasketCheck.CheckAndRecover($"""
        > open
        > basket B1 0.5 {Pair} complete
        basket 1 Open: 500 of 500 blocks [0+1x500]
        report 1 B1 Whole New New 0+0.5 of 0.5 avg 0
        send 1.1.0 beta-1 Buy 0.5 BTC/USD @ 60110
        send 2.1.0 alpha-1 Sell 0.5 BTCUSDT @ 59990
        > filled 1.1.0 t1 0.4503 60110 30
        report 2 B1 Leg spot Trade PartiallyFilled 0.4503+0.0497 of 0.5 avg 60110, 0.4503 @ 60110 on beta beta-1
        > ended 1.1.0 0.4503
        > filled 2.1.0 t2 0.451 59990 6
        report 3 B1 Leg perp Trade PartiallyFilled 0.451+0.049 of 0.5 avg 59990, 0.451 @ 59990 on alpha alpha-1
        report 4 B1 Whole Trade PartiallyFilled 0.45+0.05 of 0.5 avg 120, 0.45 @ 120
        > ended 2.1.0 0.451
        > wait 500
        basket 1 Complete: 0 of 0 blocks []
        send 1.2.0 beta-1 Buy 0.0007 BTC/USD @ 60110
        > filled 1.2.0 t3 0.0007 60110 1
        report 5 B1 Leg spot Trade PartiallyFilled 0.451+0.049 of 0.5 avg 60110, 0.0007 @ 60110 on beta beta-1
        report 6 B1 Whole Trade PartiallyFilled 0.451+0.049 of 0.5 avg 120, 0.001 @ 120
        """);

    [Fact]
    public void FineLeg_FilledAloneAtAnOddSizeUnderComplete_TakesTheCoarseLegByWholeLots() => BasketCheck.CheckAndRecover($"""
        > open
        > basket B1 0.5 {Pair} complete
        basket 1 Open: 500 of 500 blocks [0+1x500]
        report 1 B1 Whole New New 0+0.5 of 0.5 avg 0
        send 1.1.0 beta-1 Buy 0.5 BTC/USD @ 60110
        send 2.1.0 alpha-1 Sell 0.5 BTCUSDT @ 59990
        > filled 1.1.0 t1 0.0503 60110 30
        report 2 B1 Leg spot Trade PartiallyFilled 0.0503+0.4497 of 0.5 avg 60110, 0.0503 @ 60110 on beta beta-1
        > ended 1.1.0 0.0503
        > ended 2.1.0 0
        > wait 500
        basket 1 Complete: 0 of 0 blocks []
        send 1.2.0 beta-1 Buy 0.0007 BTC/USD @ 60110
        send 2.2.0 alpha-1 Sell 0.051 BTCUSDT @ 59990
        """);

    [Fact]
    public void FineLeg_FilledAtAnOddSizeUnderUnwind_IsTradedBackWhereItIsFine() => BasketCheck.CheckAndRecover($"""
        > open
        > basket B1 0.5 {Pair} unwind
        basket 1 Open: 500 of 500 blocks [0+1x500]
        report 1 B1 Whole New New 0+0.5 of 0.5 avg 0
        send 1.1.0 beta-1 Buy 0.5 BTC/USD @ 60110
        send 2.1.0 alpha-1 Sell 0.5 BTCUSDT @ 59990
        > filled 1.1.0 t1 0.4503 60110 30
        report 2 B1 Leg spot Trade PartiallyFilled 0.4503+0.0497 of 0.5 avg 60110, 0.4503 @ 60110 on beta beta-1
        > ended 1.1.0 0.4503
        > filled 2.1.0 t2 0.451 59990 6
        report 3 B1 Leg perp Trade PartiallyFilled 0.451+0.049 of 0.5 avg 59990, 0.451 @ 59990 on alpha alpha-1
        report 4 B1 Whole Trade PartiallyFilled 0.45+0.05 of 0.5 avg 120, 0.45 @ 120
        > ended 2.1.0 0.451
        basket 1 Unwind: 0 of 0 blocks []
        send 3.1.0 beta-1 Sell 0.0003 BTC/USD @ 59990
        send 4.1.0 alpha-1 Buy 0.001 BTCUSDT @ 60010
        """);

    [Fact]
    public void FineLeg_ShortByLessThanItsVenueTakesUnderComplete_IsTradedBackToAWholeBlockAndCompleted() => BasketCheck.CheckAndRecover(
        $"""
        > open
        > basket B1 0.5 {Pair} complete
        basket 1 Open: 500 of 500 blocks [0+1x500]
        report 1 B1 Whole New New 0+0.5 of 0.5 avg 0
        send 1.1.0 beta-1 Buy 0.5 BTC/USD @ 60110
        send 2.1.0 alpha-1 Sell 0.5 BTCUSDT @ 59990
        > filled 2.1.0 t1 0.5 59990 6
        report 2 B1 Leg perp Trade Filled 0.5+0 of 0.5 avg 59990, 0.5 @ 59990 on alpha alpha-1
        > filled 1.1.0 t2 0.4997 60110 30
        report 3 B1 Leg spot Trade PartiallyFilled 0.4997+0.0003 of 0.5 avg 60110, 0.4997 @ 60110 on beta beta-1
        report 4 B1 Whole Trade PartiallyFilled 0.499+0.001 of 0.5 avg 120, 0.499 @ 120
        > ended 1.1.0 0.4997
        > wait 500
        basket 1 Complete: 0 of 0 blocks [], held back by 0:MinimumNotional(BTC/USD) 0:LotRemainder(BTC-USD)
        > wait 500
        basket 1 Unwind: 0 of 0 blocks []
        send 3.1.0 beta-1 Sell 0.0007 BTC/USD @ 59990
        > filled 3.1.0 t3 0.0007 59990 1
        report 5 B1 Leg spot Trade PartiallyFilled 0.499+0.001 of 0.5 avg 60110, 0.0007 @ 59990 on beta beta-1
        > wait 500
        basket 1 Complete: 0 of 0 blocks []
        send 4.1.0 beta-1 Buy 0.001 BTC/USD @ 60110
        """,
        TestFirm.WithLeastValue(TestFirm.Margined, 30m));

    [Fact]
    public void FineLeg_AheadByLessThanItsVenueTakesUnderUnwind_IsMadeWholeAndTradedBack() => BasketCheck.CheckAndRecover(
        $"""
        > open
        > basket B1 0.5 {Pair} unwind day
        basket 1 Open: 500 of 500 blocks [0+1x500]
        report 1 B1 Whole New New 0+0.5 of 0.5 avg 0
        send 1.1.0 beta-1 Buy 0.5 BTC/USD @ 60110
        send 2.1.0 alpha-1 Sell 0.5 BTCUSDT @ 59990
        > filled 2.1.0 t1 0.1 59990 6
        report 2 B1 Leg perp Trade PartiallyFilled 0.1+0.4 of 0.5 avg 59990, 0.1 @ 59990 on alpha alpha-1
        > ended 2.1.0 0.1
        > filled 1.1.0 t2 0.1003 60110 30
        report 3 B1 Leg spot Trade PartiallyFilled 0.1003+0.3997 of 0.5 avg 60110, 0.1003 @ 60110 on beta beta-1
        report 4 B1 Whole Trade PartiallyFilled 0.1+0.4 of 0.5 avg 120, 0.1 @ 120
        > ended 1.1.0 0.1003
        basket 1 Unwind: 0 of 0 blocks [], held back by 0:MinimumNotional(BTC/USD) 0:LotRemainder(BTC-USD)
        > wait 500
        basket 1 Complete: 0 of 0 blocks []
        send 1.2.0 beta-1 Buy 0.0007 BTC/USD @ 60110
        > filled 1.2.0 t3 0.0007 60110 1
        report 5 B1 Leg spot Trade PartiallyFilled 0.101+0.399 of 0.5 avg 60110, 0.0007 @ 60110 on beta beta-1
        > wait 500
        basket 1 Unwind: 0 of 0 blocks []
        send 4.1.0 beta-1 Sell 0.001 BTC/USD @ 59990
        > filled 4.1.0 t4 0.001 59990 1
        report 6 B1 Leg spot Trade PartiallyFilled 0.1+0.4 of 0.5 avg 60110, 0.001 @ 59990 on beta beta-1
        """,
        TestFirm.WithLeastValue(TestFirm.Margined, 30m));

    [Fact]
    public void FineLeg_OffByWhatItsVenueTakesNeitherWay_EndsWithTheResidualStated() => BasketCheck.CheckAndRecover(
        $"""
        > open
        > basket B1 0.5 {Pair} unwind
        basket 1 Open: 500 of 500 blocks [0+1x500]
        report 1 B1 Whole New New 0+0.5 of 0.5 avg 0
        send 1.1.0 beta-1 Buy 0.5 BTC/USD @ 60110
        send 2.1.0 alpha-1 Sell 0.5 BTCUSDT @ 59990
        > filled 2.1.0 t1 0.1 59990 6
        report 2 B1 Leg perp Trade PartiallyFilled 0.1+0.4 of 0.5 avg 59990, 0.1 @ 59990 on alpha alpha-1
        > ended 2.1.0 0.1
        > filled 1.1.0 t2 0.1003 60110 30
        report 3 B1 Leg spot Trade PartiallyFilled 0.1003+0.3997 of 0.5 avg 60110, 0.1003 @ 60110 on beta beta-1
        report 4 B1 Whole Trade PartiallyFilled 0.1+0.4 of 0.5 avg 120, 0.1 @ 120
        > ended 1.1.0 0.1003
        basket 1 Unwind: 0 of 0 blocks [], held back by 0:MinimumNotional(BTC/USD) 0:LotRemainder(BTC-USD)
        > wait 500
        basket 1 Complete: 0 of 0 blocks [], held back by 0:MinimumNotional(BTC/USD) 0:LotRemainder(BTC-USD)
        alarm basketDust
        report 5 B1 Leg spot Canceled Canceled 0.1003+0 of 0.5 avg 60110
        report 6 B1 Leg perp Canceled Canceled 0.1+0 of 0.5 avg 59990
        report 7 B1 Whole Canceled Canceled 0.1+0 of 0.5 avg 120, DustExposure(leg spot) MinimumNotional(leg spot: BTC/USD) LotRemainder(leg spot: BTC-USD)
        > wait 500
        """,
        TestFirm.WithLeastValue(TestFirm.Margined, 50m));

    [Fact]
    public void Fills_OfAnySizeThatVenuesTrade_AreSettledToWholeBlocks()
    {
        int odd = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            TestSession session = EngineScript.Check("> open");
            foreach (InboundEvent inbound in ScriptEvents.Parse($"basket B1 0.5 spot:buy:{(random.Next(2) == 0 ? "1" : "1.5")}:Spot perp:sell:1:LinearPerpetual {(random.Next(2) == 0 ? "complete" : "unwind")}", session))
                session.Apply(inbound);
            BasketOrder basket = session.Engine.Baskets[0];
            FillPartly(session, basket, random);
            odd += basket.Legs.Any(leg => leg.Net % leg.LotsPerBlock != 0) ? 1 : 0;
            for (int round = 0; round < 12 && !ParentTransitions.IsFinal(basket.Status); round++)
            {
                session.Pass(500);
                session.Apply(new TimeAdvanced());
                FillWhole(session, basket);
            }

            Assert.True(basket.IsLevel && basket.Status == ParentStatus.Filled, $"seed {seed}: {basket.Status}, {string.Join(' ', basket.Legs.Select(leg => leg.Net))}");
        }

        Assert.True(odd > 100, $"{odd} with a leg off whole blocks");
    }

    /// <summary>Fills some lots of every open child and ends it.</summary>
    private static void FillPartly(TestSession session, BasketOrder basket, Random random)
    {
        foreach (ChildOrder child in Open(basket))
            Fill(session, child, random.NextInt64(0, child.Open.Value + 1));
    }

    private static void FillWhole(TestSession session, BasketOrder basket)
    {
        while (Open(basket) is { Length: > 0 } open)
            Fill(session, open[0], open[0].Open.Value);
    }

    private static ChildOrder[] Open(BasketOrder basket) =>
        [.. basket.Legs.SelectMany(leg => leg.Orders).SelectMany(order => order.Children).Where(child => !child.Open.IsZero)];

    private static void Fill(TestSession session, ChildOrder child, long lots)
    {
        Instrument instrument = TestFirm.Reference[child.Terms.Instrument];
        bool whole = lots == child.Open.Value;
        var fill = new Fill(child.Terms.Id, $"t{child.Terms.Id}", new QuantityLots(lots), instrument.Price(child.Terms.LimitPrice), 1m, instrument.Settlement, session.Now);
        if (lots > 0)
            session.Apply(new ChildFilled(fill));
        if (!whole)
            session.Apply(new ChildEnded(child.Terms.Id, new QuantityLots(lots), "EXPIRED"));
    }
}
