using MarginRouter.Core.Instruments;

namespace MarginRouter.Host.Engine;

/// <summary>Event time: the wall clock at its finest, never going back.</summary>
internal sealed class EngineClock(TimeProvider time)
{
    private readonly DateTimeOffset epoch = time.GetUtcNow();
    private readonly long origin = time.GetTimestamp();

    /// <summary>Now. Counts the monotonic clock from the wall clock at start, so that a step of the wall clock never shows.</summary>
    public Instant Now()
    {
        long elapsed = time.GetElapsedTime(origin).Ticks;
        return new Instant(((epoch - DateTimeOffset.UnixEpoch).Ticks + elapsed) * 100);
    }
}
