using MarginRouter.Core.Instruments;
using MarginRouter.Host.Engine;

namespace MarginRouter.Host.Tests.Engine;

public sealed class EngineClockTests
{
    [Fact]
    public void Now_WallClockStepsBack_GoesOnFromTheStart()
    {
        SteppingTime time = new(DateTimeOffset.UnixEpoch.AddSeconds(1_800_000_000));
        EngineClock clock = new(time);
        Assert.Equal(Instant.FromMilliseconds(1_800_000_000_000), clock.Now());
        time.Wall -= TimeSpan.FromHours(1);
        time.Elapsed += TimeSpan.FromMilliseconds(5);
        Assert.Equal(Instant.FromMilliseconds(1_800_000_000_005), clock.Now());
    }

    private sealed class SteppingTime(DateTimeOffset wall) : TimeProvider
    {
        public DateTimeOffset Wall { get; set; } = wall;

        public TimeSpan Elapsed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Wall;

        public override long GetTimestamp() => Elapsed.Ticks;
    }
}
