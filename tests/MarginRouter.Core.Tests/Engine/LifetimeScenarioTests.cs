using MarginRouter.Core.Engine;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Tests.Engine;

/// <summary>How long parents stand, what they want at least, and what is said of many at once.</summary>
public sealed class LifetimeScenarioTests
{
    // The session begins at 2027-01-15 08:00 UTC: the day ends sixteen hours later.
    private const string SixteenHours = "57600000";

    [Fact]
    public void Day_AtItsEnd_ExpiresAndGoodTillCancelDoesNot() => EngineScript.Check($"""
        > open
        > buy A1 1 day limit 50000
        decide 1.1: 0 planned, 1 left, held back by LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        report 1 A1 New New 0+1 of 1 avg 0
        > buy A2 1 gtc limit 50000
        decide 2.1: 0 planned, 1 left, held back by LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        report 2 A2 New New 0+1 of 1 avg 0
        > wait {SixteenHours}
        report 3 A2 Restated New 0+1 of 1 avg 0
        report 4 A1 Expired Expired 0+0 of 1 avg 0, Expired(A1) LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        decide 2.2: 0 planned, 1 left, held back by BookStale(book of BTCUSDT, age in ms) BookStale(book of BTC/USD, age in ms) BookStale(book of BTC-USD, age in ms)
        """);

    [Fact]
    public void GoodTillDate_WithAnOpenChild_ExpiresWhenItHasEnded() => EngineScript.Check("""
        > open
        > buy A1 4 till 60000
        decide 1.1: 4 planned, 0 left
        report 1 A1 New New 0+4 of 4 avg 0
        send 1.1.0 alpha-1 Buy 4 BTCUSDT @ 60030
        > wait 60000
        > filled 1.1.0 t1 1 60010
        report 2 A1 Trade PartiallyFilled 1+3 of 4 avg 60010, 1 @ 60010 on alpha alpha-1
        > ended 1.1.0 1
        report 3 A1 Expired Expired 1+0 of 4 avg 60010, Expired(A1)
        """);

    [Fact]
    public void GoodTillDate_ExpiredWhileAReplacementWaits_RefusesIt() => EngineScript.Check("""
        > open
        > buy A1 4 till 60000
        decide 1.1: 4 planned, 0 left
        report 1 A1 New New 0+4 of 4 avg 0
        send 1.1.0 alpha-1 Buy 4 BTCUSDT @ 60030
        > change A1 to buy A2 5 till 90000
        report 2 A2 of A1 PendingReplace PendingReplace 0+4 of 4 avg 0
        > wait 60000
        > ended 1.1.0 0
        reject-replace 3 A2 of A1 Expired Expired(A1)
        report 4 A1 Expired Expired 0+0 of 4 avg 0, Expired(A1)
        """);

    [Fact]
    public void Replace_OfTheExpiry_MovesIt() => EngineScript.Check("""
        > open
        > buy A1 1 till 2000 limit 50000
        decide 1.1: 0 planned, 1 left, held back by LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        report 1 A1 New New 0+1 of 1 avg 0
        > change A1 to buy A2 1 till 4000 limit 50000
        report 2 A2 of A1 PendingReplace PendingReplace 0+1 of 1 avg 0
        report 3 A2 of A1 Replaced New 0+1 of 1 avg 0
        decide 1.2: 0 planned, 1 left, held back by LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        > wait 2000
        decide 1.3: 0 planned, 1 left, held back by LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        > wait 2000
        report 4 A2 Expired Expired 0+0 of 1 avg 0, Expired(A2) LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        """);

    [Fact]
    public void FillOrKill_ThatCannotBePlannedWhole_IsRefusedAndNothingLeaves() => EngineScript.Check("""
        > open
        > buy A1 50 fok
        decide 1.1: 14 planned, 36 left, held back by DepthExhausted(BTCUSDT) DepthExhausted(BTC/USD) DepthExhausted(BTC-USD)
        report 1 A1 Rejected Rejected 0+0 of 50 avg 0, MinimumFill(FillOrKill) DepthExhausted(BTCUSDT) DepthExhausted(BTC/USD) DepthExhausted(BTC-USD)
        > buy A2 4 fok
        decide 2.1: 4 planned, 0 left
        report 2 A2 New New 0+4 of 4 avg 0
        send 2.1.0 alpha-1 Buy 4 BTCUSDT @ 60030
        > filled 2.1.0 t1 3 60010
        report 3 A2 Trade PartiallyFilled 3+1 of 4 avg 60010, 3 @ 60010 on alpha alpha-1
        > ended 2.1.0 3
        report 4 A2 Canceled Canceled 3+0 of 4 avg 60010
        """);

    [Fact]
    public void MinimumQuantity_ThatCannotBePlanned_WaitsOnADayOrder() => EngineScript.Check("""
        > open
        > buy A1 2 day limit 60010 least 1.5
        decide 1.1: 1 planned, 1 left, held back by LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        report 1 A1 New New 0+2 of 2 avg 0
        > book BTCUSDT 59990x1 / 60000x1 60010x1
        > wait 600
        decide 1.2: 2 planned, 0 left
        send 1.2.0 alpha-1 Buy 2 BTCUSDT @ 60010
        > filled 1.2.0 t1 1 60000
        report 2 A1 Trade PartiallyFilled 1+1 of 2 avg 60000, 1 @ 60000 on alpha alpha-1
        > ended 1.2.0 1
        > wait 600
        decide 1.3: 1 planned, 0 left
        send 1.3.0 alpha-1 Buy 1 BTCUSDT @ 60010
        """);

    [Theory]
    [InlineData("buy A1 1 till 0", "InvalidExpiry(ExpireTime has passed)")]
    [InlineData("buy A1 1 least 2", "InvalidQuantityCondition(MinQty, lot 0.0001)")]
    [InlineData("buy A1 1 least 0.00001", "InvalidQuantityCondition(MinQty, lot 0.0001)")]
    [InlineData("buy A1 1 account omega-1", "PermissionDenied(Account omega-1 for desk DESK)")]
    public void Parent_WithAConditionThatCannotHold_IsRefused(string order, string refusal) =>
        EngineScript.Check($"> open\n> {order}\nreport 1 A1 Rejected Rejected 0+0 of 1 avg 0, {refusal}");

    [Fact]
    public void Account_NamedByTheParent_IsTheOnlyOneUsed() => EngineScript.Check("""
        > open
        > buy A1 0.5 account beta-1
        decide 1.1: 0.5 planned, 0 left
        report 1 A1 New New 0+0.5 of 0.5 avg 0
        send 1.1.0 beta-1 Buy 0.5 BTC/USD @ 60110
        """);

    [Fact]
    public void MassRequests_MeanTheLiveParentsOfTheDesk() => EngineScript.Check("""
        > open
        > buy A1 1 day limit 50000 list L1
        decide 1.1: 0 planned, 1 left, held back by LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        report 1 A1 New New 0+1 of 1 avg 0
        > sell A2 1 day limit 70000 list L1
        decide 2.1: 0 planned, 1 left, held back by LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        report 2 A2 New New 0+1 of 1 avg 0
        > buy B1 1 day limit 50000 desk SOLO
        decide 3.1: 0 planned, 1 left, held back by LimitPrice(BTCUSDT)
        report 3 B1 New New 0+1 of 1 avg 0
        > ask-all S1
        report 4 A1 OrderStatus New 0+1 of 1 avg 0
        report 5 A2 OrderStatus New 0+1 of 1 avg 0
        > ask-list L1
        list 6 L1: A1 New A2 New
        > stop-all M1 symbol GOLD
        mass-cancel 7 M1: UnknownProduct(GOLD)
        > stop-all M2 symbol BTC-USD
        mass-cancel 8 M2: A1 A2
        report 9 A1 PendingCancel PendingCancel 0+1 of 1 avg 0
        report 10 A2 PendingCancel PendingCancel 0+1 of 1 avg 0
        report 11 A1 Canceled Canceled 0+0 of 1 avg 0, LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        report 12 A2 Canceled Canceled 0+0 of 1 avg 0, LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        > ask-all S2
        report 13 S2 OrderStatus Rejected 0+0 of 0 avg 0, UnknownOrder(no live order)
        > stop-list L1
        list 14 L1: A1 Canceled A2 Canceled
        """);

    [Fact]
    public void PossibleResend_OfAKnownId_IsAnsweredByItsState() => EngineScript.Check("""
        > open
        > buy A1 1 day limit 50000
        decide 1.1: 0 planned, 1 left, held back by LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        report 1 A1 New New 0+1 of 1 avg 0
        > buy A1 1 day limit 50000 possresend
        report 2 A1 OrderStatus New 0+1 of 1 avg 0
        > buy A1 1 day limit 50000
        report 3 A1 Rejected Rejected 0+0 of 1 avg 0, DuplicateClientOrderId(A1)
        """);

    [Theory]
    [InlineData(0, 0, 24 * 60)]
    [InlineData(0, 1439, 1439)]
    [InlineData(1439, 1439, 1439 + (24 * 60))]
    [InlineData(600, 599, 599 + (24 * 60))]
    [InlineData(599, 600, 600)]
    public void DayEnd_AfterAMinute_IsTheNextEnd(int after, int end, int expected)
    {
        const long Day = 20_468L * 24 * 60;
        Assert.Equal(Minute(Day + expected), DayEnd.Next(Minute(Day + after), end));
    }

    private static Instant Minute(long minutes) => Instant.FromMilliseconds(minutes * 60_000);
}
