using MarginRouter.Fix.Session;

namespace MarginRouter.Fix.Tests.Session;

public sealed class InitiatorProtocolTests
{
    private static readonly FixSessionOptions Options = new()
    {
        Id = new FixSessionId("US", "THEM"),
        Role = FixRole.Initiator,
        Username = "trader",
        Password = "secret",
        HeartbeatInterval = TimeSpan.FromSeconds(10),
    };

    [Fact]
    public void Connected_SendsLogonAndWaitsForTheAnswer() => Scenario.Run(Options, """
        connect
        < 35=A|34=1|98=0|108=10|553=trader|554=secret
        > 35=A|34=1|98=0|108=10
        logon
        send hi
        < 35=B|34=2|58=hi
        """);

    [Fact]
    public void Connected_WithReset_SaysSoAndStartsAnew() => Scenario.Run(Options with { ResetOnLogon = true, Username = null, Password = null }, """
        connect
        < 35=A|34=1|98=0|108=10|141=Y
        > 35=A|34=1|98=0|108=10|141=Y
        logon
        send hi
        < 35=B|34=2|58=hi
        disconnect
        logged out
        connect
        < 35=A|34=1|98=0|108=10|141=Y
        > 35=A|34=1|98=0|108=10|141=Y
        logon
        """);

    [Fact]
    public void Send_BeforeTheLogonIsAnswered_GoesOutOnceItIs() => Scenario.Run(Options, """
        connect
        < 35=A|34=1|98=0|108=10|553=trader|554=secret
        send early
        Stored
        send second
        Stored
        > 35=A|34=1|98=0|108=10
        logon
        < 35=B|34=2|58=early
        < 35=B|34=3|58=second
        send live
        < 35=B|34=4|58=live
        > 35=2|34=2|7=3|16=0
        < 35=B|34=3|43=Y|122=T|58=second
        < 35=B|34=4|43=Y|122=T|58=live
        """);

    [Fact]
    public void Send_BeforeTheLogonIsAnsweredAndBehindAGap_IsFirstSentAndThenResent() => Scenario.Run(Options, """
        send away
        Stored
        connect
        < 35=A|34=2|98=0|108=10|553=trader|554=secret
        send early
        Stored
        > 35=A|34=1|98=0|108=10
        logon
        < 35=B|34=3|58=early
        > 35=2|34=2|7=1|16=0
        < 35=B|34=1|43=Y|122=T|58=away
        < 35=4|34=2|43=Y|122=T|36=3|123=Y
        < 35=B|34=3|43=Y|122=T|58=early
        """);

    [Fact]
    public void Logon_AnsweredWithLogout_GivesItsReason() => Scenario.Run(Options, """
        connect
        < 35=A|34=1|98=0|108=10|553=trader|554=secret
        > 35=5|34=1|58=bad password
        close: the logon was refused: bad password
        disconnect
        """);

    [Fact]
    public void Logon_NotAnswered_TimesOut() => Scenario.Run(Options, """
        connect
        < 35=A|34=1|98=0|108=10|553=trader|554=secret
        @ 10
        close: no logon in time
        """);

    [Fact]
    public void Logon_AnsweredWithNumberTooLow_EndsTheConnection() => Scenario.Run(Options, """
        connect
        < 35=A|34=1|98=0|108=10|553=trader|554=secret
        > 35=A|34=1|98=0|108=10
        logon
        disconnect
        logged out
        connect
        < 35=A|34=2|98=0|108=10|553=trader|554=secret
        > 35=A|34=1|98=0|108=10
        < 35=5|34=3|58=MsgSeqNum too low, expecting 2 but received 1
        close: MsgSeqNum too low, expecting 2 but received 1
        """);

    [Fact]
    public void Logon_AnsweredWithNumberTooHigh_AsksForTheGap() => Scenario.Run(Options, """
        connect
        < 35=A|34=1|98=0|108=10|553=trader|554=secret
        > 35=A|34=7|98=0|108=10
        logon
        < 35=2|34=2|7=1|16=0
        """);

    [Fact]
    public void Logon_AnsweredWithAResetWeDidNotAskFor_IsFollowedOnlyForNumberOne() => Scenario.Run(Options, """
        connect
        < 35=A|34=1|98=0|108=10|553=trader|554=secret
        > 35=A|34=1|98=0|108=10|141=Y
        logon
        disconnect
        logged out
        connect
        < 35=A|34=2|98=0|108=10|553=trader|554=secret
        > 35=A|34=1|98=0|108=10|141=Y
        < 35=5|34=3|58=ResetSeqNumFlag was not asked for
        close: ResetSeqNumFlag was not asked for
        """);

    [Fact]
    public void ResetOnLogout_StartsAnewAfterIt() => Scenario.Run(Options with { ResetOnLogout = true }, """
        connect
        < 35=A|34=1|98=0|108=10|553=trader|554=secret
        > 35=A|34=1|98=0|108=10
        logon
        logout
        < 35=5|34=2
        > 35=5|34=2
        close: logged out
        disconnect
        logged out
        connect
        < 35=A|34=1|98=0|108=10|553=trader|554=secret
        """);
}
