using System.Net.WebSockets;
using System.Runtime.CompilerServices;

namespace MarginRouter.Venues.Connectivity;

/// <summary>
/// A client WebSocket that hands out whole messages from one reused buffer. One reader and any number of writers; pings of the venue are
/// answered by the runtime while a read is pending. Every way of ending appears to the reader as <see cref="SocketClosedException"/>.
/// </summary>
internal sealed class SocketConnection : IAsyncDisposable
{
    private readonly ClientWebSocket socket;
    private readonly SocketOptions options;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly ITimer? watchdog;
    private byte[] buffer = new byte[64 * 1024];
    private long lastMessage;
    private volatile bool silent;

    private SocketConnection(ClientWebSocket socket, SocketOptions options, TimeProvider time)
    {
        this.socket = socket;
        this.options = options;
        this.time = time;
        lastMessage = time.GetTimestamp();
        if (options.SilenceLimit is { } limit)
            watchdog = time.CreateTimer(_ => AbortWhenSilent(limit), null, limit / 4, limit / 4);
    }

    /// <summary>True while messages can be sent.</summary>
    public bool IsOpen => socket.State == WebSocketState.Open;

    /// <summary>Opens a socket; throws <see cref="WebSocketException"/> or <see cref="TimeoutException"/> when that fails.</summary>
    public static async Task<SocketConnection> ConnectAsync(
        Uri address, SocketOptions options, TimeProvider time, CancellationToken cancellation)
    {
        ClientWebSocket socket = new();
        socket.Options.KeepAliveInterval = options.KeepAlive;
        socket.Options.KeepAliveTimeout = options.KeepAlive;
        using CancellationTokenSource limit = new(options.ConnectTimeout, time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            await socket.ConnectAsync(address, both.Token).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            socket.Dispose();
            if (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
                throw new TimeoutException($"no connection to {address.Host}:{address.Port} within {options.ConnectTimeout.TotalSeconds} s", fault);
            throw;
        }

        return new SocketConnection(socket, options, time);
    }

    /// <summary>The next whole message, valid until the next call.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellation)
    {
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult received;
            try
            {
                received = await socket.ReceiveAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false);
            }
            catch (Exception fault) when (!cancellation.IsCancellationRequested && IsEnd(fault))
            {
                throw new SocketClosedException(silent ? $"no message for {options.SilenceLimit}" : fault.Message, fault);
            }

            Volatile.Write(ref lastMessage, time.GetTimestamp());
            if (received.MessageType == WebSocketMessageType.Close)
                throw new SocketClosedException($"closed by the venue: {socket.CloseStatus} {socket.CloseStatusDescription}");
            length += received.Count;
            if (received.EndOfMessage)
                return buffer.AsMemory(0, length);
            if (length == buffer.Length)
                Grow();
        }
    }

    /// <summary>Sends one text message; throws <see cref="SocketClosedException"/> when the socket ended.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        await writing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellation).ConfigureAwait(false);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested && IsEnd(fault))
        {
            throw new SocketClosedException(fault.Message, fault);
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>Ends the socket at once, for example when its peer connection failed.</summary>
    public void Abort() => socket.Abort();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (watchdog is not null)
            await watchdog.DisposeAsync().ConfigureAwait(false);
        if (socket.State == WebSocketState.Open)
        {
            using CancellationTokenSource limit = new(TimeSpan.FromSeconds(1), time);
            try
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token).ConfigureAwait(false);
            }
            catch (Exception fault) when (IsEnd(fault))
            {
                // The peer is gone already; the goodbye was only politeness.
                socket.Abort();
            }
        }

        socket.Dispose();
        writing.Dispose();
    }

    private static bool IsEnd(Exception fault) =>
        fault is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException or InvalidOperationException;

    private void AbortWhenSilent(TimeSpan limit)
    {
        if (time.GetElapsedTime(Volatile.Read(ref lastMessage)) < limit)
            return;
        silent = true;
        socket.Abort();
    }

    private void Grow()
    {
        if (buffer.Length >= options.MaximumMessageBytes)
            throw new VenueProtocolException($"a message is longer than {options.MaximumMessageBytes} bytes");
        Array.Resize(ref buffer, buffer.Length * 2);
    }
}
