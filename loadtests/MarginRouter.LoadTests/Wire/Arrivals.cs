namespace MarginRouter.LoadTests.Wire;

/// <summary>Stopwatch times of the first arrival of each order, by its number from 1. Written by the venues' threads, allocated before.</summary>
internal sealed class Arrivals(int capacity)
{
    private readonly long[] times = new long[capacity + 1];
    private int count;

    /// <summary>Orders that have arrived, each counted once.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Notes an arrival; only the first of an order counts.</summary>
    public void Note(long number, long timestamp)
    {
        if (number < 1 || number >= times.Length)
            throw new InvalidOperationException($"order {number} was never sent");
        if (Interlocked.CompareExchange(ref times[number], timestamp, 0) == 0)
            Interlocked.Increment(ref count);
    }

    /// <summary>The first arrival; 0 when there was none.</summary>
    public long Of(long number) => Volatile.Read(ref times[number]);
}
