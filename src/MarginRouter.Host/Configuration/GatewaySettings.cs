using System.Collections.Immutable;
using System.Net;
using MarginRouter.Fix.Dictionaries;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Transport;
using MarginRouter.Gateway.Versions;

namespace MarginRouter.Host.Configuration;

/// <summary>The FIX acceptor for desks.</summary>
/// <param name="Address">Address to listen on.</param>
/// <param name="Port">Port; 0 lets the system choose.</param>
/// <param name="CompId">Our SenderCompID(49).</param>
/// <param name="StoreDirectory">Folder of sequence numbers and sent messages.</param>
public sealed record GatewaySettings(string Address, int Port, string CompId, string StoreDirectory)
{
    internal static readonly ImmutableDictionary<DeskVersion, FixDictionary> NoDictionaries = ImmutableDictionary<DeskVersion, FixDictionary>.Empty;

    /// <summary>TLS; null speaks plain TCP.</summary>
    public FixTlsOptions? Tls { get; init; }

    /// <summary>Where desks may connect from; empty: from anywhere.</summary>
    public ImmutableArray<IPNetwork> AllowedNetworks { get; init; } = [];

    /// <summary>File of the passwords that desks have changed; null: only the operator changes them.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>The operator's dictionaries, by the version of the session; the other versions have those that come with the FIX library.</summary>
    public ImmutableDictionary<DeskVersion, FixDictionary> Dictionaries { get; init; } = NoDictionaries;

    /// <summary>How strictly sessions that say nothing of their own are judged; null: strictly by a dictionary of the operator's, else leniently.</summary>
    public FixStrictness? Strictness { get; init; }

    /// <summary>How strictly a session is judged.</summary>
    /// <param name="version">Its version.</param>
    /// <param name="own">What it says itself; null for nothing.</param>
    public FixStrictness StrictnessOf(DeskVersion version, FixStrictness? own) =>
        own ?? Strictness ?? (Dictionaries.ContainsKey(version) ? FixStrictness.Strict : FixStrictness.Lenient);

    /// <summary>When desks may be logged on, and where their numbers begin anew; null: always, and never by time.</summary>
    public FixSessionSchedule? Schedule { get; init; }

    /// <summary>Sessions beside the desks' own.</summary>
    public ImmutableArray<SessionSettings> Sessions { get; init; } = [];

    /// <summary>Where messages are written for people; null for nowhere.</summary>
    public MessageLogSettings? MessageLog { get; init; }
}
