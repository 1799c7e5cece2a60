using System.Net;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using MarginRouter.Fix.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Simulation.FixDialects;

/// <summary>One port of a venue that speaks FIX, on loopback, with a session for each CompID that may connect.</summary>
internal sealed class FixDialectPort : IDisposable
{
    private readonly FixAcceptor acceptor;
    private readonly List<MemoryFixMessageStore> stores = [];
    private readonly List<FixSession> sessions = [];

    /// <summary>Binds a free port of 127.0.0.1.</summary>
    /// <param name="terms">How its sessions behave.</param>
    /// <param name="application">Who handles their messages.</param>
    /// <param name="time">The clock that deadlines run on.</param>
    public FixDialectPort(FixDialectTerms terms, IFixApplication application, TimeProvider time)
    {
        ILogger<FixAcceptor> log = NullLogger<FixAcceptor>.Instance;
        acceptor = new FixAcceptor(
            new FixAcceptorOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, 0), Tls = terms.Tls, MaximumFailedLogons = int.MaxValue }, time, log);
        foreach (string compId in terms.ClientCompIds)
        {
            MemoryFixMessageStore store = new();
            stores.Add(store);
            sessions.Add(acceptor.AddSession(
                new FixSessionOptions
                {
                    Id = new FixSessionId(terms.VenueCompId, compId),
                    Role = FixRole.Acceptor,
                    ResetOnLogon = terms.ResetsOnLogon,
                    TimestampPrecision = FixTimestampPrecision.Microseconds,
                    StoreWhenDisconnected = !terms.ResetsOnLogon,
                },
                store,
                application));
        }
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => acceptor.EndPoint;

    /// <summary>Starts to take connections.</summary>
    public void Start() => acceptor.Start();

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (FixSession session in sessions.Where(session => session.IsLoggedOn))
            session.Logout("the venue closes");
        acceptor.Dispose();
        foreach (MemoryFixMessageStore store in stores)
            store.Dispose();
    }
}
