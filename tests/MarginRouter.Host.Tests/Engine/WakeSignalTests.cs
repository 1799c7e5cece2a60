using System.Diagnostics;
using MarginRouter.Host.Engine;

namespace MarginRouter.Host.Tests.Engine;

public sealed class WakeSignalTests
{
    private const int Never = 120_000;

    [Fact]
    public void Wait_RaisedBefore_ReturnsAtOnceAndOnlyOnce()
    {
        WakeSignal signal = new();
        signal.Raise();
        signal.Raise();
        long start = Stopwatch.GetTimestamp();
        signal.Wait(Never);
        Assert.True(Stopwatch.GetElapsedTime(start).TotalMilliseconds < Never / 2);
        start = Stopwatch.GetTimestamp();
        signal.Wait(20);
        Assert.True(Stopwatch.GetElapsedTime(start).TotalMilliseconds >= 15, "a raise was seen twice");
    }

    [Fact]
    public async Task Wait_TwoThreadsTakeTurns_LosesNoWakeUp()
    {
        const int turns = 3_000;
        WakeSignal ping = new();
        WakeSignal pong = new();
        int count = 0;
        long start = Stopwatch.GetTimestamp();
        Task other = Task.Factory.StartNew(
            () =>
            {
                for (int i = 0; i < turns; i++)
                {
                    while (Volatile.Read(ref count) <= 2 * i)
                        ping.Wait(Never);
                    Interlocked.Increment(ref count);
                    pong.Raise();
                }
            },
            TaskCreationOptions.LongRunning);
        for (int i = 0; i < turns; i++)
        {
            Interlocked.Increment(ref count);
            ping.Raise();
            while (Volatile.Read(ref count) <= (2 * i) + 1)
                pong.Wait(Never);
        }

        await other.WaitAsync(TimeSpan.FromMilliseconds(Never));
        Assert.Equal(2 * turns, count);
        Assert.True(Stopwatch.GetElapsedTime(start).TotalMilliseconds < Never, "a wake-up was lost and a time-out had to end the wait");
    }
}
