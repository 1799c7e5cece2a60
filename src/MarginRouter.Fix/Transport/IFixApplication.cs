using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;

namespace MarginRouter.Fix.Transport;

/// <summary>
/// The application behind a session. The call-backs are those that QuickFIX users know: created, logon, logout, to and from admin, to and
/// from app, so that an adapter to another engine stays thin. Implemented by the desk gateway, the FIX venue adapter, simulators and tests.
/// <para>
/// Threads: <see cref="OnLogon"/>, <see cref="FromApp"/>, <see cref="OnLogout"/> and <see cref="OnDisconnected"/> come one at a time from
/// the session's reading thread and may block (the socket then fills: back-pressure). The others come while the session is locked, from any
/// thread that sends; they must be quick and must not wait for another thread.
/// A message is valid until the call-back returns. An exception is logged and ends the connection; the message is not consumed.
/// </para>
/// </summary>
public interface IFixApplication
{
    /// <summary>The session object exists; nothing is connected.</summary>
    void OnCreate(FixSession session)
    {
    }

    /// <summary>The session is logged on; application messages may be sent.</summary>
    void OnLogon(FixSession session);

    /// <summary>The session was logged on and is so no longer, by a Logout or by loss of the connection.</summary>
    /// <param name="session">The session.</param>
    /// <param name="reason">Why, in words for people.</param>
    void OnLogout(FixSession session, string reason);

    /// <summary>A connection ended, or an attempt to connect or log on failed. Comes after <see cref="OnLogout"/> when both apply.</summary>
    /// <param name="session">The session.</param>
    /// <param name="reason">Why, in words for people.</param>
    void OnDisconnected(FixSession session, string reason)
    {
    }

    /// <summary>A session-level message is about to be sent; fields may be appended, for example to a Logon.</summary>
    void ToAdmin(FixSession session, FixMessageWriter message)
    {
    }

    /// <summary>
    /// An initiator's Logon is about to be sent, before <see cref="ToAdmin"/>: the place to append what proves who we are where that signs
    /// the header, for example RawData (96).
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="message">The Logon with the standard's fields.</param>
    /// <param name="stamp">What its header will hold.</param>
    void SignLogon(FixSession session, FixMessageWriter message, FixLogonStamp stamp)
    {
    }

    /// <summary>
    /// A session-level message has arrived. For a Logon this is the place to check Username (553) and Password (554): a refusal is answered
    /// with a Logout and the connection is closed.
    /// </summary>
    /// <returns>Null to accept.</returns>
    FixRefusal? FromAdmin(FixSession session, FixMessage message) => null;

    /// <summary>
    /// Acceptor: a Logon that <see cref="FromAdmin"/> has taken, and whose numbers are right, asks to have another password from now on
    /// (NewPassword 925). The application must have made the change durable when it returns null; the answer then says so where the version
    /// can (SessionStatus 1409 = 1, FIXT 1.1). FIX 4.4 has no 925 in its Logon; a counterparty that sends it all the same is taken at its word,
    /// because one whose wish is passed over is locked out at its next logon.
    /// </summary>
    /// <returns>Null when changed; else why not, and the old password still holds. The connection is then ended with a Logout.</returns>
    FixRefusal? ChangePassword(FixSession session, FixPasswordChange change) =>
        FixRefusal.Logon("NewPassword (925) is not taken here; the old one still holds", FixLogonState.NewPasswordNotAllowed);

    /// <summary>Initiator: the counterparty has taken the Logon with <see cref="FixSessionOptions.NewPassword"/>, which holds from now on.</summary>
    void OnPasswordChanged(FixSession session)
    {
    }

    /// <summary>An application message is about to be numbered and stored; fields may be appended.</summary>
    void ToApp(FixSession session, FixMessageWriter message)
    {
    }

    /// <summary>
    /// Whether a stored application message may be sent again on the counterparty's request. A stale order should not be;
    /// its number is then gap-filled.
    /// </summary>
    bool ShouldResend(FixSession session, FixMessage message) => true;

    /// <summary>
    /// The numbers start anew and all stored messages are about to be forgotten: what the application would else read from them after a
    /// restart, as a short ASCII text that the store keeps (<see cref="Store.IFixMessageStore.Mark"/>).
    /// </summary>
    /// <returns>Null to leave the text that is there.</returns>
    string? MarkToKeep(FixSession session) => null;

    /// <summary>
    /// An application message has arrived in order. With <see cref="FixInboundCommit.ByApplication"/> take
    /// <see cref="FixSession.InboundMark"/> here and commit it later.
    /// </summary>
    /// <returns>Null when taken (also when the application answers with a message of its own); else what to answer.</returns>
    FixRefusal? FromApp(FixSession session, FixMessage message);
}
