using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace MarginRouter.Fix.Transport;

/// <summary>
/// One TCP connection. Reading blocks on the reader's thread. Writing happens on the sender's thread, straight to the socket, as long as the
/// socket takes the bytes without waiting; otherwise they go to a bounded buffer that a thread of the connection drains, so that a slow peer
/// never makes a sender wait. A full buffer closes the connection. All bytes pass through a <see cref="Stream"/>,
/// which <see cref="Secure"/> wraps for TLS.
/// </summary>
internal sealed class FixConnection : IDisposable
{
    /// <summary>
    /// A socket that polls writable has about a third of its send buffer free; a chunk of this size therefore fits without waiting.
    /// </summary>
    private const int DirectChunk = 16 * 1024;

    private readonly Socket _socket;
    private Stream _stream;
    private readonly FixConnectionOptions _options;
    private readonly object _gate = new();
    private byte[] _pending = [];
    private byte[] _draining = [];
    private int _pendingLength;
    private bool _busy;
    private bool _closed;
    private Thread? _drainer;

    public FixConnection(Socket socket, Stream stream, FixConnectionOptions options)
    {
        _socket = socket;
        _stream = stream;
        _options = options;
        socket.NoDelay = true;
        socket.SendBufferSize = options.SocketSendBuffer;
        socket.SendTimeout = (int)options.SlowConsumerTimeout.TotalMilliseconds;
        Remote = socket.RemoteEndPoint?.ToString() ?? "unknown";
        IPAddress address = (socket.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        Address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    /// <summary>Where the peer connects from.</summary>
    public IPAddress Address { get; }

    /// <summary>The peer's address, for logs.</summary>
    public string Remote { get; }

    /// <summary>Why the connection was closed from this side, or null.</summary>
    public string? CloseReason { get; private set; }

    /// <summary>Called by the draining thread when it has caught up.</summary>
    public Action? Drained { get; set; }

    /// <summary>True while nothing waits for the peer, so that a long resend may go on.</summary>
    public bool HasRoom
    {
        get
        {
            lock (_gate)
                return _pendingLength == 0 && !_closed;
        }
    }

    /// <summary>Puts TLS on the connection, before anything else is read or written. Null when done, else why not; it is closed then.</summary>
    public string? Secure(Func<Stream, SslStream> handshake, TimeSpan timeout)
    {
        SetReadTimeout(timeout);
        try
        {
            _stream = handshake(_stream);
            SetReadTimeout(TimeSpan.Zero);
            return null;
        }
        catch (Exception error) when (error is AuthenticationException or IOException or SocketException or ObjectDisposedException)
        {
            Close($"TLS failed: {error.Message}{(error.InnerException is { } inner ? $" {inner.Message}" : "")}");
            return CloseReason;
        }
    }

    /// <summary>Longest time that a read may wait; zero waits without end.</summary>
    public void SetReadTimeout(TimeSpan timeout)
    {
        try
        {
            _socket.ReceiveTimeout = (int)timeout.TotalMilliseconds;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            Close($"the socket is gone: {error.Message}");
        }
    }

    /// <summary>Waits for bytes; 0 when the connection has ended, from whichever side.</summary>
    public int Read(Span<byte> destination)
    {
        try
        {
            return _stream.Read(destination);
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException)
        {
            Close(error is IOException { InnerException: SocketException { SocketErrorCode: SocketError.TimedOut or SocketError.WouldBlock } }
                ? "nothing was received in time"
                : $"read failed: {error.Message}");
            return 0;
        }
    }

    /// <summary>Writes or queues bytes. Callers take turns; it does not wait for the peer and does not throw when the connection is gone.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        bool direct;
        lock (_gate)
            direct = _pendingLength == 0 && !_busy && !_closed;
        try
        {
            while (direct && !bytes.IsEmpty && _socket.Poll(0, SelectMode.SelectWrite))
            {
                int chunk = Math.Min(bytes.Length, DirectChunk);
                _stream.Write(bytes[..chunk]);
                bytes = bytes[chunk..];
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException)
        {
            Close($"write failed: {error.Message}");
            return;
        }

        if (!bytes.IsEmpty)
            Queue(bytes);
    }

    /// <summary>Says that nothing more will be written, so that the peer reads what was sent and then the end.</summary>
    public void FinishWriting()
    {
        try
        {
            // TLS has an end of its own, without which the peer could not tell an end from a cut.
            if (_stream is SslStream secured)
                secured.ShutdownAsync().GetAwaiter().GetResult();
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            Close($"shutdown failed: {error.Message}");
        }
    }

    /// <summary>Ends the connection at once; a blocked read returns. The first reason is kept.</summary>
    public void Close(string reason)
    {
        lock (_gate)
        {
            if (_closed)
                return;
            _closed = true;
            CloseReason = reason;
            Monitor.PulseAll(_gate);
        }

        try
        {
            // Closing alone does not wake a thread that is blocked in a read; the shutdown does.
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The peer had already gone: there is nothing left to shut down.
        }

        _stream.Dispose();
        _socket.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => Close("disposed");

    private void Queue(ReadOnlySpan<byte> bytes)
    {
        bool full;
        lock (_gate)
        {
            if (_closed)
                return;
            full = _pendingLength + bytes.Length > _options.MaximumPendingBytes;
            if (!full)
            {
                if (_pendingLength + bytes.Length > _pending.Length)
                    Array.Resize(ref _pending, Math.Max(_pendingLength + bytes.Length, Math.Min(_pending.Length * 2, _options.MaximumPendingBytes)));
                bytes.CopyTo(_pending.AsSpan(_pendingLength));
                _pendingLength += bytes.Length;
                StartDrainer();
            }
        }

        if (full)
            Close($"slow consumer: more than {_options.MaximumPendingBytes} bytes wait");
    }

    private void StartDrainer()
    {
        if (_drainer is null)
        {
            _drainer = new Thread(Drain) { IsBackground = true, Name = $"fix-drain {Remote}" };
            _drainer.Start();
        }

        Monitor.PulseAll(_gate);
    }

    private void Drain()
    {
        while (TakePending(out int length))
        {
            try
            {
                _stream.Write(_draining.AsSpan(0, length));
            }
            catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException)
            {
                Close($"slow consumer: {error.Message}");
                return;
            }

            bool caughtUp;
            lock (_gate)
            {
                _busy = false;
                caughtUp = _pendingLength == 0;
            }

            if (caughtUp)
                Drained?.Invoke();
        }
    }

    private bool TakePending(out int length)
    {
        lock (_gate)
        {
            while (_pendingLength == 0 && !_closed)
                Monitor.Wait(_gate);
            length = _pendingLength;
            if (_closed)
                return false;
            (_pending, _draining) = (_draining, _pending);
            _pendingLength = 0;
            _busy = true;
            return true;
        }
    }
}
