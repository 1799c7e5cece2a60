using System.Net.WebSockets;
using System.Threading.Channels;

namespace MarginRouter.Simulation.Binance;

/// <summary>
/// One WebSocket of a client: a reader that hands each text message on, and a writer that sends what was queued. The queue is
/// bounded; a client that lets it fill is cut off, as the venue does.
/// </summary>
internal sealed class BinanceSocket(WebSocket socket, bool isCombined)
{
    private const int QueueLength = 20_000;
    private const int ReceiveBufferLength = 16_384;
    private const int LargestMessage = 1 << 20;

    private readonly Channel<byte[]> queue = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(QueueLength) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    /// <summary>True when events are wrapped in {stream, data}.</summary>
    public bool IsCombined { get; } = isCombined;

    /// <summary>Names of subscribed streams; changed and read under the venue's gate.</summary>
    public HashSet<string> Streams { get; } = new(StringComparer.Ordinal);

    /// <summary>Queues a message; cuts the connection when the queue is full.</summary>
    public void Send(byte[] message)
    {
        if (!queue.Writer.TryWrite(message))
            Abort();
    }

    /// <summary>Cuts the connection without a closing handshake.</summary>
    public void Abort()
    {
        queue.Writer.TryComplete();
        socket.Abort();
    }

    /// <summary>Serves the socket until either side ends it.</summary>
    public async Task RunAsync(Action<ReadOnlyMemory<byte>> receive, CancellationToken cancellation)
    {
        using CancellationTokenRegistration onCancel = cancellation.Register(Abort);
        Task writing = WriteAsync();
        try
        {
            await ReadAsync(receive, cancellation).ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is WebSocketException or OperationCanceledException or IOException)
        {
            // The client is gone or the connection was cut by a fault: there is nobody left to tell.
            socket.Abort();
        }
        finally
        {
            queue.Writer.TryComplete();
            await writing.ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(Action<ReadOnlyMemory<byte>> receive, CancellationToken cancellation)
    {
        byte[] buffer = new byte[ReceiveBufferLength];
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellation).ConfigureAwait(false);
                return;
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                receive(buffer.AsMemory(0, length));
                length = 0;
            }
            else if (length == buffer.Length)
            {
                if (length >= LargestMessage)
                    return;
                Array.Resize(ref buffer, length * 2);
            }
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (byte[] message in queue.Reader.ReadAllAsync().ConfigureAwait(false))
                await socket.SendAsync(message, WebSocketMessageType.Text, true, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The reader notices the same end and finishes the connection.
            queue.Writer.TryComplete();
        }
    }
}
