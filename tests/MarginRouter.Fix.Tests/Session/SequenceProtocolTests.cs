using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;

namespace MarginRouter.Fix.Tests.Session;

/// <summary>Sequence numbers, resends, rejects; the same for both roles, shown for the acceptor.</summary>
public sealed class SequenceProtocolTests
{
    private const string LoggedOn = """
        connect
        > 35=A|34=1|98=0|108=30
        logon
        < 35=A|34=1|98=0|108=30

        """;

    private static readonly FixSessionOptions Options = new() { Id = new FixSessionId("US", "THEM"), Role = FixRole.Acceptor };

    [Fact]
    public void Gap_IsAskedForOnceAndTheEarlyMessagesAreHeld() => Scenario.Run(Options, LoggedOn + """
        > 35=B|34=4|58=four
        < 35=2|34=2|7=2|16=0
        > 35=B|34=5|58=five
        > 35=B|34=2|43=Y|122=T|58=two
        app 2 two
        > 35=4|34=3|43=Y|122=T|123=Y|36=4
        app 4 four
        app 5 five
        > 35=B|34=4|43=Y|122=T|58=four
        > 35=B|34=6|58=six
        app 6 six
        """);

    [Fact]
    public void Gap_NotFilledInTime_IsAskedForAgainFromWhereItStands() => Scenario.Run(Options, LoggedOn + """
        > 35=B|34=4|58=four
        < 35=2|34=2|7=2|16=0
        @ 9
        > 35=B|34=2|43=Y|122=T|58=two
        app 2 two
        @ 1
        @ 9
        @ 1
        < 35=2|34=3|7=3|16=0
        """);

    [Fact]
    public void Gap_ThatGrowsWhileItIsFilled_IsAskedForAgainOnlyAfterTheTimeOut() => Scenario.Run(Options, LoggedOn + """
        > 35=B|34=3|58=three
        < 35=2|34=2|7=2|16=0
        > 35=B|34=5|58=five
        > 35=B|34=2|43=Y|122=T|58=two
        app 2 two
        app 3 three
        > 35=0|34=6
        @ 1
        @ 9
        @ 1
        < 35=2|34=3|7=4|16=0
        > 35=B|34=4|43=Y|122=T|58=four
        app 4 four
        app 5 five
        """);

    [Fact]
    public void HeldMessages_BeyondTheBound_ComeWithTheResend() => Scenario.Run(Options with { MaximumHeldMessages = 1 }, LoggedOn + """
        > 35=B|34=3|58=three
        < 35=2|34=2|7=2|16=0
        > 35=B|34=4|58=four
        > 35=B|34=2|43=Y|122=T|58=two
        app 2 two
        app 3 three
        > 35=B|34=3|43=Y|122=T|58=three
        > 35=B|34=4|43=Y|122=T|58=four
        app 4 four
        """);

    [Fact]
    public void NumberTooLow_WithoutPossDup_EndsTheConnection() => Scenario.Run(Options, LoggedOn + """
        > 35=B|34=1|58=again
        < 35=5|34=2|58=MsgSeqNum too low, expecting 2 but received 1
        close: MsgSeqNum too low, expecting 2 but received 1
        """);

    [Fact]
    public void NumberTooLow_WithPossDup_IsIgnoredUnlessItsTimesAreWrong() => Scenario.Run(Options, LoggedOn + """
        > 35=B|34=2|58=two
        app 2 two
        > 35=B|34=2|43=Y|122=T|58=two
        > 35=B|34=2|43=Y|58=two
        < 35=3|34=2|45=2|58=Required tag missing|371=122|372=B|373=1
        > 35=B|34=2|43=Y|122=20260102-03:05:00|58=two
        < 35=3|34=3|45=2|58=SendingTime accuracy problem|372=B|373=10
        < 35=5|34=4
        """);

    [Fact]
    public void ResendRequest_ReplaysApplicationMessagesAndFillsTheRest() => Scenario.Run(Options, LoggedOn + """
        send two
        < 35=B|34=2|58=two
        > 35=1|34=2|112=x
        < 35=0|34=3|112=x
        send four
        < 35=B|34=4|58=four
        > 35=2|34=3|7=1|16=0
        < 35=4|34=1|43=Y|122=T|36=2|123=Y
        < 35=B|34=2|43=Y|122=T|58=two
        < 35=4|34=3|43=Y|122=T|36=4|123=Y
        < 35=B|34=4|43=Y|122=T|58=four
        > 35=2|34=4|7=2|16=2
        < 35=B|34=2|43=Y|122=T|58=two
        > 35=2|34=5|7=3|16=3
        < 35=4|34=3|43=Y|122=T|36=4|123=Y
        > 35=2|34=6|7=5|16=0
        > 35=2|34=7|7=6|16=0
        < 35=3|34=5|45=7|58=Value is incorrect (out of range) for this tag|371=7|372=2|373=5
        > 35=2|34=8|7=3|16=2
        < 35=3|34=6|45=8|58=Value is incorrect (out of range) for this tag|371=16|372=2|373=5
        """);

    [Fact]
    public void ResendRequest_KeepsTheFirstSendingTime() => Scenario.Run(Options, LoggedOn + """
        send two
        < 35=B|34=2|58=two
        @ 5
        > 35=2|34=2|7=2|16=0
        < 35=B|34=2|43=Y|122=20260102-03:04:05.000|58=two
        """);

    [Fact]
    public void ResendRequest_OfMessagesTheApplicationWithholds_FillsTheGap()
    {
        ProtocolHarness harness = new(Options) { OnShouldResend = message => !message.Equals(FixTag.Text, "stale"u8) };
        Scenario.Run(harness, LoggedOn + """
            send stale
            < 35=B|34=2|58=stale
            send fresh
            < 35=B|34=3|58=fresh
            > 35=2|34=2|7=2|16=0
            < 35=4|34=2|43=Y|122=T|36=3|123=Y
            < 35=B|34=3|43=Y|122=T|58=fresh
            """);
    }

    [Fact]
    public void ResendRequest_AheadOfAGap_IsAnsweredAtOnce() => Scenario.Run(Options, LoggedOn + """
        send two
        < 35=B|34=2|58=two
        > 35=2|34=5|7=2|16=0
        < 35=2|34=3|7=2|16=0
        < 35=B|34=2|43=Y|122=T|58=two
        < 35=4|34=3|43=Y|122=T|36=4|123=Y
        """);

    [Fact]
    public void SequenceReset_InResetMode_OnlyMovesForward() => Scenario.Run(Options, LoggedOn + """
        > 35=4|34=77|36=10
        > 35=B|34=10|58=ten
        app 10 ten
        > 35=4|34=1|36=11|123=N
        > 35=4|34=1|36=5
        < 35=3|34=2|45=1|58=Value is incorrect (out of range) for this tag|372=4|373=5
        > 35=B|34=11|58=eleven
        app 11 eleven
        """);

    [Fact]
    public void SequenceReset_InGapFillMode_FollowsTheNumbers() => Scenario.Run(Options, LoggedOn + """
        > 35=4|34=2|123=Y|36=5
        > 35=4|34=5|123=Y|36=5
        < 35=3|34=2|45=5|58=Value is incorrect (out of range) for this tag|371=36|372=4|373=5
        > 35=4|34=6|123=Y
        < 35=3|34=3|45=6|58=Required tag missing|371=36|372=4|373=1
        > 35=4|34=3|123=Y|36=9
        < 35=5|34=4|58=MsgSeqNum too low, expecting 7 but received 3
        close: MsgSeqNum too low, expecting 7 but received 3
        """);

    [Fact]
    public void SequenceReset_GapFillThatIsALateDuplicate_IsIgnored() => Scenario.Run(Options, LoggedOn + """
        > 35=4|34=1|43=Y|122=T|36=20|123=Y
        > 35=B|34=2|58=two
        app 2 two
        """);

    [Fact]
    public void SequenceReset_GapFillThatReachesBeyondHeldMessages_IsFollowed() => Scenario.Run(Options, LoggedOn + """
        > 35=0|34=3
        < 35=2|34=2|7=2|16=0
        > 35=B|34=2|43=Y|122=T|58=two
        app 2 two
        > 35=4|34=3|43=Y|122=T|123=Y|36=6
        > 35=B|34=6|58=six
        app 6 six
        """);

    [Theory]
    [InlineData("35=B|34=2|49=WHO|58=x", "< 35=3|34=2|45=2|58=CompID problem|372=B|373=9\n< 35=5|34=3")]
    [InlineData("35=B|34=2|56=WHO|58=x", "< 35=3|34=2|45=2|58=CompID problem|372=B|373=9\n< 35=5|34=3")]
    [InlineData("35=B|34=2|49=|58=x", "< 35=3|34=2|45=2|58=Required tag missing|371=49|372=B|373=1")]
    [InlineData("35=*|34=2|58=x", "< 35=3|34=2|45=2|58=Invalid MsgType|372=*|373=11")]
    [InlineData("35=B|34=2|115=A|116=|128=B|58=x", "< 35=3|34=2|128=A|115=B|45=2|58=Tag specified without a value|371=116|372=B|373=4")]
    [InlineData("35=B|34=2|52=|58=x", "< 35=3|34=2|45=2|58=Required tag missing|371=52|372=B|373=1")]
    [InlineData("35=B|34=2|52=yesterday|58=x", "< 35=3|34=2|45=2|58=Incorrect data format for value|371=52|372=B|373=6")]
    [InlineData("35=B|34=2|52=20260102-03:06:06|58=x", "< 35=3|34=2|45=2|58=SendingTime accuracy problem|372=B|373=10\n< 35=5|34=3")]
    [InlineData("35=B|34=2|52=20260102-03:02:04|58=x", "< 35=3|34=2|45=2|58=SendingTime accuracy problem|372=B|373=10\n< 35=5|34=3")]
    [InlineData("35=B|34=2|52=20260102-03:02:05|58=x", "app 2 x")]
    [InlineData("35=B|34=2|8=FIX.4.2|58=x", "< 35=5|34=2|58=Incorrect BeginString")]
    [InlineData("35=B|58=x", "< 35=5|34=2|58=MsgSeqNum is missing or malformed\nclose: MsgSeqNum is missing or malformed")]
    [InlineData("35=B|34=2|58=", "< 35=3|34=2|45=2|58=Tag specified without a value|371=58|372=B|373=4")]
    [InlineData("35=B|34=2|0=x", "< 35=3|34=2|45=2|58=Invalid tag number|371=0|372=B|373=0")]
    [InlineData("35=B|34=2|-1=x", "< 35=3|34=2|45=2|58=Invalid tag number|371=-1|372=B|373=0")]
    [InlineData("35=B|34=2|95=9|96=abc", "< 35=3|34=2|45=2|58=Incorrect data format for value|371=96|372=B|373=6")]
    public void Message_WithAFault_IsRejectedByTheRules(string message, string outcome) =>
        Scenario.Run(Options, $"{LoggedOn}\n> {message}\n{outcome}");

    [Fact]
    public void Refusals_OfTheApplication_AreSentAndConsumeTheNumber()
    {
        ProtocolHarness harness = new(Options)
        {
            OnFromApp = message => message.GetText(FixTag.Text) switch
            {
                "business" => FixRefusal.Business(FixBusinessRejectReason.UnsupportedMessageType, "no nëws here", "id-1"),
                "session" => FixRefusal.Session(FixRejectReason.ValueIncorrect, FixTag.Text),
                _ => null,
            },
        };
        Scenario.Run(harness, LoggedOn + """
            > 35=B|34=2|58=business
            app 2 business
            < 35=j|34=2|45=2|58=no n?ws here|372=B|379=id-1|380=3
            > 35=B|34=3|58=session
            app 3 session
            < 35=3|34=3|45=3|58=Value is incorrect (out of range) for this tag|371=58|372=B|373=5
            > 35=B|34=4|58=fine
            app 4 fine
            """);
    }

    [Fact]
    public void CommitByTheApplication_IsWhatARestartGoesBy() => Scenario.Run(Options with { InboundCommit = FixInboundCommit.ByApplication }, LoggedOn + """
        > 35=B|34=2|58=two
        app 2 two
        > 35=0|34=3
        > 35=B|34=4|58=four
        app 4 four
        > 35=0|34=5
        commit 2
        stored inbound 3
        commit 4
        stored inbound 6
        > 35=0|34=6
        commit 2
        stored inbound 7
        """);

    [Fact]
    public void CommitOfAMarkFromBeforeAReset_DoesNothing() => Scenario.Run(Options with { InboundCommit = FixInboundCommit.ByApplication }, LoggedOn + """
        > 35=B|34=2|58=two
        app 2 two
        > 35=A|34=1|98=0|108=30|141=Y
        < 35=A|34=1|98=0|108=30|141=Y
        commit 2
        stored inbound 2
        > 35=B|34=2|58=new
        app 2 new
        disconnect
        logged out
        """);

    [Fact]
    public void Restart_WithUncommittedMessages_AsksForThemAgain()
    {
        ProtocolHarness before = new(Options with { InboundCommit = FixInboundCommit.ByApplication });
        Scenario.Run(before, LoggedOn + """
            > 35=B|34=2|58=two
            app 2 two
            > 35=B|34=3|58=three
            app 3 three
            commit 2
            stored inbound 3
            """);
        Scenario.Run(new ProtocolHarness(before.Options, before.Store), """
            connect
            > 35=A|34=4|98=0|108=30
            logon
            < 35=A|34=2|98=0|108=30
            < 35=2|34=3|7=3|16=0
            > 35=B|34=3|43=Y|122=T|58=three
            app 3 three
            """);
    }
}
