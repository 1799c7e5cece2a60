using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Core.Tests.Engine;

/// <summary>Children of which nothing is known for a while, answers about them, and venues that contradict themselves.</summary>
public sealed class UnknownChildScenarioTests
{
    private const string Working = """
        > open
        > buy A1 0.5 desk SOLO
        decide 1.1: 0.5 planned, 0 left
        report 1 A1 New New 0+0.5 of 0.5 avg 0
        send 1.1.0 alpha-1 Buy 0.5 BTCUSDT @ 60010
        > accepted 1.1.0
        """;

    private const string Unknown = Working + """

        > down alpha
        ? parent 1
        New 0 filled, 0.5 left, 1 attempts
        1.1.0 Unknown 0 filled
        ? reserved
        1.1.0 Unknown 0.5
        > up alpha
        query 1.1.0 (v1.1.0)
        """;

    [Fact]
    public void Apply_VenueLost_KeepsTheReservationUntilTheAnswer() => EngineScript.Check(Unknown + """

        > answer 1.1.0 Working 0
        ? reserved
        1.1.0 Working 0.5
        > filled 1.1.0 t1 0.5 60010
        report 2 A1 Trade Filled 0.5+0 of 0.5 avg 60010, 0.5 @ 60010 on alpha alpha-1
        ? reserved
        """);

    [Fact]
    public void Apply_LateAcknowledgementWhileTheVenueIsDown_IsAskedAboutAllTheSame() => EngineScript.Check(Working + """

        > down alpha
        > accepted 1.1.0
        ? reserved
        1.1.0 Working 0.5
        > up alpha
        query 1.1.0 (v1.1.0)
        ? reserved
        1.1.0 Unknown 0.5
        > up alpha
        query 1.1.0 (v1.1.0)
        """);

    [Fact]
    public void Apply_ReservationOfAnUnknownChild_CountsAgainstTheNextOrder() => EngineScript.Check("""
        > open
        > state alpha-1 USDT=3000 BTCUSDT=0@0*10 NEWUSDT=0@0*10
        > buy A1 0.4 desk SOLO
        decide 1.1: 0.4 planned, 0 left
        report 1 A1 New New 0+0.4 of 0.4 avg 0
        send 1.1.0 alpha-1 Buy 0.4 BTCUSDT @ 60010
        > lost 1.1.0
        query 1.1.0
        > buy A2 0.4 desk SOLO
        decide 2.1: 0.096 planned, 0.304 left, held back by VenueAcceptance(alpha-1)
        report 2 A2 New New 0+0.4 of 0.4 avg 0
        send 2.1.0 alpha-1 Buy 0.096 BTCUSDT @ 60010
        > answer 1.1.0 NotFound 0
        report 3 A1 Canceled Canceled 0+0 of 0.4 avg 0
        > buy A3 0.4 desk SOLO
        decide 3.1: 0.4 planned, 0 left
        report 4 A3 New New 0+0.4 of 0.4 avg 0
        send 3.1.0 alpha-1 Buy 0.4 BTCUSDT @ 60010
        """);

    [Fact]
    public void Apply_AnswerFilledBeforeItsExecutions_BooksThemOnce() => EngineScript.Check(Unknown + """

        > answer 1.1.0 Filled 0.5 60008 15
        report 2 A1 Trade Filled 0.5+0 of 0.5 avg 60008, 0.5 @ 60008 on alpha alpha-1
        ? account alpha-1
        USDT 999985
        BTCUSDT 0.5 @ 60008
        > filled 1.1.0 t1 0.2 60005 6 ago 5
        > filled 1.1.0 t2 0.3 60010 9 ago 5
        ? account alpha-1
        USDT 999985
        BTCUSDT 0.5 @ 60008
        ? parent 1
        Filled 0.5 filled, 0 left, 1 attempts
        1.1.0 Filled 0.5 filled
        """);

    [Fact]
    public void Apply_AnswerLaterThanTheLastStatement_AccountWaitsForTheNextStatement() => EngineScript.Check(Unknown + """

        # Stated on the new connection, the fill is in it; the answer bears its own time, which is later.
        > state alpha-1 USDT=999985 BTCUSDT=0.5@60008*10 NEWUSDT=0@0*10
        > wait 5
        > answer 1.1.0 Filled 0.5 60008 15
        report 2 A1 Trade Filled 0.5+0 of 0.5 avg 60008, 0.5 @ 60008 on alpha alpha-1
        > buy A2 0.1 desk SOLO
        decide 2.1: 0 planned, 0.1 left, held back by AccountSnapshotMissing(alpha-1)
        report 3 A2 Rejected Rejected 0+0 of 0.1 avg 0, AccountSnapshotMissing(alpha-1)
        > state alpha-1 USDT=999985 BTCUSDT=0.5@60008*10 NEWUSDT=0@0*10
        ? account alpha-1
        USDT 999985
        BTCUSDT 0.5 @ 60008
        > buy A3 0.1 desk SOLO
        decide 3.1: 0.1 planned, 0 left
        report 4 A3 New New 0+0.1 of 0.1 avg 0
        send 3.1.0 alpha-1 Buy 0.1 BTCUSDT @ 60010
        """);

    [Fact]
    public void Apply_AnswerEndedWithMoreThanIsKnown_BooksTheDifferenceAtTheImpliedPrice() => EngineScript.Check(Working + """

        > filled 1.1.0 t1 0.1 60000 3
        report 2 A1 Trade PartiallyFilled 0.1+0.4 of 0.5 avg 60000, 0.1 @ 60000 on alpha alpha-1
        > down alpha
        > up alpha
        query 1.1.0 (v1.1.0)
        > answer 1.1.0 Ended 0.3 60006 9
        report 3 A1 Trade PartiallyFilled 0.3+0.2 of 0.5 avg 60006, 0.2 @ 60009 on alpha alpha-1
        report 4 A1 Canceled Canceled 0.3+0 of 0.5 avg 60006
        > filled 1.1.0 t1 0.1 60000 3
        > filled 1.1.0 t2 0.15 60009 4.5 ago 5
        > filled 1.1.0 t3 0.05 60009 1.5 ago 5
        ? account alpha-1
        USDT 999991
        BTCUSDT 0.3 @ 60006
        """);

    [Fact]
    public void Apply_ExecutionLargerThanWhatWasInferred_BooksTheRestWithItsShareOfTheFee() => EngineScript.Check(Unknown + """

        > answer 1.1.0 Working 0.2 60010 6
        report 2 A1 Trade PartiallyFilled 0.2+0.3 of 0.5 avg 60010, 0.2 @ 60010 on alpha alpha-1
        > filled 1.1.0 t1 0.5 60010 15 ago 5
        report 3 A1 Trade Filled 0.5+0 of 0.5 avg 60010, 0.3 @ 60010 on alpha alpha-1
        ? account alpha-1
        USDT 999985
        BTCUSDT 0.5 @ 60010
        """);

    [Fact]
    public void Apply_ExecutionAfterAnAnswerThatToldALostOne_IsNews() => EngineScript.Check(Unknown + """

        > answer 1.1.0 Working 0.2 60010 6
        report 2 A1 Trade PartiallyFilled 0.2+0.3 of 0.5 avg 60010, 0.2 @ 60010 on alpha alpha-1
        > wait 5
        > filled 1.1.0 t2 0.3 60010 9
        report 3 A1 Trade Filled 0.5+0 of 0.5 avg 60010, 0.3 @ 60010 on alpha alpha-1
        > filled 1.1.0 t1 0.2 60010 6 ago 20
        ? account alpha-1
        USDT 999985
        BTCUSDT 0.5 @ 60010
        """);

    [Fact]
    public void Apply_AnswerWithoutAPrice_BooksAtTheLimitAndRaisesAnAlarm() => EngineScript.Check(Unknown + """

        > answer 1.1.0 Filled 0.5
        alarm assumedPrice
        report 2 A1 Trade Filled 0.5+0 of 0.5 avg 60010, 0.5 @ 60010 on alpha alpha-1
        ? account alpha-1
        USDT 999984.9975
        BTCUSDT 0.5 @ 60010
        """);

    [Fact]
    public void Apply_AnswerWhoseAverageCannotBe_BooksAtTheLimitAndRaisesAnAlarm() => EngineScript.Check(Working + """

        > filled 1.1.0 t1 0.4 60010 12
        report 2 A1 Trade PartiallyFilled 0.4+0.1 of 0.5 avg 60010, 0.4 @ 60010 on alpha alpha-1
        > lost 1.1.0
        query 1.1.0 (v1.1.0)
        > answer 1.1.0 Filled 0.5 30000 15
        alarm assumedPrice
        report 3 A1 Trade Filled 0.5+0 of 0.5 avg 60010, 0.1 @ 60010 on alpha alpha-1
        """);

    [Theory]
    [InlineData("answer 1.1.0 NotFound 0", "NotSent", "")]
    [InlineData("answer 1.1.0 Refused 0", "Rejected", "")]
    [InlineData("answer 1.1.0 Ended 0", "Canceled", "")]
    [InlineData("dropped 1.1.0", "NotSent", "")]
    [InlineData("ended 1.1.0 0", "Canceled", "")]
    [InlineData("refused 1.1.0 -1", "Rejected", ", VenueRejected(child 1-1-0: -1 no)")]
    public void Apply_UnknownChildTurnsOutUnfilled_FreesAndEndsTheParent(string answer, string status, string because) => EngineScript.Check($"""
        {Unknown}
        > {answer}
        report 2 A1 Canceled Canceled 0+0 of 0.5 avg 0{because}
        ? reserved
        ? parent 1
        Canceled 0 filled, 0 left, 1 attempts
        1.1.0 {status} 0 filled
        """);

    [Fact]
    public void Apply_NotFoundThoughSomeFilled_EndsWithTheFill() => EngineScript.Check(Working + """

        > filled 1.1.0 t1 0.2 60010
        report 2 A1 Trade PartiallyFilled 0.2+0.3 of 0.5 avg 60010, 0.2 @ 60010 on alpha alpha-1
        > lost 1.1.0
        query 1.1.0 (v1.1.0)
        > answer 1.1.0 NotFound 0
        report 3 A1 Canceled Canceled 0.2+0 of 0.5 avg 60010
        """);

    [Fact]
    public void Apply_EndCountsMoreThanIsKnown_KeepsTheReservationAndAsks() => EngineScript.Check(Working + """

        > ended 1.1.0 0.3
        query 1.1.0 (v1.1.0)
        ? reserved
        1.1.0 Unknown 0.5
        > filled 1.1.0 t1 0.2 60010
        report 2 A1 Trade PartiallyFilled 0.2+0.3 of 0.5 avg 60010, 0.2 @ 60010 on alpha alpha-1
        ? reserved
        1.1.0 Unknown 0.3
        > filled 1.1.0 t2 0.1 60010
        report 3 A1 Trade PartiallyFilled 0.3+0.2 of 0.5 avg 60010, 0.1 @ 60010 on alpha alpha-1
        report 4 A1 Canceled Canceled 0.3+0 of 0.5 avg 60010
        ? reserved
        > answer 1.1.0 Ended 0.3 60010
        """);

    [Fact]
    public void Apply_DuplicateAndLateEvents_ChangeNothing() => EngineScript.Check(Working + """

        > accepted 1.1.0
        > filled 1.1.0 t1 0.2 60010
        report 2 A1 Trade PartiallyFilled 0.2+0.3 of 0.5 avg 60010, 0.2 @ 60010 on alpha alpha-1
        > filled 1.1.0 t1 0.2 60010
        > filled 1.1.0 t2 0.3 60010
        report 3 A1 Trade Filled 0.5+0 of 0.5 avg 60010, 0.3 @ 60010 on alpha alpha-1
        > accepted 1.1.0
        > lost 1.1.0
        > filled 1.1.0 t2 0.3 60010
        > answer 1.1.0 Filled 0.5 60010
        > ended 1.1.0 0.5
        ? account alpha-1
        USDT 1000000
        BTCUSDT 0.5 @ 60010
        """);

    [Theory]
    [InlineData("filled 1.1.0 t1 0.5 0")]
    [InlineData("filled 1.1.0 t1 0.5 -60010")]
    [InlineData("filled 1.1.0 t1 0 60010")]
    public void Apply_FillThatCannotBe_IsNotBookedAndTheTotalIsAsked(string fill) => EngineScript.Check($"""
        {Working}
        > {fill}
        alarm invalidFill
        query 1.1.0 (v1.1.0)
        ? reserved
        1.1.0 Unknown 0.5
        > filled 1.1.0 t1 0.5 60010 15
        report 2 A1 Trade Filled 0.5+0 of 0.5 avg 60010, 0.5 @ 60010 on alpha alpha-1
        > {fill}
        alarm invalidFill
        ? account alpha-1
        USDT 999985
        BTCUSDT 0.5 @ 60010
        """);

    [Fact]
    public void Apply_MoreFilledThanOrdered_IsBookedInTheAccountAndRaisesAnAlarm() => EngineScript.Check(Working + """

        > filled 1.1.0 t1 0.4 60010
        report 2 A1 Trade PartiallyFilled 0.4+0.1 of 0.5 avg 60010, 0.4 @ 60010 on alpha alpha-1
        > filled 1.1.0 t2 0.3 60010
        alarm overfill
        ? account alpha-1
        USDT 1000000
        BTCUSDT 0.7 @ 60010
        ? reserved
        1.1.0 Working 0.1
        """);

    [Fact]
    public void Apply_ChildThatWasCalledEndedFillsLate_DoesNotOverfillTheParent() => EngineScript.Check("""
        > open
        > buy A1 0.5
        decide 1.1: 0.5 planned, 0 left
        report 1 A1 New New 0+0.5 of 0.5 avg 0
        send 1.1.0 alpha-1 Buy 0.5 BTCUSDT @ 60010
        > ended 1.1.0 0
        > wait 500
        decide 1.2: 0.5 planned, 0 left
        send 1.2.0 alpha-1 Buy 0.5 BTCUSDT @ 60010
        > filled 1.2.0 t1 0.3 60010
        report 2 A1 Trade PartiallyFilled 0.3+0.2 of 0.5 avg 60010, 0.3 @ 60010 on alpha alpha-1
        > filled 1.1.0 t2 0.3 60010
        alarm parentOverfill
        ? account alpha-1
        USDT 1000000
        BTCUSDT 0.6 @ 60010
        > filled 1.2.0 t3 0.2 60010
        report 3 A1 Trade Filled 0.5+0 of 0.5 avg 60010, 0.2 @ 60010 on alpha alpha-1
        """);

    [Fact]
    public void Apply_LateFillCompletesAWaitingDayOrder_IsNotTriedAgain() => EngineScript.Check("""
        > open
        > buy A1 0.5 day
        decide 1.1: 0.5 planned, 0 left
        report 1 A1 New New 0+0.5 of 0.5 avg 0
        send 1.1.0 alpha-1 Buy 0.5 BTCUSDT @ 60010
        > ended 1.1.0 0
        > filled 1.1.0 t1 0.5 60010
        report 2 A1 Trade Filled 0.5+0 of 0.5 avg 60010, 0.5 @ 60010 on alpha alpha-1
        > wait 600
        """);

    [Fact]
    public void Apply_FillOfARefusedOrUnknownChild_IsNeverSilent() => EngineScript.Check(Working + """

        > refused 1.1.0 -1
        report 2 A1 Canceled Canceled 0+0 of 0.5 avg 0, VenueRejected(child 1-1-0: -1 no)
        > filled 1.1.0 t1 0.5 60010
        alarm venueContradiction
        ? account alpha-1
        USDT 1000000
        BTCUSDT 0.5 @ 60010
        > accepted 1.1.0
        alarm venueContradiction
        > filled 9.1.0 t9 0.5 60010
        alarm unknownChild
        """);

    [Fact]
    public void Apply_Restart_AsksAboutOpenChildrenAndEndsImmediateOrders()
    {
        TestSession session = EngineScript.Check("""
            > open
            > buy A1 0.5
            decide 1.1: 0.5 planned, 0 left
            report 1 A1 New New 0+0.5 of 0.5 avg 0
            send 1.1.0 alpha-1 Buy 0.5 BTCUSDT @ 60010
            > accepted 1.1.0
            > buy A2 0.5 limit 60000 day
            decide 2.1: 0 planned, 0.5 left, held back by LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
            report 2 A2 New New 0+0.5 of 0.5 avg 0
            """);
        EngineScript.Check(TestSession.Recover(session.Journal), """
            > restart
            ? reserved
            1.1.0 Unknown 0.5
            > open
            query 1.1.0 (v1.1.0)
            > wait 500
            decide 2.2: 0 planned, 0.5 left, held back by LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
            > answer 1.1.0 Ended 0.2 60010 3
            report 3 A1 Trade PartiallyFilled 0.2+0.3 of 0.5 avg 60010, 0.2 @ 60010 on alpha alpha-1
            report 4 A1 Canceled Canceled 0.2+0 of 0.5 avg 60010, RouterRestarted(immediate-or-cancel remainder)
            """);
    }

    [Fact]
    public void Apply_RestartBeforeTheDecision_TellsTheDeskAndEndsTheImmediateOrder()
    {
        TestSession session = EngineScript.Check("""
            > open
            > buy A1 0.5
            decide 1.1: 0.5 planned, 0 left
            report 1 A1 New New 0+0.5 of 0.5 avg 0
            send 1.1.0 alpha-1 Buy 0.5 BTCUSDT @ 60010
            """);
        List<JournalEntry> journal = [.. session.Journal.Where(entry => entry.Decision is null)];
        EngineScript.Check(TestSession.Recover(journal), """
            > restart
            report 1 A1 New New 0+0.5 of 0.5 avg 0
            report 2 A1 Canceled Canceled 0+0 of 0.5 avg 0, RouterRestarted(immediate-or-cancel remainder)
            """);
    }

    [Fact]
    public void Apply_Decision_GivesChildrenADeadline()
    {
        TestSession session = EngineScript.Check("> open");
        ParentRequest request = new(TestFirm.Desk, "A1", "BTC-USD", Side.Buy, 0.5m, OrderType.Market, null, TimeInForce.Day);
        SendChild send = session.Apply(new ParentReceived(request)).OfType<SendChild>().Single();
        Assert.Equal(session.Now.PlusMilliseconds(TestFirm.Firm.Ages.IntentMilliseconds), send.Deadline);
    }
}
