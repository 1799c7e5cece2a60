using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;

namespace MarginRouter.Fix.Tests.Session;

public sealed class AcceptorProtocolTests
{
    private const string LoggedOn = """
        connect
        > 35=A|34=1|98=0|108=30
        logon
        < 35=A|34=1|98=0|108=30

        """;

    private static readonly FixSessionOptions Options = new() { Id = new FixSessionId("US", "THEM"), Role = FixRole.Acceptor };

    [Fact]
    public void Logon_InOrder_IsAnswered() => Scenario.Run(Options, LoggedOn);

    [Fact]
    public void Logon_WithTheRightNumberAfterReconnect_ContinuesTheNumbers() => Scenario.Run(Options, LoggedOn + """
        > 35=B|34=2|58=hi
        app 2 hi
        disconnect
        logged out
        connect
        > 35=A|34=3|98=0|108=10
        logon
        < 35=A|34=2|98=0|108=10
        """);

    [Fact]
    public void Logon_WithNumberTooHigh_IsAnsweredAndTheGapAskedFor() => Scenario.Run(Options, """
        connect
        > 35=A|34=5|98=0|108=30
        logon
        < 35=A|34=1|98=0|108=30
        < 35=2|34=2|7=1|16=0
        > 35=4|34=1|43=Y|122=T|123=Y|36=6
        > 35=B|34=6|58=next
        app 6 next
        """);

    [Fact]
    public void Logon_WithNumberTooLow_EndsTheConnection() => Scenario.Run(Options, LoggedOn + """
        disconnect
        logged out
        connect
        > 35=A|34=1|98=0|108=30
        < 35=5|34=2|58=MsgSeqNum too low, expecting 2 but received 1
        close: MsgSeqNum too low, expecting 2 but received 1
        """);

    [Fact]
    public void Logon_WithReset_StartsBothNumbersAnew() => Scenario.Run(Options, LoggedOn + """
        > 35=B|34=2|58=hi
        app 2 hi
        disconnect
        logged out
        connect
        > 35=A|34=1|98=0|108=30|141=Y
        logon
        < 35=A|34=1|98=0|108=30|141=Y
        > 35=B|34=2|58=again
        app 2 again
        """);

    [Fact]
    public void Logon_WithResetDuringTheSession_IsAnsweredOnce() => Scenario.Run(Options, LoggedOn + """
        send one
        < 35=B|34=2|58=one
        > 35=A|34=1|98=0|108=30|141=Y
        < 35=A|34=1|98=0|108=30|141=Y
        > 35=2|34=2|7=1|16=0
        < 35=4|34=1|43=Y|122=T|36=2|123=Y
        > 35=B|34=3|58=hi
        app 3 hi
        """);

    [Theory]
    [InlineData("35=A|34=2|98=0|108=30|141=Y", "MsgSeqNum must be 1 with ResetSeqNumFlag")]
    [InlineData("35=A|34=1|98=2|108=30", "EncryptMethod (98) must be 0")]
    [InlineData("35=A|34=1|108=30", "EncryptMethod (98) is missing or malformed")]
    [InlineData("35=A|34=1|98=0", "HeartBtInt (108) is missing or malformed")]
    [InlineData("35=A|34=1|98=0|108=-1", "HeartBtInt (108) is missing or malformed")]
    [InlineData("35=A|34=1|98=0|108=30|141=X", "ResetSeqNumFlag (141) is malformed")]
    [InlineData("35=A|34=1|98=0|108=30|58=", "Logon is malformed at tag 58: EmptyValue")]
    public void Logon_ThatIsNotValid_IsAnsweredWithALogout(string logon, string reason) => Scenario.Run(Options, $"""
        connect
        > {logon}
        < 35=5|34=1|58={reason}
        close: {reason}
        """);

    [Theory]
    [InlineData("35=A|34=1|98=0|108=30|49=WHO", "the first message has a bad header: WrongCompId")]
    [InlineData("35=A|34=1|98=0|108=30|8=FIX.4.2", "the first message has a bad header: WrongBeginString")]
    [InlineData("35=A|34=1|98=0|108=30|52=20010101-00:00:00", "the first message has a bad header: SendingTimeInaccurate")]
    [InlineData("35=0|34=1", "the first message is not a Logon but 0")]
    public void FirstMessage_ThatIdentifiesNobody_IsNotAnswered(string message, string reason) => Scenario.Run(Options, $"""
        connect
        > {message}
        close: {reason}
        """);

    [Fact]
    public void Logon_RefusedByTheApplication_DoesNotMoveTheInboundNumber()
    {
        ProtocolHarness harness = new(Options) { OnFromAdmin = message => message.Equals(FixTag.Password, "good"u8) ? null : FixRefusal.Logon("bad credentials") };
        Scenario.Run(harness, """
            connect
            > 35=A|34=1|98=0|108=30|553=me|554=evil|141=Y
            < 35=5|34=1|58=bad credentials
            close: bad credentials
            disconnect
            connect
            > 35=A|34=1|98=0|108=30|554=good
            logon
            < 35=A|34=2|98=0|108=30
            """);
    }

    [Fact]
    public void Tick_WithoutLogon_GivesUp() => Scenario.Run(Options, """
        connect
        @ 9
        @ 1
        close: no logon in time
        """);

    [Fact]
    public void Tick_WhileSilent_SendsHeartbeatThenTestRequestThenCloses() => Scenario.Run(Options, LoggedOn + """
        @ 29
        @ 1
        < 35=0|34=2
        @ 6
        < 35=1|34=3|112=TEST
        @ 29
        @ 1
        < 35=0|34=4
        @ 5
        @ 1
        close: nothing received, the test request was not answered
        """);

    [Fact]
    public void Tick_ThatComesLate_SendsTheHeartbeatBeforeTheTestRequest() => Scenario.Run(Options, LoggedOn + """
        @ 50
        < 35=0|34=2
        @ 0.1
        < 35=1|34=3|112=TEST
        """);

    [Fact]
    public void Tick_WithHeartBtIntZero_SendsNothing() => Scenario.Run(Options, """
        connect
        > 35=A|34=1|98=0|108=0
        logon
        < 35=A|34=1|98=0|108=0
        @ 100000
        """);

    [Fact]
    public void TestRequest_IsAnsweredWithItsId() => Scenario.Run(Options, LoggedOn + """
        > 35=1|34=2|112=are you there
        < 35=0|34=2|112=are you there
        > 35=1|34=3
        < 35=3|34=3|45=3|58=Required tag missing|371=112|372=1|373=1
        > 35=0|34=4
        """);

    [Fact]
    public void Logout_FromThePeer_IsAnsweredAndCloses() => Scenario.Run(Options, LoggedOn + """
        > 35=5|34=2|58=bye
        < 35=5|34=2
        close: logged out
        disconnect
        logged out
        """);

    [Fact]
    public void Logout_FromUs_WaitsForTheAnswer() => Scenario.Run(Options, LoggedOn + """
        logout maintenance
        < 35=5|34=2|58=maintenance
        > 35=B|34=2|58=last words
        app 2 last words
        > 35=5|34=3
        close: logged out
        """);

    [Fact]
    public void Logout_Unanswered_TimesOut() => Scenario.Run(Options, LoggedOn + """
        logout
        < 35=5|34=2
        @ 1
        @ 1
        close: no answer to our logout
        """);

    [Fact]
    public void Send_WhileNotLoggedOn_IsStoredAndComesByResend() => Scenario.Run(Options, """
        send early
        Stored
        connect
        > 35=A|34=1|98=0|108=30
        logon
        < 35=A|34=2|98=0|108=30
        > 35=2|34=2|7=1|16=0
        < 35=B|34=1|43=Y|122=T|58=early
        < 35=4|34=2|43=Y|122=T|36=3|123=Y
        """);

    [Fact]
    public void Send_WhileNotLoggedOnWithoutStoring_IsRefused() => Scenario.Run(Options with { StoreWhenDisconnected = false }, """
        send early
        NotLoggedOn
        connect
        send early
        NotLoggedOn
        > 35=A|34=1|98=0|108=30
        logon
        < 35=A|34=1|98=0|108=30
        send now
        < 35=B|34=2|58=now
        """);
}
