using System.Net.WebSockets;
using System.Threading.Channels;

namespace MarginRouter.Simulation.Streams;

/// <summary>
/// A client's WebSocket with its queue of frames to send. The queue is bounded: a client that reads too slowly to keep it from filling is
/// cut off, as venues do, because dropping a frame would break its book without a sign.
/// </summary>
internal sealed class FrameSocket(WebSocket socket)
{
    private const int OutboundCapacity = 8_192;
    private const int MaximumRequestBytes = 64 * 1_024;
    private readonly TaskCompletionSource closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<byte[]> outbound = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(OutboundCapacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    /// <summary>Completes when the connection has ended or is about to.</summary>
    public Task Closed => closing.Task;

    /// <summary>Queues a frame; cuts the connection when the queue is full.</summary>
    public void Send(byte[] frame)
    {
        if (!outbound.Writer.TryWrite(frame))
            Abort();
    }

    /// <summary>Cuts the connection without a closing handshake, as a network failure would.</summary>
    public void Abort() => closing.TrySetResult();

    /// <summary>Reads requests and writes queued frames until either side ends or it is cancelled.</summary>
    /// <param name="receive">Takes each whole request.</param>
    /// <param name="beside">Runs beside both until the end; null for nothing.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task RunAsync(Action<ReadOnlyMemory<byte>> receive, Func<CancellationToken, Task>? beside, CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task[] loops = beside is null
            ? [ReadAsync(receive, stop.Token), WriteAsync(stop.Token)]
            : [ReadAsync(receive, stop.Token), WriteAsync(stop.Token), beside(stop.Token)];
        Task ended = await Task.WhenAny([.. loops, closing.Task]);
        await stop.CancelAsync();
        outbound.Writer.TryComplete();
        closing.TrySetResult();
        socket.Abort();
        await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // A client that went away, a cut and a stop are the ordinary ends; anything else is a fault of the simulator.
        if (ended.Exception?.InnerException is { } fault and not (OperationCanceledException or WebSocketException or IOException))
            throw new InvalidOperationException("a WebSocket session failed", fault);
    }

    private async Task ReadAsync(Action<ReadOnlyMemory<byte>> receive, CancellationToken cancellation)
    {
        byte[] buffer = new byte[MaximumRequestBytes];
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult result = await socket.ReceiveAsync(buffer.AsMemory(length), cancellation);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellation);
                return;
            }

            length += result.Count;
            if (result.EndOfMessage)
            {
                receive(buffer.AsMemory(0, length));
                length = 0;
            }
            else if (length == buffer.Length)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.MessageTooBig, null, cancellation);
                return;
            }
        }
    }

    private async Task WriteAsync(CancellationToken cancellation)
    {
        await foreach (byte[] frame in outbound.Reader.ReadAllAsync(cancellation))
            await socket.SendAsync(frame, WebSocketMessageType.Text, true, cancellation);
    }
}
