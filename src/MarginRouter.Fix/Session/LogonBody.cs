namespace MarginRouter.Fix.Session;

/// <summary>What a Logon of ours says beside the session's options.</summary>
/// <param name="HeartbeatSeconds">HeartBtInt (108).</param>
/// <param name="Reset">ResetSeqNumFlag (141).</param>
/// <param name="NextExpected">NextExpectedMsgSeqNum (789), where it is used.</param>
internal readonly record struct LogonBody(int HeartbeatSeconds, bool Reset, long NextExpected)
{
    /// <summary>The password and the one to have from now on; both null in an acceptor's answer.</summary>
    public (string? Current, string? New) Password { get; init; }

    /// <summary>SessionStatus (1409); null leaves it out.</summary>
    public FixLogonState? State { get; init; }
}
