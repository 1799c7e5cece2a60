namespace MarginRouter.Fix.Session;

/// <summary>What has become due by the passing of time.</summary>
internal enum SessionTimer
{
    /// <summary>Nothing.</summary>
    None = 1,

    /// <summary>We have sent nothing for the heartbeat interval.</summary>
    Heartbeat = 2,

    /// <summary>The counterparty has sent nothing for the heartbeat interval and some transmission time.</summary>
    TestRequest = 3,

    /// <summary>No Logon in time.</summary>
    LogonTimeout = 4,

    /// <summary>No answer to our Logout.</summary>
    LogoutTimeout = 5,

    /// <summary>The counterparty was silent although it was asked.</summary>
    PeerSilent = 6,
}
