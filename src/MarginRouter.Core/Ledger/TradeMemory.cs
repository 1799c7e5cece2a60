namespace MarginRouter.Core.Ledger;

/// <summary>
/// The trades of an account that are known. Bounded: beyond its capacity the oldest arrival is forgotten, so that a duplicate older
/// than that is taken for new; it is then inside the last statement and still moves no balance.
/// </summary>
internal sealed class TradeMemory
{
    private readonly HashSet<TradeKey> known;
    private readonly Queue<TradeKey> arrivals;
    private readonly int capacity;

    public TradeMemory(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        this.capacity = capacity;
        known = [];
        arrivals = [];
    }

    /// <summary>True when the trade was not known; it is from now on.</summary>
    public bool Add(TradeKey trade)
    {
        if (!known.Add(trade))
            return false;
        arrivals.Enqueue(trade);
        if (arrivals.Count > capacity)
            known.Remove(arrivals.Dequeue());
        return true;
    }
}
