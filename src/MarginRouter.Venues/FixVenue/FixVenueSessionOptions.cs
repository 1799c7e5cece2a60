using MarginRouter.Fix.Session;
using MarginRouter.Fix.Transport;

namespace MarginRouter.Venues.FixVenue;

/// <summary>One FIX session to the venue, in which we are the initiator. Equal options mean the same session.</summary>
public sealed record FixVenueSessionOptions
{
    /// <summary>Host name or address.</summary>
    public required string Host { get; init; }

    /// <summary>TCP port, 1 to 65535.</summary>
    public required int Port { get; init; }

    /// <summary>SenderCompID (49) of our messages.</summary>
    public required string SenderCompId { get; init; }

    /// <summary>TargetCompID (56) of our messages.</summary>
    public required string TargetCompId { get; init; }

    /// <summary>Username (553) of the Logon, or the name of the key that signs it; null leaves it out.</summary>
    public string? Username { get; init; }

    /// <summary>Password (554) of the Logon, or the key that signs it, as the dialect's proof wants it; null leaves it out.</summary>
    public string? Password { get; init; }

    /// <summary>HeartBtInt (108) in whole seconds; default 5 s.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// True: both numbers start at 1 at every logon, and reports that were lost with a connection are only learnt by asking. False
    /// (default): the venue resends them, unless its dialect says otherwise; the store must then outlive the process.
    /// </summary>
    public bool ResetOnLogon { get; init; }

    /// <summary>TLS; null speaks plain TCP.</summary>
    public FixTlsOptions? Tls { get; init; }

    /// <summary>When the session may be logged on and where its numbers begin anew; null: always, and never by time.</summary>
    public FixSessionSchedule? Schedule { get; init; }

    /// <summary>Names the session without its secrets.</summary>
    public override string ToString() => $"{SenderCompId}->{TargetCompId} at {Host}:{Port}";
}
