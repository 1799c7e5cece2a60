using System.Diagnostics;
using MarginRouter.Benchmarks.Measurement;

namespace MarginRouter.Benchmarks.FixEcho;

/// <summary>
/// One round of orders and their answers, which come in the order of the orders, with at most <paramref name="window"/> in flight.
/// One thread at a time uses it.
/// </summary>
internal sealed class EchoRound(int count, int window)
{
    private readonly long[] sentAt = new long[window];
    private int sent;
    private int answered;

    /// <summary>Order to answer, each.</summary>
    public LatencySample Latencies { get; } = new(count);

    /// <summary>True when every order was answered.</summary>
    public bool Finished => answered == count;

    /// <summary>True when another order may be sent; it counts as sent now.</summary>
    public bool TrySend()
    {
        if (sent == count || sent - answered == window)
            return false;
        sentAt[sent % window] = Stopwatch.GetTimestamp();
        sent++;
        return true;
    }

    /// <summary>The oldest order in flight was answered.</summary>
    public void Answered()
    {
        Latencies.Add(Stopwatch.GetTimestamp() - sentAt[answered % window]);
        answered++;
    }
}
