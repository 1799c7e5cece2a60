using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Quotes;

/// <summary>Work that is due later, on the venue's clock and under its gate.</summary>
internal sealed class QuoteTimers(SimulatedExchange exchange) : IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private bool isStopped;
    private Exception? failure;

    /// <summary>The first fault of a piece of work; null while there was none.</summary>
    public Exception? Failure => failure;

    /// <summary>Does it after a time; at once when there is none to wait.</summary>
    public void After(TimeSpan delay, Action work)
    {
        if (delay <= TimeSpan.Zero)
            work();
        else if (!Volatile.Read(ref isStopped))
            _ = LaterAsync(delay, work, stopping.Token);
    }

    /// <summary>Does it at a moment of the venue's time; not before it, however the timer rounds.</summary>
    public void Until(Instant time, Action work) =>
        After(TimeSpan.FromTicks(((time.Nanoseconds - exchange.Clock.Now.Nanoseconds) / 100) + TimeSpan.TicksPerMillisecond), work);

    /// <summary>Drops what was not done.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref isStopped, true))
            return;
        stopping.Cancel();
        stopping.Dispose();
    }

    private async Task LaterAsync(TimeSpan delay, Action work, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(delay, exchange.Clock.Time, cancellation);
            exchange.Locked(() =>
            {
                work();
                return true;
            });
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The venue closes: its makers do nothing any more.
            return;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or KeyNotFoundException)
        {
            Interlocked.CompareExchange(ref failure, exception, null);
        }
    }
}
