using System.Text;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Trading;

/// <summary>Opens an account's WebSocket step by step, pings it and hands its frames to the venue's reader until it breaks.</summary>
internal sealed class PrivateStream(TradingContext context, byte[] ping)
{
    private const int FrameShown = 200;
    private volatile SocketConnection? current;

    /// <summary>Runs one connection; throws what broke it.</summary>
    public async Task RunAsync(
        Uri address, IReadOnlyList<PrivateStep> steps, Func<ReadOnlyMemory<byte>, PrivateFrame> take, Action opened, CancellationToken cancellation)
    {
        await using SocketConnection socket = await SocketConnection
            .ConnectAsync(address, context.Options.Socket, context.Parts.Time, cancellation).ConfigureAwait(false);
        current = socket;
        try
        {
            await TaskGroup.RunAsync(
                cancellation,
                token => ReadAsync(socket, steps, take, opened, token),
                token => PingAsync(socket, token)).ConfigureAwait(false);
        }
        finally
        {
            current = null;
        }
    }

    /// <summary>Sends a frame over the open connection; throws <see cref="SocketClosedException"/> when there is none.</summary>
    public Task SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellation) =>
        (current ?? throw new SocketClosedException("the socket is not open")).SendAsync(frame, cancellation);

    private static async Task ReadAsync(
        SocketConnection socket, IReadOnlyList<PrivateStep> steps, Func<ReadOnlyMemory<byte>, PrivateFrame> take, Action opened, CancellationToken cancellation)
    {
        foreach (PrivateStep step in steps)
        {
            if (step.Request is not null)
                await socket.SendAsync(step.Request, cancellation).ConfigureAwait(false);
            for (int answers = 0; answers < step.Answers;)
            {
                if (await ReadOneAsync(socket, take, cancellation).ConfigureAwait(false) == PrivateFrame.Granted)
                    answers++;
            }
        }

        opened();
        while (true)
            await ReadOneAsync(socket, take, cancellation).ConfigureAwait(false);
    }

    private static async Task<PrivateFrame> ReadOneAsync(
        SocketConnection socket, Func<ReadOnlyMemory<byte>, PrivateFrame> take, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> frame = await socket.ReadAsync(cancellation).ConfigureAwait(false);
        PrivateFrame kind = take(frame);
        return kind switch
        {
            PrivateFrame.Event or PrivateFrame.Granted => kind,
            PrivateFrame.Refused => throw new VenueProtocolException($"the private stream was refused: {Shown(frame)}"),
            PrivateFrame.Closing => throw new SocketClosedException("the venue announced that it is going to close the connection"),
        };
    }

    private async Task PingAsync(SocketConnection socket, CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(context.Options.Feed.PingInterval, context.Parts.Time, cancellation).ConfigureAwait(false);
            await socket.SendAsync(ping, cancellation).ConfigureAwait(false);
        }
    }

    private static string Shown(ReadOnlyMemory<byte> frame) => Encoding.UTF8.GetString(frame.Span[..Math.Min(FrameShown, frame.Length)]);
}
