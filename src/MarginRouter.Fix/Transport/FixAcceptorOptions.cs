using System.Net;

namespace MarginRouter.Fix.Transport;

/// <summary>Where an acceptor listens and how it guards the door.</summary>
public sealed record FixAcceptorOptions
{
    /// <summary>Address and port to listen on; port 0 takes a free one. There is no default: listening on all interfaces must be said.</summary>
    public required IPEndPoint EndPoint { get; init; }

    /// <summary>Most connections that may stand without having sent a Logon; further ones are closed at once.</summary>
    public int MaximumPendingLogons { get; init; } = 64;

    /// <summary>How long a connection may take to send its Logon.</summary>
    public TimeSpan LogonTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often deadlines (heartbeats, time-outs) are looked at.</summary>
    public TimeSpan TickInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Bounds of each connection.</summary>
    public FixConnectionOptions Connection { get; init; } = new();
}
