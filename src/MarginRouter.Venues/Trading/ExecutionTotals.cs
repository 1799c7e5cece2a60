using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Venues.Trading;

/// <summary>Counts what has filled of the children that this process sent, each trade once, to know which execution is the last.</summary>
internal sealed class ExecutionTotals
{
    private readonly Lock gate = new();
    private readonly Dictionary<ChildOrderId, Total> totals = [];

    /// <summary>A child is about to be sent.</summary>
    public void Expect(ChildOrderTerms terms)
    {
        lock (gate)
            totals[terms.Id] = new Total(terms.Quantity.Value);
    }

    /// <summary>The size of an order that stands becomes another.</summary>
    public void Resize(ChildOrderId child, long difference)
    {
        lock (gate)
        {
            if (totals.TryGetValue(child, out Total? total))
                total.Open += difference;
        }
    }

    /// <summary>An execution; true when it completes its child.</summary>
    public bool Add(ChildOrderId child, string tradeId, QuantityLots quantity)
    {
        lock (gate)
        {
            if (!totals.TryGetValue(child, out Total? total) || !total.Trades.Add(tradeId))
                return false;
            total.Open -= quantity.Value;
            return total.Open <= 0 && totals.Remove(child);
        }
    }

    /// <summary>The child ended otherwise.</summary>
    public void Forget(ChildOrderId child)
    {
        lock (gate)
            totals.Remove(child);
    }

    private sealed class Total(long open)
    {
        public long Open { get; set; } = open;

        public HashSet<string> Trades { get; } = new(StringComparer.Ordinal);
    }
}
