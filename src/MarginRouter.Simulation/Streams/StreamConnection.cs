using System.Net.WebSockets;
using MarginRouter.Simulation.Accounts;

namespace MarginRouter.Simulation.Streams;

/// <summary>One client's WebSocket with what it has subscribed.</summary>
internal sealed class StreamConnection(WebSocket socket, string path, string token)
{
    private readonly FrameSocket frames = new(socket);

    /// <summary>The path on which it was opened.</summary>
    public string Path { get; } = path;

    /// <summary>What its address gave as a token; empty where the venue has none.</summary>
    public string Token { get; } = token;

    /// <summary>Whose it is once it has logged in; guarded by the venue's gate.</summary>
    public SimulatedAccount? Account { get; set; }

    /// <summary>Names of what it has subscribed; guarded by the venue's gate.</summary>
    public HashSet<string> Topics { get; } = new(StringComparer.Ordinal);

    /// <summary>Queues a frame; cuts the connection when the queue is full.</summary>
    public void Send(byte[] frame) => frames.Send(frame);

    /// <summary>Cuts the connection without a closing handshake, as a network failure would.</summary>
    public void Abort() => frames.Abort();

    /// <summary>Reads requests and writes queued frames until either side ends or it is cancelled.</summary>
    public Task RunAsync(Action<ReadOnlyMemory<byte>> receive, CancellationToken cancellation) => frames.RunAsync(receive, null, cancellation);
}
