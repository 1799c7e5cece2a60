using System.Collections.Immutable;
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

    /// <summary>Where peers may connect from; empty: from anywhere. Others are closed at once.</summary>
    public ImmutableArray<IPNetwork> AllowedNetworks { get; init; } = [];

    /// <summary>TLS; null speaks plain TCP.</summary>
    public FixTlsOptions? Tls { get; init; }

    /// <summary>Connections from one address that may fail to log on within <see cref="FailureWindow"/>; further ones are closed at once.</summary>
    public int MaximumFailedLogons { get; init; } = 20;

    /// <summary>How long failed logons of an address count, from the first one on.</summary>
    public TimeSpan FailureWindow { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often deadlines (heartbeats, time-outs) are looked at.</summary>
    public TimeSpan TickInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Bounds of each connection.</summary>
    public FixConnectionOptions Connection { get; init; } = new();
}
