using System.Net;
using MarginRouter.Fix.MessageLogs;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using MarginRouter.Fix.Transport;
using MarginRouter.Storage;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Fix.Settings;

/// <summary>
/// The sessions of a settings file with one application: an acceptor a port, an initiator a session, stores and logs in the folders that the file
/// names. What QuickFIX users know as acceptor and initiator over session settings; the application's call-backs are those they know.
/// </summary>
public sealed class FixEngine : IDisposable
{
    /// <summary>A store's segment is written full when it is begun.</summary>
    private const int SegmentBytes = 4 << 20;

    private readonly IFixApplication _application;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly Dictionary<IPEndPoint, FixAcceptor> _acceptors = [];
    private readonly List<FixInitiator> _initiators = [];
    private readonly List<IDisposable> _open = [];

    /// <summary>Opens stores and binds ports; nothing is accepted or connected before <see cref="Start"/>.</summary>
    /// <param name="sessions">From <see cref="FixSettingsReader"/>.</param>
    /// <param name="application">Who handles the messages of all sessions.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where connects, logons and failures are logged.</param>
    /// <exception cref="System.Net.Sockets.SocketException">An address cannot be bound.</exception>
    /// <exception cref="FixTlsException">A certificate cannot be read.</exception>
    public FixEngine(IReadOnlyList<FixConfiguredSession> sessions, IFixApplication application, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        ArgumentNullException.ThrowIfNull(application);
        _application = application;
        _time = time;
        _loggers = loggers;
        try
        {
            foreach (FixConfiguredSession session in sessions)
                Add(session);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The sessions that there are; counterparties of a template join when they have logged on.</summary>
    public IEnumerable<FixSession> Sessions => _acceptors.Values.SelectMany(acceptor => acceptor.Sessions).Concat(_initiators.Select(initiator => initiator.Session));

    /// <summary>Where it listens, with the real ports.</summary>
    public IEnumerable<IPEndPoint> EndPoints => _acceptors.Values.Select(acceptor => acceptor.EndPoint);

    /// <summary>Starts to take connections, and to connect.</summary>
    public void Start()
    {
        foreach (FixAcceptor acceptor in _acceptors.Values)
            acceptor.Start();
        foreach (FixInitiator initiator in _initiators)
            initiator.Start();
    }

    /// <summary>Asks every session that is logged on to log out; the answers come later.</summary>
    public void Logout(string? text = null)
    {
        foreach (FixSession session in Sessions)
            session.Logout(text);
    }

    /// <summary>Cuts all connections and closes stores and logs.</summary>
    public void Dispose()
    {
        foreach (FixInitiator initiator in _initiators)
            initiator.Dispose();
        foreach (FixAcceptor acceptor in _acceptors.Values)
            acceptor.Dispose();
        lock (_open)
        {
            foreach (IDisposable open in _open)
                open.Dispose();
            _open.Clear();
        }
    }

    private void Add(FixConfiguredSession session)
    {
        if (session.Connect is { } target)
        {
            FixSessionParts parts = Open(session, session.Options.Id);
            _initiators.Add(new FixInitiator(
                target with { Tls = session.Tls, MessageLog = parts.MessageLog }, session.Options, (parts.Store, _application), _time, _loggers.CreateLogger<FixInitiator>()));
            return;
        }

        FixAcceptor acceptor = AcceptorOf(session);
        if (session.IsTemplate)
        {
            acceptor.AddTemplate(new FixSessionTemplate(session.Options, id => Open(session, id)));
            return;
        }

        FixSessionParts own = Open(session, session.Options.Id);
        acceptor.AddSession(session.Options, own.Store, _application, own.MessageLog);
    }

    private FixAcceptor AcceptorOf(FixConfiguredSession session)
    {
        if (!_acceptors.TryGetValue(session.Listen!, out FixAcceptor? acceptor))
        {
            FixAcceptorOptions door = new() { EndPoint = session.Listen!, Tls = session.Tls, AllowedNetworks = session.AllowedNetworks };
            acceptor = new FixAcceptor(door, _time, _loggers.CreateLogger<FixAcceptor>());
            _acceptors.Add(session.Listen!, acceptor);
        }

        return acceptor;
    }

    private FixSessionParts Open(FixConfiguredSession session, FixSessionId id)
    {
        string name = $"{id.BeginString}-{id.SenderCompId}-{id.TargetCompId}";
        FixMessageLog? log = session.LogDirectory is { } folder
            ? Keep(new FixMessageLog(new FixMessageLogOptions { Directory = Path.Combine(folder, name) }, _time, _loggers.CreateLogger<FixMessageLog>()))
            : null;
        return new FixSessionParts(OpenStore(session.StoreDirectory, name), _application, log);
    }

    private IFixMessageStore OpenStore(string? directory, string name)
    {
        if (directory is null)
            return Keep(new MemoryFixMessageStore());
        return Keep(SegmentFixMessageStore.Open(new SegmentLogOptions
        {
            Directory = Path.Combine(directory, name),
            SegmentBytes = SegmentBytes,
            ContentFormat = SegmentFixMessageStore.ContentFormat,
        }));
    }

    private T Keep<T>(T open)
        where T : IDisposable
    {
        lock (_open)
            _open.Add(open);
        return open;
    }
}
