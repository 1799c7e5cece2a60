using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.MessageLogs;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Fix.Transport;

/// <summary>
/// Listens on one port for several sessions. A connection is matched to its session by BeginString and CompIDs of its first message, which
/// must be a Logon; an unknown session, or one that has a live connection, is closed without an answer. Credentials are the application's
/// business (<see cref="IFixApplication.FromAdmin"/>). Each connection has a reading thread.
/// </summary>
public sealed partial class FixAcceptor : IDisposable
{
    /// <summary>A peer that has just lost its connection may be back before our reader has seen the end of the old one.</summary>
    private static readonly TimeSpan ReattachPatience = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly FixAcceptorOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<FixAcceptor> _logger;
    private readonly ConcurrentDictionary<FixSessionId, FixSession> _sessions = new();
    private readonly ConcurrentDictionary<FixConnection, Thread> _connections = new();
    private readonly Socket _listener;
    private readonly FixTls? _tls;
    private readonly LogonThrottle _throttle;
    private readonly List<DynamicSessions> _templates = [];
    private int _pendingLogons;
    private ITimer? _timer;
    private Thread? _thread;
    private volatile bool _stopping;

    /// <summary>Binds the port; connections are taken after <see cref="Start"/>.</summary>
    /// <exception cref="SocketException">The address cannot be bound.</exception>
    /// <exception cref="FixTlsException">A certificate cannot be read.</exception>
    public FixAcceptor(FixAcceptorOptions options, TimeProvider time, ILogger<FixAcceptor> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(logger);
        _options = options;
        _time = time;
        _logger = logger;
        _tls = options.Tls is { } tls ? new FixTls(tls) : null;
        _throttle = new LogonThrottle(options.MaximumFailedLogons, options.FailureWindow, time);
        _listener = new Socket(options.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(options.EndPoint);
        _listener.Listen();
        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
    }

    /// <summary>The address that is bound, with the real port.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>The sessions that may log on here.</summary>
    public ICollection<FixSession> Sessions => _sessions.Values;

    /// <summary>Adds a session; possible at any time.</summary>
    /// <param name="options">How it behaves; its role must be acceptor.</param>
    /// <param name="store">Its numbers and sent messages; the caller disposes it after the acceptor.</param>
    /// <param name="application">Who handles its messages.</param>
    /// <param name="messageLog">Where its messages are written for people; the caller disposes it after the acceptor. Null for nowhere.</param>
    /// <exception cref="ArgumentException">The role is wrong or the session exists.</exception>
    public FixSession AddSession(
        FixSessionOptions options, IFixMessageStore store, IFixApplication application, FixMessageLog? messageLog = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Role != FixRole.Acceptor)
            throw new ArgumentException($"Session {options.Id} is not an acceptor session", nameof(options));
        FixSession session = new(options, store, application, _time, _logger) { MessageLog = messageLog };
        if (!_sessions.TryAdd(options.Id, session))
            throw new ArgumentException($"Session {options.Id} exists", nameof(options));
        return session;
    }

    /// <summary>
    /// Adds a template of sessions: a counterparty that no session is for, and whose CompID fits, gets one at its first Logon. Possible at any time;
    /// templates are tried in the order in which they were added. Its credentials are judged after that, as with every session.
    /// </summary>
    /// <exception cref="ArgumentException">The role is not acceptor.</exception>
    public void AddTemplate(FixSessionTemplate template)
    {
        ArgumentNullException.ThrowIfNull(template);
        if (template.Options.Role != FixRole.Acceptor)
            throw new ArgumentException($"Template {template.Options.Id} is not for acceptor sessions", nameof(template));
        lock (_templates)
            _templates.Add(new DynamicSessions(template));
    }

    /// <summary>Starts to take connections.</summary>
    public void Start()
    {
        if (_thread is not null)
            throw new InvalidOperationException("The acceptor was started before");
        _timer = _time.CreateTimer(_ => Tick(), null, _options.TickInterval, _options.TickInterval);
        _thread = new Thread(Accept) { IsBackground = true, Name = $"fix-accept {EndPoint}" };
        _thread.Start();
    }

    /// <summary>Stops listening, cuts all connections and waits, at most five seconds each, for their threads. Log sessions out first for an orderly end.</summary>
    public void Dispose()
    {
        _stopping = true;
        _timer?.Dispose();
        _listener.Dispose();
        _thread?.Join();
        foreach ((FixConnection connection, Thread thread) in _connections)
        {
            connection.Close("the acceptor stops");
            if (thread != Thread.CurrentThread && !thread.Join(StopPatience))
                LogStuck(connection.Remote);
        }

        _tls?.Dispose();
    }

    private void Tick()
    {
        foreach ((_, FixSession session) in _sessions)
            session.Tick();
    }

    private void Accept()
    {
        while (!_stopping)
        {
            Socket socket;
            try
            {
                socket = _listener.Accept();
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                if (!_stopping)
                    LogAcceptFailed(error, EndPoint);
                continue;
            }

            if (Volatile.Read(ref _pendingLogons) >= _options.MaximumPendingLogons)
            {
                LogTooManyPending(_options.MaximumPendingLogons);
                socket.Dispose();
                continue;
            }

            if (RefusalOf(socket) is { } refusal)
            {
                LogRefused(socket.RemoteEndPoint?.ToString() ?? "unknown", refusal);
                socket.Dispose();
                continue;
            }

            StartConnection(socket);
        }
    }

    /// <summary>Why an address is not even listened to, or null.</summary>
    private string? RefusalOf(Socket socket)
    {
        IPAddress address;
        try
        {
            address = ((IPEndPoint)socket.RemoteEndPoint!).Address;
        }
        catch (SocketException error)
        {
            return $"gone: {error.Message}";
        }

        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (!_options.AllowedNetworks.IsEmpty && !_options.AllowedNetworks.Any(network => network.Contains(address)))
            return "the address is not allowed";
        return _throttle.Admits(address) ? null : "too many failed logons";
    }

    private void StartConnection(Socket socket)
    {
        FixConnection connection;
        try
        {
            connection = new FixConnection(socket, new NetworkStream(socket, ownsSocket: true), _options.Connection);
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            // The peer had already gone when the socket was configured.
            LogAcceptFailed(error, EndPoint);
            socket.Dispose();
            return;
        }

        Interlocked.Increment(ref _pendingLogons);
        Thread thread = new(() => Serve(connection)) { IsBackground = true, Name = $"fix-read {connection.Remote}" };
        _connections[connection] = thread;
        thread.Start();
    }

    private void Serve(FixConnection connection)
    {
        try
        {
            FixFramer framer = new(_options.Connection.MaximumMessage);
            FixMessage message = new();
            string? refusal;
            FixSession? session = null;
            try
            {
                refusal = Secure(connection) ?? ReadLogon(connection, framer, message) ?? Match(connection, message, out session);
            }
            finally
            {
                Interlocked.Decrement(ref _pendingLogons);
            }

            if (session is null)
            {
                LogRefused(connection.Remote, refusal!);
                _throttle.Failed(connection.Address);
                return;
            }

            session.Run(connection, framer, message);
            if (!session.HadLoggedOn)
                _throttle.Failed(connection.Address);
        }
        catch (Exception error)
        {
            // One connection must never take the process down with it.
            LogServeFailed(error, connection.Remote);
        }
        finally
        {
            connection.Dispose();
            _connections.TryRemove(connection, out _);
        }
    }

    private string? Secure(FixConnection connection) => _tls is { } tls ? connection.Secure(tls.Accept, _options.LogonTimeout) : null;

    /// <summary>Reads the first message; not null says why the connection is refused.</summary>
    private string? ReadLogon(FixConnection connection, FixFramer framer, FixMessage message)
    {
        long start = _time.GetTimestamp();
        connection.SetReadTimeout(_options.LogonTimeout);
        while (true)
        {
            switch (framer.Read(message))
            {
                case FixFrameOutcome.Garbled:
                    return "the first bytes are no FIX message";
                case FixFrameOutcome.Message:
                    connection.SetReadTimeout(TimeSpan.Zero);
                    return message.MessageType == FixMsgType.Logon
                        ? null
                        : $"the first message is not a Logon but {FixMsgType.ToText(message.MessageType)}";
                case FixFrameOutcome.NeedMore:
                    break;
            }

            if (_time.GetElapsedTime(start) >= _options.LogonTimeout)
                return "no Logon in time";
            int received = connection.Read(framer.Free());
            if (received == 0)
                return connection.CloseReason ?? "closed before the Logon";
            framer.Advance(received);
        }
    }

    private string? Match(FixConnection connection, FixMessage logon, out FixSession? session)
    {
        session = null;
        if (logon.GetText(FixTag.BeginString) is not { } beginString || logon.GetText(FixTag.SenderCompID) is not { } sender ||
            logon.GetText(FixTag.TargetCompID) is not { } target)
            return "the Logon has no CompIDs";
        FixSessionId id = new(target, sender, beginString);
        if (!_sessions.TryGetValue(id, out FixSession? found))
        {
            if (FromTemplate(id, out found) is { } refusal)
                return refusal;
        }

        if (!found!.TryAttach(connection, ReattachPatience))
            return $"session {id} has a live connection";
        session = found;
        return null;
    }

    /// <summary>Makes the session of a counterparty that fits a template; not null says why there is none.</summary>
    private string? FromTemplate(FixSessionId id, out FixSession? session)
    {
        lock (_templates)
        {
            if (_sessions.TryGetValue(id, out session))
                return null;
            DynamicSessions? fitting = _templates.Find(template => template.Fits(id));
            if (fitting is null)
                return $"session {id} is not known";
            if (!fitting.HasRoom)
                return $"session {id}: the template {fitting.Pattern} has its most sessions";
            FixSessionParts parts = fitting.Open(id);
            session = AddSession(fitting.OptionsOf(id), parts.Store, parts.Application, parts.MessageLog);
            return null;
        }
    }
}
