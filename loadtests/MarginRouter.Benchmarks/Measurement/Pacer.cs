using System.Diagnostics;

namespace MarginRouter.Benchmarks.Measurement;

/// <summary>Intended times of an open loop: they do not move when the system under test is late.</summary>
internal readonly struct Pacer(int perSecond)
{
    private readonly long start = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 100);

    /// <summary>The stopwatch time at which item <paramref name="index"/> is due.</summary>
    public long DueAt(int index) => start + (index * Stopwatch.Frequency / perSecond);

    /// <summary>Spins until a time has come.</summary>
    public static void WaitUntil(long due)
    {
        while (Stopwatch.GetTimestamp() < due)
            Thread.SpinWait(5);
    }
}
