using System.Net.WebSockets;
using System.Threading.Channels;
using MarginRouter.Simulation.Kraken.Market;

namespace MarginRouter.Simulation.Kraken.Wire;

/// <summary>
/// One client's WebSocket with its queue of frames to send. The queue is bounded: a client that reads too slowly to keep it from
/// filling is cut off, as the venue does, because dropping a frame would break its book without a sign.
/// </summary>
internal sealed class KrakenConnection
{
    private const int OutboundCapacity = 8_192;
    private const int MaximumRequestBytes = 64 * 1_024;
    private readonly WebSocket socket;
    private readonly TaskCompletionSource closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<byte[]> outbound = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(OutboundCapacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly Lock gate = new();
    private readonly List<byte[]> held = [];
    private bool holding;

    /// <summary>Takes over an accepted socket.</summary>
    public KrakenConnection(WebSocket socket)
    {
        this.socket = socket;
    }

    /// <summary>Completes when the connection has ended or is about to.</summary>
    public Task Closed => closing.Task;

    /// <summary>True once the client holds a subscription: heartbeats start then.</summary>
    public bool WantsHeartbeat { get; set; }

    /// <summary>Queues a frame, or keeps it back while the connection is held.</summary>
    public void Send(byte[] frame)
    {
        lock (gate)
        {
            if (holding)
                held.Add(frame);
            else
                SendAhead(frame);
        }
    }

    /// <summary>Queues a frame before those that are kept back; cuts the connection when the queue is full.</summary>
    public void SendAhead(byte[] frame)
    {
        if (!outbound.Writer.TryWrite(frame))
            Abort();
    }

    /// <summary>Keeps frames back from here on, so that an answer can go before the reports of what it answers.</summary>
    public void Hold()
    {
        lock (gate)
            holding = true;
    }

    /// <summary>Sends what was kept back, in order.</summary>
    public void Unhold()
    {
        lock (gate)
        {
            holding = false;
            foreach (byte[] frame in held)
                SendAhead(frame);
            held.Clear();
        }
    }

    /// <summary>Cuts the connection without a closing handshake, as a network failure would.</summary>
    public void Abort() => closing.TrySetResult();

    /// <summary>Reads requests into <paramref name="receive"/> and writes queued frames until either side ends or it is cancelled.</summary>
    public async Task RunAsync(Action<ReadOnlyMemory<byte>> receive, TimeProvider time, CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task[] loops = [ReadAsync(receive, stop.Token), WriteAsync(stop.Token), HeartbeatAsync(time, stop.Token)];
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

    private async Task HeartbeatAsync(TimeProvider time, CancellationToken cancellation)
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(1), time);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            if (WantsHeartbeat)
                Send(KrakenMarketFrames.Heartbeat);
        }
    }
}
