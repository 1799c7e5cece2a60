using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Kraken.Trading;

/// <summary>
/// Venue times of the last trades by their id, as the executions stream stated them. A ledger entry names its trade; the trade's own time
/// is the one by which a statement and a fill are compared.
/// </summary>
internal sealed class TradeTimes
{
    private const int Capacity = 1_024;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Instant> times = new(StringComparer.Ordinal);
    private readonly Queue<string> oldest = new();

    /// <summary>Notes a trade.</summary>
    public void Note(string trade, Instant time)
    {
        lock (gate)
        {
            if (!times.TryAdd(trade, time))
                return;
            oldest.Enqueue(trade);
            if (oldest.Count > Capacity)
                times.Remove(oldest.Dequeue());
        }
    }

    /// <summary>The time of a trade; null when it was not seen.</summary>
    public Instant? Of(string trade)
    {
        lock (gate)
            return times.TryGetValue(trade, out Instant time) ? time : null;
    }
}
