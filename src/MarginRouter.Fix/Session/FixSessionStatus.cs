namespace MarginRouter.Fix.Session;

/// <summary>Where a session stands.</summary>
public enum FixSessionStatus
{
    /// <summary>No connection.</summary>
    Disconnected = 1,

    /// <summary>Acceptor: connected, the counterparty's Logon has not come.</summary>
    LogonExpected = 2,

    /// <summary>Initiator: connected, our Logon is sent and not answered.</summary>
    LogonSent = 3,

    /// <summary>Logged on; application messages flow.</summary>
    Active = 4,

    /// <summary>Our Logout is sent and not answered.</summary>
    LogoutSent = 5,
}
