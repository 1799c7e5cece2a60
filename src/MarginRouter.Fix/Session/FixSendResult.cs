namespace MarginRouter.Fix.Session;

/// <summary>What became of a message that the application sent.</summary>
public enum FixSendResult
{
    /// <summary>Numbered, stored and handed to the connection. It may still be lost with the connection; then it is resent on request.</summary>
    Sent = 1,

    /// <summary>Numbered and stored while not logged on; the counterparty will ask for it after the next logon.</summary>
    Stored = 2,

    /// <summary>Nothing was done, because the session is not logged on and does not store (<see cref="FixSessionOptions.StoreWhenDisconnected"/>).</summary>
    NotLoggedOn = 3,
}
