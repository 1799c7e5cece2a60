using MarginRouter.Fix.Session;

namespace MarginRouter.Fix.Tests.Session;

/// <summary>Gaps closed by the Logon (789) and by ranges of resend requests.</summary>
public sealed class NextExpectedNumberTests
{
    private static readonly FixSessionOptions Options = new() { Id = new FixSessionId("US", "THEM"), Role = FixRole.Acceptor, UseNextExpectedNumber = true };

    [Fact]
    public void Logon_ThatSaysWhatThePeerLacks_IsFollowedByIt() => Scenario.Run(Options, """
        connect
        > 35=A|34=1|98=0|108=30|789=1
        logon
        < 35=A|34=1|98=0|108=30|789=2
        send one
        < 35=B|34=2|58=one
        disconnect
        logged out
        connect
        > 35=A|34=2|98=0|108=30|789=2
        logon
        < 35=A|34=3|98=0|108=30|789=3
        < 35=B|34=2|43=Y|122=T|58=one
        < 35=4|34=3|43=Y|122=T|36=4|123=Y
        """);

    [Fact]
    public void LogonAheadOfAGap_IsNotAnsweredWithARequestUntilNothingComes() => Scenario.Run(Options, """
        connect
        > 35=A|34=3|98=0|108=30|789=1
        logon
        < 35=A|34=1|98=0|108=30|789=1
        > 35=B|34=1|43=Y|122=T|58=one
        app 1 one
        @ 10
        @ 10
        < 35=2|34=2|7=2|16=0
        > 35=4|34=2|43=Y|122=T|36=4|123=Y
        > 35=B|34=4|58=four
        app 4 four
        """);

    [Fact]
    public void NumberThatWasNeverSent_EndsTheConnection() => Scenario.Run(Options, """
        connect
        > 35=A|34=1|98=0|108=30|789=5
        < 35=5|34=1|58=NextExpectedMsgSeqNum is 5, the next number is 1
        close: NextExpectedMsgSeqNum is 5, the next number is 1
        """);

    [Fact]
    public void LongGap_IsAskedForInRanges() => Scenario.Run(Options with { UseNextExpectedNumber = false, MaximumResendRange = 2 }, """
        connect
        > 35=A|34=1|98=0|108=30
        logon
        < 35=A|34=1|98=0|108=30
        > 35=B|34=6|58=six
        < 35=2|34=2|7=2|16=3
        > 35=B|34=2|43=Y|122=T|58=two
        app 2 two
        > 35=B|34=3|43=Y|122=T|58=three
        app 3 three
        < 35=2|34=3|7=4|16=5
        > 35=4|34=4|43=Y|122=T|36=6|123=Y
        app 6 six
        """);
}
