using System.Net.WebSockets;
using MarginRouter.Simulation.Kraken.Market;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Simulation.Kraken.Wire;

/// <summary>
/// One client's WebSocket. Frames can be kept back so that an answer goes before the reports of what it answers, and once the client has
/// subscribed a heartbeat goes every second.
/// </summary>
internal sealed class KrakenConnection
{
    private readonly FrameSocket frames;
    private readonly Lock gate = new();
    private readonly List<byte[]> held = [];
    private bool holding;

    /// <summary>Takes over an accepted socket.</summary>
    public KrakenConnection(WebSocket socket)
    {
        frames = new FrameSocket(socket);
    }

    /// <summary>Completes when the connection has ended or is about to.</summary>
    public Task Closed => frames.Closed;

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
    public void SendAhead(byte[] frame) => frames.Send(frame);

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
    public void Abort() => frames.Abort();

    /// <summary>Reads requests into <paramref name="receive"/> and writes queued frames until either side ends or it is cancelled.</summary>
    public Task RunAsync(Action<ReadOnlyMemory<byte>> receive, TimeProvider time, CancellationToken cancellation) =>
        frames.RunAsync(receive, token => HeartbeatAsync(time, token), cancellation);

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
