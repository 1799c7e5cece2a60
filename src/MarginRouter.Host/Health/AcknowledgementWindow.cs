using System.Numerics;

namespace MarginRouter.Host.Health;

/// <summary>
/// Latencies of the last one to two minutes, counted in buckets of an eighth of a power of two of nanoseconds: a percentile is known to about
/// 12 %. Allocates nothing after it is made; callers hold a lock.
/// </summary>
internal sealed class AcknowledgementWindow
{
    private const int Parts = 8;
    private const int Buckets = 48 * Parts;
    private const long Length = 60_000_000_000L;
    private long[] current = new long[Buckets];
    private long[] before = new long[Buckets];
    private long began;

    /// <summary>Latencies counted.</summary>
    public long Count { get; private set; }

    /// <summary>Counts a latency in nanoseconds at a moment.</summary>
    public void Add(long now, long latency)
    {
        Turn(now);
        current[Bucket(latency)]++;
        Count++;
    }

    /// <summary>The latency, in nanoseconds, which a share of those in the window did not exceed; null when there are none.</summary>
    public long? Percentile(long now, double share)
    {
        Turn(now);
        long total = 0;
        for (int i = 0; i < Buckets; i++)
            total += current[i] + before[i];
        if (total == 0)
            return null;
        long wanted = Math.Max(1L, (long)Math.Ceiling(total * share));
        int place = 0;
        for (long seen = current[0] + before[0]; seen < wanted; seen += current[place] + before[place])
            place++;
        return Upper(place);
    }

    private static int Bucket(long latency)
    {
        ulong value = (ulong)Math.Max(latency, Parts);
        int power = BitOperations.Log2(value);
        int part = (int)((value >> (power - 3)) & (Parts - 1));
        return Math.Min(((power - 3) * Parts) + part, Buckets - 1);
    }

    private static long Upper(int bucket) => (long)(Parts + (bucket % Parts) + 1) << (bucket / Parts);

    private void Turn(long now)
    {
        if (now - began < Length)
            return;
        bool isNext = now - began < 2 * Length;
        (current, before) = (before, current);
        Array.Clear(current);
        if (!isNext)
            Array.Clear(before);
        began = now;
    }
}
