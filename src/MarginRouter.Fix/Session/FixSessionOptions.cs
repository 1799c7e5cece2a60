using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Dictionaries;

namespace MarginRouter.Fix.Session;

/// <summary>How one session behaves. All times are lengths on the clock whose readings are passed in.</summary>
public sealed record FixSessionOptions
{
    /// <summary>CompIDs and version, from our side.</summary>
    public required FixSessionId Id { get; init; }

    /// <summary>Who connects.</summary>
    public required FixRole Role { get; init; }

    /// <summary>
    /// FIXT 1.1: DefaultApplVerID (1137), for example <c>9</c> for FIX 5.0 SP2; both sides must name it in their Logon. Null before FIXT 1.1.
    /// </summary>
    public string? DefaultApplVerId { get; init; }

    /// <summary>What received messages are checked against; null hands every well-formed message to the application.</summary>
    public FixValidationOptions? Validation { get; init; }

    /// <summary>
    /// HeartBtInt (108), whole seconds; zero switches heartbeats off. An initiator asks for it; an acceptor takes what the Logon asks.
    /// </summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Initiator: Username (553) of the Logon; null leaves it out.</summary>
    public string? Username { get; init; }

    /// <summary>Initiator: Password (554) of the Logon; null leaves it out. It is never logged.</summary>
    public string? Password { get; init; }

    /// <summary>
    /// Initiator: NewPassword (925) of the first Logon, to have from then on; null leaves it out. Once that Logon is answered the session logs
    /// on with it, and <see cref="Transport.IFixApplication.OnPasswordChanged"/> tells the application, which must remember it. Never logged.
    /// </summary>
    public string? NewPassword { get; init; }

    /// <summary>
    /// Start every logon with both numbers at 1. An initiator says so with ResetSeqNumFlag (141) = Y; an acceptor resets silently.
    /// </summary>
    public bool ResetOnLogon { get; init; }

    /// <summary>Set both numbers to 1 after a Logout was exchanged.</summary>
    public bool ResetOnLogout { get; init; }

    /// <summary>Set both numbers to 1 whenever the connection ends.</summary>
    public bool ResetOnDisconnect { get; init; }

    /// <summary>
    /// When the session may be logged on, and where its numbers begin anew; null: always, and never by time. Messages of an earlier session
    /// are forgotten at a start, also those that were stored while the counterparty was away.
    /// </summary>
    public FixSessionSchedule? Schedule { get; init; }

    /// <summary>Most that SendingTime (52) may differ from our clock, either way; null switches the check off.</summary>
    public TimeSpan? SendingTimeTolerance { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a connected peer may take to log on, or to answer our Logon.</summary>
    public TimeSpan LogonTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long we wait for the answer to our Logout before we disconnect.</summary>
    public TimeSpan LogoutTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an unanswered ResendRequest stands without progress before it is repeated.</summary>
    public TimeSpan ResendTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Most messages that one ResendRequest asks for; the next request follows when they have come. 0 asks for all with EndSeqNo (16) = 0.
    /// </summary>
    public int MaximumResendRange { get; init; }

    /// <summary>
    /// Say in the Logon which number is expected next (NextExpectedMsgSeqNum 789) and resend what the peer's Logon says that it lacks,
    /// without ResendRequests. Both sides must do so.
    /// </summary>
    public bool UseNextExpectedNumber { get; init; }

    /// <summary>Fractional digits of SendingTime (52).</summary>
    public FixTimestampPrecision TimestampPrecision { get; init; } = FixTimestampPrecision.Milliseconds;

    /// <summary>
    /// Whether a message sent while not logged on is numbered and stored, to be resent after the next logon (as for execution reports),
    /// or refused (as for orders, which must not arrive late). Has no use with <see cref="ResetOnLogon"/>, which forgets them.
    /// </summary>
    public bool StoreWhenDisconnected { get; init; } = true;

    /// <summary>When a received application message counts as processed.</summary>
    public FixInboundCommit InboundCommit { get; init; } = FixInboundCommit.AfterCallback;

    /// <summary>
    /// Most messages that are held while a gap before them is being resent. More are dropped; they come again with the resend, which is
    /// always asked for without an end.
    /// </summary>
    public int MaximumHeldMessages { get; init; } = 1000;
}
