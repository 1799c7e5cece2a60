using System.Diagnostics;

namespace MarginRouter.Benchmarks.Measurement;

/// <summary>Latencies of one round, in stopwatch ticks, in a buffer that is allocated before the round.</summary>
internal sealed class LatencySample(int capacity)
{
    private readonly long[] ticks = new long[capacity];
    private int count;
    private bool sorted;

    /// <summary>Adds one latency.</summary>
    public void Add(long latencyTicks) => ticks[count++] = latencyTicks;

    /// <summary>How many there are.</summary>
    public int Count => count;

    /// <summary>The latency that this share of the round did not exceed, in microseconds; throws when there is none.</summary>
    public double Microseconds(double share)
    {
        if (count == 0)
            throw new InvalidOperationException("nothing was measured");
        if (!sorted)
            Array.Sort(ticks, 0, count);
        sorted = true;
        int index = Math.Clamp((int)Math.Ceiling(share * count) - 1, 0, count - 1);
        return ticks[index] * 1e6 / Stopwatch.Frequency;
    }
}
