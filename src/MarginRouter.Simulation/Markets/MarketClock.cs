using MarginRouter.Core.Instruments;

namespace MarginRouter.Simulation.Markets;

/// <summary>
/// The common time of one simulated world. Venues that share a clock and a reference price path move together, so that their books
/// overlap as real ones do.
/// </summary>
public sealed class MarketClock
{
    private readonly long started;
    private long skew;

    /// <summary>Starts the clock.</summary>
    public MarketClock(TimeProvider time)
    {
        Time = time;
        started = time.GetTimestamp();
    }

    /// <summary>The time it was made from; timers of the venues run on it.</summary>
    public TimeProvider Time { get; }

    /// <summary>Time since the clock was made.</summary>
    public TimeSpan Elapsed => Time.GetElapsedTime(started);

    /// <summary>By how much the venues' wall clock is ahead of the true time; a fault to order at run time. Elapsed time knows nothing of it.</summary>
    public TimeSpan Skew
    {
        get => new(Interlocked.Read(ref skew));
        set => Interlocked.Exchange(ref skew, value.Ticks);
    }

    /// <summary>Wall-clock time of the venues now, UTC.</summary>
    public Instant Now => new((Time.GetUtcNow() - DateTimeOffset.UnixEpoch + Skew).Ticks * 100);
}
