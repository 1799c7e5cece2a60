using MarginRouter.Fix.Codec;

namespace MarginRouter.Fix.Session;

/// <summary>
/// What the protocol asks its owner while it works. Implemented by the transport's session, which passes it on to the application,
/// and by the tests' in-memory session.
/// </summary>
internal interface ISessionHooks
{
    /// <summary>A session-level message is about to be numbered; fields may be appended.</summary>
    void ToAdmin(FixMessageWriter message);

    /// <summary>Our Logon is about to be sent as an initiator; fields that prove who we are may be appended.</summary>
    void SignLogon(FixMessageWriter message, FixLogonStamp stamp)
    {
    }

    /// <summary>A session-level message arrived in order; a refused Logon ends the connection.</summary>
    FixRefusal? FromAdmin(FixMessage message);

    /// <summary>A Logon that is taken asks for another password: null when the application has it on disk, else why it is not taken.</summary>
    FixRefusal? ChangePassword(FixPasswordChange change) => FixRefusal.Logon("NewPassword (925) is not taken", FixLogonState.NewPasswordNotAllowed);

    /// <summary>The counterparty has taken the Logon with our new password.</summary>
    void PasswordChanged()
    {
    }

    /// <summary>An application message is about to be numbered; fields may be appended.</summary>
    void ToApp(FixMessageWriter message);

    /// <summary>Whether a stored message may be sent again; when not, its number is gap-filled.</summary>
    bool ShouldResend(FixMessage message);

    /// <summary>All stored messages are about to be forgotten: a text to keep in their stead (<see cref="Store.IFixMessageStore.Mark"/>), or null to leave the one there is.</summary>
    string? MarkToKeep() => null;

    /// <summary>A scheduled session begins: messages and numbers of the one before are about to be forgotten.</summary>
    void SessionBegins(DateTime start, long nextOutbound)
    {
    }
}
