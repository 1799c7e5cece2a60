using System.Collections.Immutable;
using System.Net;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Transport;

namespace MarginRouter.Fix.Settings;

/// <summary>One session of a settings file.</summary>
/// <param name="Options">How it behaves; its role says whether it listens or connects.</param>
/// <param name="Line">Line of its <c>[SESSION]</c>, from 1.</param>
public sealed record FixConfiguredSession(FixSessionOptions Options, int Line)
{
    /// <summary>Acceptor: where it listens; sessions with one address share its port. Null for an initiator.</summary>
    public IPEndPoint? Listen { get; init; }

    /// <summary>Acceptor: where peers may connect from; empty: from anywhere. Sessions of one port must agree.</summary>
    public ImmutableArray<IPNetwork> AllowedNetworks { get; init; } = [];

    /// <summary>Initiator: where it connects to. Null for an acceptor.</summary>
    public FixInitiatorOptions? Connect { get; init; }

    /// <summary>TLS; null speaks plain TCP.</summary>
    public FixTlsOptions? Tls { get; init; }

    /// <summary>Folder of sequence numbers and sent messages; each session has its own in it. Null keeps them in memory.</summary>
    public string? StoreDirectory { get; init; }

    /// <summary>Folder of the message logs for people; each session has its own in it. Null writes none.</summary>
    public string? LogDirectory { get; init; }

    /// <summary>Acceptor: a template; its TargetCompID is a pattern, and every counterparty that fits gets a session.</summary>
    public bool IsTemplate { get; init; }
}
