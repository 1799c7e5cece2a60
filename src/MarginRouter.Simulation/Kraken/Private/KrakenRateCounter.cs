using MarginRouter.Core.Instruments;

namespace MarginRouter.Simulation.Kraken.Private;

/// <summary>
/// The engine's order counter of one account and pair: every order adds one, the counter falls steadily, and an order that would
/// pass the threshold is refused (docs.kraken.com, guide "rate limits").
/// </summary>
internal sealed class KrakenRateCounter(decimal threshold, decimal decayPerSecond)
{
    private const decimal NanosecondsPerSecond = 1_000_000_000;
    private decimal count;
    private Instant countedAt;

    /// <summary>Counts an order; false when it is refused, and then it is not counted.</summary>
    public bool TryAdd(Instant now)
    {
        decimal fallen = Math.Max(0, now.NanosecondsSince(countedAt)) / NanosecondsPerSecond * decayPerSecond;
        count = Math.Max(0, count - fallen);
        countedAt = now;
        if (count + 1 > threshold)
            return false;
        count++;
        return true;
    }
}
