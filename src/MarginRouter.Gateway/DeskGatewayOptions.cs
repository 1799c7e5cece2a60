using System.Collections.Immutable;
using System.Net;
using MarginRouter.Core.Engine;
using MarginRouter.Fix.Dictionaries;
using MarginRouter.Fix.MessageLogs;
using MarginRouter.Fix.Passwords;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using MarginRouter.Fix.Transport;
using MarginRouter.Gateway.Versions;

namespace MarginRouter.Gateway;

/// <summary>How the gateway listens.</summary>
/// <param name="EndPoint">Address and port; port 0 lets the system choose.</param>
/// <param name="CompId">Our SenderCompID(49).</param>
/// <param name="InstanceTag">Tag of the journal; ExecID(17) and OrderID(37) carry it, so that a new journal never repeats an id.</param>
/// <param name="Firm">The firm whose venues, instruments and accounts the desks are told of.</param>
/// <param name="Desks">The sessions: each desk's own, and those beside them.</param>
/// <param name="OpenStore">Opens the message store of a session by its name.</param>
public sealed record DeskGatewayOptions(
    IPEndPoint EndPoint,
    string CompId,
    string InstanceTag,
    Firm Firm,
    ImmutableArray<DeskSessionOptions> Desks,
    Func<string, IFixMessageStore> OpenStore)
{
    /// <summary>TLS; null speaks plain TCP.</summary>
    public FixTlsOptions? Tls { get; init; }

    /// <summary>Where desks may connect from; empty: from anywhere.</summary>
    public ImmutableArray<IPNetwork> AllowedNetworks { get; init; } = [];

    /// <summary>Passwords that sessions have changed by NewPassword(925), by the session's name; null: only the operator changes them.</summary>
    public FixPasswordStore? Passwords { get; init; }

    /// <summary>
    /// Dictionaries by which desks' messages are judged before they are read, by the version of their session and as strictly as the session says;
    /// a version that is not here has the one that comes with the FIX library.
    /// </summary>
    public ImmutableDictionary<DeskVersion, FixDictionary> Dictionaries { get; init; } = ImmutableDictionary<DeskVersion, FixDictionary>.Empty;

    /// <summary>When sessions without a schedule of their own may be logged on, and where their numbers begin anew; null: always, and never by time.</summary>
    public FixSessionSchedule? Schedule { get; init; }

    /// <summary>Opens the store in which a drop copy session keeps its copies, by the session's name; needed when there is one.</summary>
    public Func<string, IFixMessageStore>? OpenCopies { get; init; }

    /// <summary>Opens the log of a session's messages for people, by the session's name; null writes none.</summary>
    public Func<string, FixMessageLog>? OpenMessageLog { get; init; }
}
