using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Orders;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Core.Tests.Engine;

/// <summary>Asking makers, waiting for them, taking what they quote, and what can go wrong with each.</summary>
public sealed class QuoteScenarioTests
{
    private const string Asked = """
        > open
        > buy A1 4
        report 1 A1 New New 0+4 of 4 avg 0
        ask 1.1.0 Buy 4 BTCUSDT of m1 m2 for alpha-1
        ask 1.1.1 Buy 4 BTC-USD of g1 for gamma-1

        """;

    private const string Taken = Asked + """
        > quote 1.1.0 Q1 m1 60005 2 2 30000
        > noquote 1.1.1 all
        > quote 1.1.0 Q2 m2 60025 2 1 30000
        decide 1.1: 4 planned, 0 left
        send 1.1.0 alpha-1 Buy 2 BTCUSDT @ 60020
        send 1.1.1 alpha-1 Buy 2 BTCUSDT @ 60005 by Q1 of m1

        """;

    [Fact]
    public void Quotes_AllAnswered_AreDecidedAtOnceBesideTheBooksAndTheRestIsToldWhenTheParentEnds() => Check(Taken + """
        > filled 1.1.0 t1 2 60020
        report 2 A1 Trade PartiallyFilled 2+2 of 4 avg 60020, 2 @ 60020 on alpha alpha-1
        > filled 1.1.1 t2 2 60005
        report 3 A1 Trade Filled 4+0 of 4 avg 60012.5, 2 @ 60005 on alpha alpha-1
        end 1.1.0 Q2
        end 1.1.1
        > quote 1.1.0 Q9 m2 60025 2 1 30000
        end 1.1.0 Q9
        """);

    [Fact]
    public void Quotes_ThatDoNotCome_AreWaitedForNoLongerThanTheWindow() => Check(Asked + """
        > quote 1.1.0 Q1 m1 60005 1 1 30000
        > wait 100
        > wait 200
        decide 1.1: 4 planned, 0 left
        send 1.1.0 alpha-1 Buy 3 BTCUSDT @ 60020
        send 1.1.1 alpha-1 Buy 1 BTCUSDT @ 60005 by Q1 of m1
        """);

    [Fact]
    public void Quotes_LastLookRefusal_RoutesAgainWithoutThatQuoteAndAsksOnceMore() => Check(Taken + """
        > filled 1.1.0 t1 2 60020
        report 2 A1 Trade PartiallyFilled 2+2 of 4 avg 60020, 2 @ 60020 on alpha alpha-1
        > refused 1.1.1 lastlook
        ? reserved
        > wait 600
        ask 1.2.0 Buy 2 BTCUSDT of m1 m2 for alpha-1
        ask 1.2.1 Buy 2 BTC-USD of g1 for gamma-1
        > noquote 1.2.0 all
        > noquote 1.2.1 all
        decide 1.2: 2 planned, 0 left
        send 1.2.0 alpha-1 Buy 2 BTCUSDT @ 60020
        ? parent 1
        PartiallyFilled 2 filled, 2 left, 2 attempts
        1.1.0 Filled 2 filled
        1.1.1 Rejected 0 filled
        1.2.0 PendingNew 0 filled
        """);

    [Fact]
    public void Quotes_LostAnswer_KeepsTheReservationUntilAStatusAnswers() => Check(Taken + """
        > filled 1.1.0 t1 2 60020
        report 2 A1 Trade PartiallyFilled 2+2 of 4 avg 60020, 2 @ 60020 on alpha alpha-1
        > lost 1.1.1
        query 1.1.1
        ? reserved
        1.1.1 Unknown 2
        > answer 1.1.1 Filled 2 60005 30
        report 3 A1 Trade Filled 4+0 of 4 avg 60012.5, 2 @ 60005 on alpha alpha-1
        end 1.1.0 Q2
        end 1.1.1
        ? reserved
        """);

    [Fact]
    public void Quotes_ExpiredOrWithdrawnBeforeTheDecision_AreNotTaken() => Check(Asked + """
        > quote 1.1.0 Q1 m1 60005 1 1 100
        > quote 1.1.0 Q2 m2 60004 1 1 30000
        > withdraw 1.1.0 Q2
        > wait 300
        decide 1.1: 4 planned, 0 left
        send 1.1.0 alpha-1 Buy 4 BTCUSDT @ 60030
        """);

    [Fact]
    public void Quotes_LateToLeave_IsDroppedByItsDeadline()
    {
        TestSession session = Check(Asked + """
            > quote 1.1.0 Q1 m1 60005 2 2 400
            > noquote 1.1.0 m2
            """);
        IReadOnlyList<OutboundCommand> commands = session.Apply(new QuoteRequestEnded(new(new ParentOrderId(1), 1, 1), null, Core.Orders.Quotes.QuoteRequestEnding.Refused, "no"));
        SendChild[] sent = [.. commands.OfType<SendChild>()];
        Assert.Equal(2, sent.Length);
        Assert.Equal(sent[1].Terms.Quote!.ValidUntil, sent[1].Deadline);
        Assert.True(sent[0].Deadline > sent[1].Deadline);
    }

    [Fact]
    public void Quotes_ParentCancelledWhileItWaits_EndsAndTellsTheMakers() => Check(Asked + """
        > quote 1.1.0 Q1 m1 60005 1 1 30000
        > stop A1 with C1
        report 2 C1 of A1 PendingCancel PendingCancel 0+4 of 4 avg 0
        report 3 C1 of A1 Canceled Canceled 0+0 of 4 avg 0
        end 1.1.0 Q1
        end 1.1.1
        > wait 300
        """);

    [Fact]
    public void Quotes_KillWhileItWaits_DecidesNothing() => Check(Asked + """
        > kill
        report 2 A1 PendingCancel PendingCancel 0+4 of 4 avg 0, KillSwitchEngaged(firm)
        report 3 A1 Canceled Canceled 0+0 of 4 avg 0, KillSwitchEngaged(firm)
        end 1.1.0
        end 1.1.1
        > quote 1.1.0 Q1 m1 60005 1 1 30000
        end 1.1.0 Q1
        > wait 300
        """);

    [Fact]
    public void Quotes_ConnectionLost_WaitsForNobodyThere() => Check(Asked + """
        > quote 1.1.0 Q1 m1 60005 1 1 30000
        > noquote 1.1.0 m2
        > down gamma
        decide 1.1: 4 planned, 0 left
        send 1.1.0 alpha-1 Buy 3 BTCUSDT @ 60020
        send 1.1.1 alpha-1 Buy 1 BTCUSDT @ 60005 by Q1 of m1
        """);

    [Fact]
    public void Quotes_SmallParent_AsksNobody() => Check("""
        > open
        > buy A1 0.5
        decide 1.1: 0.5 planned, 0 left
        report 1 A1 New New 0+0.5 of 0.5 avg 0
        send 1.1.0 alpha-1 Buy 0.5 BTCUSDT @ 60010
        """);

    [Fact]
    public void Quotes_OfAnotherMakerOrTwice_AreNotBelieved() => Check(Asked + """
        > quote 1.1.0 Q1 m3 60005 1 1 30000
        alarm invalidQuote
        > quote 1.1.0 Q1 m1 60005 1 1 30000
        > quote 1.1.0 Q1 m1 60006 1 1 30000
        > wait 300
        decide 1.1: 4 planned, 0 left
        send 1.1.0 alpha-1 Buy 3 BTCUSDT @ 60020
        send 1.1.1 alpha-1 Buy 1 BTCUSDT @ 60006 by Q1 of m1
        """);

    [Fact]
    public void Quotes_Restart_ForgetsQuotesAndNeverRepeatsARequest()
    {
        TestSession session = Check("""
            > open
            > buy A1 4 day
            report 1 A1 New New 0+4 of 4 avg 0
            ask 1.1.0 Buy 4 BTCUSDT of m1 m2 for alpha-1
            ask 1.1.1 Buy 4 BTC-USD of g1 for gamma-1
            > quote 1.1.0 Q1 m1 60005 1 1 30000
            """);
        TestSession again = TestSession.Recover([.. session.Journal], TestFirm.Quoting);
        Assert.Equal(EngineDump.Of(session.Engine), EngineDump.Of(again.Engine));
        EngineScript.Check(again, """
            > restart
            > open
            > wait 600
            ask 1.2.0 Buy 4 BTCUSDT of m1 m2 for alpha-1
            ask 1.2.1 Buy 4 BTC-USD of g1 for gamma-1
            """);
    }

    private static TestSession Check(string table) => EngineScript.Check(new TestSession(TestFirm.Quoting), table);
}
