using System.Net.Sockets;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Fix.Transport;

/// <summary>Connects one session to a counterparty and keeps it connected. The connection is read on a thread of its own.</summary>
public sealed partial class FixInitiator : IDisposable
{
    private readonly FixInitiatorOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<FixInitiator> _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly FixTls? _tls;
    private ITimer? _timer;
    private Thread? _thread;

    /// <summary>Creates the session; nothing is connected before <see cref="Start"/>.</summary>
    /// <param name="options">Where to connect.</param>
    /// <param name="session">How the session behaves; its role must be initiator.</param>
    /// <param name="endpoint">The session's store, which the caller disposes after the initiator, and its application.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where connects, logons and failures are logged.</param>
    /// <exception cref="ArgumentException">The role is wrong.</exception>
    /// <exception cref="FixTlsException">A certificate cannot be read.</exception>
    public FixInitiator(
        FixInitiatorOptions options, FixSessionOptions session, (IFixMessageStore Store, IFixApplication Application) endpoint,
        TimeProvider time, ILogger<FixInitiator> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(logger);
        if (session.Role != FixRole.Initiator)
            throw new ArgumentException($"Session {session.Id} is not an initiator session", nameof(session));
        _options = options;
        _time = time;
        _logger = logger;
        _tls = options.Tls is { } tls ? new FixTls(tls) : null;
        Session = new FixSession(session, endpoint.Store, endpoint.Application, time, logger) { MessageLog = options.MessageLog };
    }

    /// <summary>The session; it stays the same over reconnects.</summary>
    public FixSession Session { get; }

    /// <summary>Starts to connect, and to reconnect when the options say so. Returns at once; the application hears of the logon.</summary>
    /// <exception cref="InvalidOperationException">It is running.</exception>
    public void Start()
    {
        if (_thread is { IsAlive: true })
            throw new InvalidOperationException($"Session {Session.Id} is running");
        _timer ??= _time.CreateTimer(_ => Session.Tick(), null, _options.TickInterval, _options.TickInterval);
        _thread = new Thread(Run) { IsBackground = true, Name = $"fix-read {Session.Id}" };
        _thread.Start();
    }

    /// <summary>Cuts the connection, stops reconnecting and waits for the thread. Log out first for an orderly end.</summary>
    public void Dispose()
    {
        if (_stop.IsCancellationRequested)
            return;
        _stop.Cancel();
        Session.Disconnect("the initiator stops");
        if (_thread != Thread.CurrentThread)
            _thread?.Join();
        _timer?.Dispose();
        _tls?.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        TimeSpan delay = _options.ReconnectDelay ?? TimeSpan.Zero;
        while (!_stop.IsCancellationRequested)
        {
            bool loggedOn = Session.MayLogOn() && TryConnect() is { } connection && Serve(connection);
            if (_options.ReconnectDelay is not { } first || _stop.IsCancellationRequested)
                return;
            delay = loggedOn ? first : delay;
            if (!Wait(delay))
                return;
            delay = !Session.MayLogOn() ? first : TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, _options.MaximumReconnectDelay.Ticks));
        }
    }

    /// <summary>Runs a connection to its end; true when the session had logged on.</summary>
    private bool Serve(FixConnection connection)
    {
        using (connection)
        {
            if (!Session.TryAttach(connection, TimeSpan.Zero))
                throw new InvalidOperationException($"Session {Session.Id} has a connection");
            if (_stop.IsCancellationRequested)
                connection.Close("the initiator stops");
            Session.Run(connection, new FixFramer(_options.Connection.MaximumMessage), null);
            return Session.HadLoggedOn;
        }
    }

    private FixConnection? TryConnect()
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // A connect that waits too long is ended by closing its socket. An asynchronous connect would put the socket into
            // non-blocking mode for good and make every later read slower.
            using (_stop.Token.Register(state => ((Socket)state!).Dispose(), socket))
            using (_time.CreateTimer(state => ((Socket)state!).Dispose(), socket, _options.ConnectTimeout, Timeout.InfiniteTimeSpan))
                socket.Connect(_options.Host, _options.Port);
            FixConnection connection = new(socket, new NetworkStream(socket, ownsSocket: true), _options.Connection);
            if (_tls is null || connection.Secure(stream => _tls.Connect(stream, _options.Host), _options.ConnectTimeout) is not { } fault)
                return connection;
            LogConnectFailed(Session.Id, _options.Host, _options.Port, fault);
            Session.ReportFailedAttempt(fault);
            return null;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or IOException)
        {
            socket.Dispose();
            LogConnectFailed(Session.Id, _options.Host, _options.Port, error.Message);
            Session.ReportFailedAttempt($"connect failed: {error.Message}");
            return null;
        }
    }

    /// <summary>False when stopped.</summary>
    private bool Wait(TimeSpan delay)
    {
        try
        {
            Task.Delay(delay, _time, _stop.Token).Wait(CancellationToken.None);
            return true;
        }
        catch (AggregateException error) when (error.InnerException is TaskCanceledException)
        {
            return false;
        }
    }
}
