using MarginRouter.Fix.MessageLogs;

namespace MarginRouter.Fix.Transport;

/// <summary>Where an initiator connects to and how it tries again.</summary>
public sealed record FixInitiatorOptions
{
    /// <summary>Host name or address.</summary>
    public required string Host { get; init; }

    /// <summary>TCP port, 1 to 65535.</summary>
    public required int Port { get; init; }

    /// <summary>How long an attempt to connect may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Wait before the first new attempt; it doubles with each failure up to <see cref="MaximumReconnectDelay"/> and starts anew after a
    /// logon. Null: one attempt per <see cref="FixInitiator.Start"/>, the policy is the caller's.
    /// </summary>
    public TimeSpan? ReconnectDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait between attempts.</summary>
    public TimeSpan MaximumReconnectDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>TLS; null speaks plain TCP.</summary>
    public FixTlsOptions? Tls { get; init; }

    /// <summary>How often deadlines (heartbeats, time-outs) are looked at.</summary>
    public TimeSpan TickInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Where the session's messages are written for people; the caller disposes it after the initiator. Null for nowhere.</summary>
    public FixMessageLog? MessageLog { get; init; }

    /// <summary>Bounds of the connection.</summary>
    public FixConnectionOptions Connection { get; init; } = new();
}
