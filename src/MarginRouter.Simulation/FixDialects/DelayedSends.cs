using System.Threading.Channels;

namespace MarginRouter.Simulation.FixDialects;

/// <summary>Does things a fixed time later, in the order in which they came; at most so many wait, a further one is an error of the simulation.</summary>
internal sealed class DelayedSends : IDisposable
{
    private const int Capacity = 100_000;
    private readonly Channel<(long At, Action Send)> waiting = Channel.CreateBounded<(long, Action)>(Capacity);
    private readonly CancellationTokenSource stopping = new();
    private readonly TimeProvider time;
    private readonly TimeSpan delay;

    public DelayedSends(TimeProvider time, TimeSpan delay)
    {
        this.time = time;
        this.delay = delay;
        _ = RunAsync(stopping.Token);
    }

    /// <summary>Does it after the delay.</summary>
    public void Add(Action send)
    {
        if (!waiting.Writer.TryWrite((time.GetTimestamp(), send)))
            throw new InvalidOperationException($"more than {Capacity} messages wait");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        stopping.Cancel();
        stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await foreach ((long at, Action send) in waiting.Reader.ReadAllAsync(cancellation))
            {
                TimeSpan left = delay - time.GetElapsedTime(at);
                if (left > TimeSpan.Zero)
                    await Task.Delay(left, time, cancellation);
                send();
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The venue closes.
            return;
        }
    }
}
