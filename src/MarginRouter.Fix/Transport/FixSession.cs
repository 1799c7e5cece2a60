using MarginRouter.Fix.Codec;
using MarginRouter.Fix.MessageLogs;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Fix.Transport;

/// <summary>
/// A session as the application holds it: send from any thread, commit inbound messages, log out. It lives across connections; the acceptor
/// or initiator that made it connects it. Messages are written to the socket before <see cref="Send(FixMessageWriter)"/> returns, except
/// those sent from within a call-back: they go out together when the bytes received at once have been worked through.
/// </summary>
public sealed partial class FixSession : ISessionHooks
{
    /// <summary>Bytes queued during call-backs after which they are written without waiting for the rest of the batch.</summary>
    private const int BatchFlush = 16 * 1024;

    private const int ReplayStep = 64 * 1024;
    private const int MaximumDiscardedReads = 64;

    private readonly Lock _lock = new();
    private readonly SessionProtocol _protocol;
    private readonly IFixApplication _application;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly object _attachGate = new();
    private bool _attached;
    private FixConnection? _connection;
    private int _batchThread;

    internal FixSession(FixSessionOptions options, IFixMessageStore store, IFixApplication application, TimeProvider time, ILogger logger)
    {
        Options = options;
        _application = application;
        _time = time;
        _logger = logger;
        _protocol = new SessionProtocol(options, store, this);
        application.OnCreate(this);
    }

    /// <summary>CompIDs and version, from our side.</summary>
    public FixSessionId Id => Options.Id;

    /// <summary>How the session behaves.</summary>
    public FixSessionOptions Options { get; }

    /// <summary>A place for the application's own object, for example its state of this session.</summary>
    public object? Tag { get; set; }

    /// <summary>Where the session stands.</summary>
    public FixSessionStatus Status
    {
        get
        {
            lock (_lock)
                return _protocol.Status;
        }
    }

    /// <summary>True while application messages flow.</summary>
    public bool IsLoggedOn => Status == FixSessionStatus.Active;

    /// <summary>MsgSeqNum (34) of the next message to send.</summary>
    public long NextOutbound
    {
        get
        {
            lock (_lock)
                return _protocol.NextOutbound;
        }
    }

    /// <summary>MsgSeqNum (34) of the next message expected.</summary>
    public long NextInbound
    {
        get
        {
            lock (_lock)
                return _protocol.NextInbound;
        }
    }

    /// <summary>Only during <see cref="IFixApplication.FromApp"/>: names the message for <see cref="CommitInbound"/>.</summary>
    public FixInboundMark InboundMark => _protocol.DeliveredMark;

    /// <summary>Numbers, stores and writes a message. The writer may be used again afterwards.</summary>
    /// <exception cref="IOException">The store cannot keep the message; nothing was sent and the number is not used.</exception>
    public FixSendResult Send(FixMessageWriter message)
    {
        lock (_lock)
        {
            FixSendResult result = _protocol.Send(message, Now());
            FlushUnlessBatching();
            return result;
        }
    }

    /// <summary>Numbers and stores several messages and writes them with one socket write. All share the result.</summary>
    /// <exception cref="IOException">The store cannot keep a message; those before it are sent.</exception>
    public FixSendResult Send(params ReadOnlySpan<FixMessageWriter> messages)
    {
        lock (_lock)
        {
            FixSendResult result = FixSendResult.NotLoggedOn;
            try
            {
                foreach (FixMessageWriter message in messages)
                    result = _protocol.Send(message, Now());
            }
            finally
            {
                FlushUnlessBatching();
            }

            return result;
        }
    }

    /// <summary>
    /// Says that a received application message and all before it are safely processed. From any thread; marks that are older than
    /// one already committed, or from before a sequence reset, do nothing.
    /// </summary>
    public void CommitInbound(FixInboundMark mark)
    {
        lock (_lock)
            _protocol.CommitInbound(mark);
    }

    /// <summary>Starts an orderly end of the connection; the session may connect again later.</summary>
    /// <param name="text">Text (58) of the Logout, or null.</param>
    public void Logout(string? text = null)
    {
        lock (_lock)
        {
            _protocol.RequestLogout(text, Now());
            Flush();
        }
    }

    /// <summary>Cuts the connection without a Logout.</summary>
    public void Disconnect(string reason)
    {
        lock (_lock)
            _connection?.Close(reason);
    }

    /// <summary>Takes a connection, unless one is live.</summary>
    /// <param name="connection">The new connection.</param>
    /// <param name="patience">How long to wait for a connection whose end is just being noticed.</param>
    internal bool TryAttach(FixConnection connection, TimeSpan patience)
    {
        lock (_attachGate)
        {
            if (_attached)
                Monitor.Wait(_attachGate, patience);
            if (_attached)
                return false;
            _attached = true;
        }

        lock (_lock)
        {
            _connection = connection;
            connection.Drained = Pump;
        }

        return true;
    }

    /// <summary>Reads the attached connection until it ends; returns why it ended. Runs on a thread of its own.</summary>
    /// <param name="connection">The connection given to <see cref="TryAttach"/>.</param>
    /// <param name="framer">What was read already.</param>
    /// <param name="first">The Logon that identified the session at an acceptor, or null.</param>
    internal string Run(FixConnection connection, FixFramer framer, FixMessage? first)
    {
        LogConnected(Id, connection.Remote);
        MessageLog?.Happened($"connected to {connection.Remote}");
        string? fault = null;
        try
        {
            BeginBatch();
            lock (_lock)
                _protocol.Connected(Now());
            if (first is not null)
            {
                MessageLog?.Received(first.Bytes);
                Process(first);
            }

            FixMessage message = first ?? new FixMessage();
            ProcessFrames(framer, message);
            while (EndBatch() is null)
            {
                int received = connection.Read(framer.Free());
                if (received == 0)
                    break;
                framer.Advance(received);
                BeginBatch();
                ProcessFrames(framer, message);
            }

        }
        catch (Exception error)
        {
            // An application or store that fails must not be asked to go on: the message is not consumed and comes again after a reconnect.
            LogFailed(error, Id);
            fault = $"failed: {error.Message}";
        }

        string reason = Detach(connection, fault);
        DiscardUntilClosed(connection);
        return reason;
    }

    /// <summary>Does what is due by time. Called from a timer.</summary>
    internal void Tick()
    {
        lock (_lock)
        {
            try
            {
                _protocol.Tick(Now());
                Flush();
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                LogFailed(error, Id);
                _connection?.Close($"failed: {error.Message}");
                return;
            }

            if (_protocol.DisconnectReason is { } reason)
                _connection?.Close(reason);
        }
    }

    /// <summary>Whether a logon may succeed by the session's schedule.</summary>
    internal bool MayLogOn()
    {
        lock (_lock)
            return _protocol.MayLogOn(Now());
    }

    /// <summary>Where the session's messages are written for people; null for nowhere.</summary>
    internal FixMessageLog? MessageLog { get; init; }

    /// <summary>Whether the last connection had reached the logon.</summary>
    internal bool HadLoggedOn { get; private set; }

    /// <summary>Tells the application of an attempt that did not lead to a connection.</summary>
    internal void ReportFailedAttempt(string reason) => _application.OnDisconnected(this, reason);

    void ISessionHooks.ToAdmin(FixMessageWriter message) => _application.ToAdmin(this, message);

    void ISessionHooks.SignLogon(FixMessageWriter message, FixLogonStamp stamp) => _application.SignLogon(this, message, stamp);

    FixRefusal? ISessionHooks.FromAdmin(FixMessage message) => _application.FromAdmin(this, message);

    FixRefusal? ISessionHooks.ChangePassword(FixPasswordChange change) => _application.ChangePassword(this, change);

    void ISessionHooks.PasswordChanged() => _application.OnPasswordChanged(this);

    void ISessionHooks.ToApp(FixMessageWriter message) => _application.ToApp(this, message);

    bool ISessionHooks.ShouldResend(FixMessage message) => _application.ShouldResend(this, message);

    string? ISessionHooks.MarkToKeep() => _application.MarkToKeep(this);

    void ISessionHooks.SessionBegins(DateTime start, long nextOutbound) => LogSessionBegins(Id, start, nextOutbound - 1);

    private DateTime Now() => _time.GetUtcNow().UtcDateTime;

    private void BeginBatch()
    {
        lock (_lock)
            _batchThread = Environment.CurrentManagedThreadId;
    }

    /// <summary>Writes what the batch has queued; not null when the connection has to end.</summary>
    private string? EndBatch()
    {
        lock (_lock)
        {
            _batchThread = 0;
            Flush();
        }

        Pump();
        lock (_lock)
            return _protocol.DisconnectReason;
    }

    private void ProcessFrames(FixFramer framer, FixMessage message)
    {
        FixFrameOutcome outcome;
        while ((outcome = framer.Read(message)) != FixFrameOutcome.NeedMore)
        {
            if (outcome != FixFrameOutcome.Message)
            {
                LogGarbled(Id, framer.GarbledCount);
                continue;
            }

            MessageLog?.Received(message.Bytes);
            Process(message);
        }
    }

    /// <summary>Works through a message and those that it lets out of their wait for it. The clock is read once a message: reading it costs as much as framing.</summary>
    private void Process(FixMessage message)
    {
        FixMessage? next = message;
        while (next is not null)
        {
            DateTime now = Now();
            SessionDelivery delivery;
            lock (_lock)
                delivery = _protocol.Receive(next, now);
            FixRefusal? refusal = null;
            switch (delivery)
            {
                case SessionDelivery.Nothing:
                    break;
                case SessionDelivery.LoggedOn:
                    LogLoggedOn(Id);
                    _application.OnLogon(this);
                    break;
                case SessionDelivery.Application:
                    refusal = _application.FromApp(this, next);
                    break;
            }

            lock (_lock)
            {
                if (delivery == SessionDelivery.Application)
                    _protocol.Delivered(next, refusal, refusal is null ? now : Now());
                next = _protocol.NextHeld(_protocol.Recovering ? Now() : now);
            }
        }
    }

    private void FlushUnlessBatching()
    {
        if (_batchThread != Environment.CurrentManagedThreadId || _protocol.Outbox.Length >= BatchFlush)
            Flush();
    }

    /// <summary>Under the lock: hands the outbox to the connection.</summary>
    private void Flush()
    {
        if (_protocol.Outbox.Length == 0)
            return;
        if (_connection is { } connection)
        {
            connection.Write(_protocol.Outbox.Bytes);
            MessageLog?.Sent(_protocol.Outbox.Bytes);
        }

        _protocol.Outbox.Clear();
    }

    /// <summary>Goes on with a resend while the peer takes it; the lock is released between steps so that others can send.</summary>
    private void Pump()
    {
        while (true)
        {
            lock (_lock)
            {
                if (!_protocol.Replaying || _connection is not { HasRoom: true })
                    return;
                _protocol.AdvanceReplay(Now(), ReplayStep);
                Flush();
            }
        }
    }

    /// <summary>
    /// Lets the peer read our last message before the connection closes: a close with unread input would reset it and could destroy them.
    /// It sees the end only now, when the session is free for its next connection.
    /// </summary>
    private void DiscardUntilClosed(FixConnection connection)
    {
        if (connection.CloseReason is null)
        {
            connection.FinishWriting();
            connection.SetReadTimeout(Options.LogoutTimeout);
            byte[] discarded = new byte[4096];
            for (int i = 0; i < MaximumDiscardedReads && connection.Read(discarded) > 0; i++)
            {
            }
        }

        connection.Close("done");
    }

    private string Detach(FixConnection connection, string? fault)
    {
        string reason;
        bool wasLoggedOn;
        lock (_lock)
        {
            reason = fault ?? _protocol.DisconnectReason ?? connection.CloseReason ?? "the peer closed the connection";
            if (fault is not null)
                connection.Close(fault);
            _batchThread = 0;
            wasLoggedOn = _protocol.Disconnected();
            connection.Drained = null;
            _connection = null;
        }

        HadLoggedOn = wasLoggedOn;
        LogDisconnected(Id, reason);
        MessageLog?.Happened($"disconnected: {reason}");
        ReportEnd(reason, wasLoggedOn);
        lock (_attachGate)
        {
            _attached = false;
            Monitor.Pulse(_attachGate);
        }

        return reason;
    }

    private void ReportEnd(string reason, bool wasLoggedOn)
    {
        try
        {
            if (wasLoggedOn)
                _application.OnLogout(this, reason);
            _application.OnDisconnected(this, reason);
        }
        catch (Exception error)
        {
            LogFailed(error, Id);
        }
    }
}
