using System.Globalization;

namespace MarginRouter.LoadTests.Soak;

/// <summary>
/// Judges memory and sockets. Orders stay in memory by design, in the router as in the simulators, so memory is judged over the last third,
/// when connections come and go and books are built anew but no order is sent: what grows then is a leak.
/// </summary>
internal static class SoakMemory
{
    private const long HeapSlack = 24L * 1024 * 1024;
    private const int SocketSlack = 16;
    private const int ThreadSlack = 24;

    /// <summary>What is wrong; nothing when there are too few looks to say.</summary>
    public static IEnumerable<string> Judge(IReadOnlyList<SoakSample> samples)
    {
        int orders = samples.Count == 0 ? 0 : samples[^1].Orders;
        SoakSample[] quiet = [.. samples.Where(sample => sample.Orders == orders)];
        if (quiet.Length < 4)
            yield break;
        long first = Median(quiet.Take(quiet.Length / 2).Select(sample => sample.HeapBytes));
        long last = Median(quiet.Skip(quiet.Length / 2).Select(sample => sample.HeapBytes));
        if (last > first + HeapSlack)
            yield return string.Create(CultureInfo.InvariantCulture, $"memory grows without orders: from {first / 1024} kB to {last / 1024} kB");
        int sockets = quiet[^1].Sockets;
        int usual = (int)Median(samples.Take(samples.Count / 2).Select(sample => (long)sample.Sockets));
        if (sockets > usual + SocketSlack)
            yield return string.Create(CultureInfo.InvariantCulture, $"sockets grow: {usual} in the first half, {sockets} at the end");
        int threads = (int)Median(samples.Take(samples.Count / 2).Select(sample => (long)sample.Threads));
        if (quiet[^1].Threads > threads + ThreadSlack)
            yield return string.Create(CultureInfo.InvariantCulture, $"threads grow: {threads} in the first half, {quiet[^1].Threads} at the end");
    }

    private static long Median(IEnumerable<long> values)
    {
        long[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
