namespace MarginRouter.Core.Routing.Search;

/// <summary>A split under construction or found: lots by instrument and by candidate.</summary>
internal sealed class SplitPlan(int instruments, int candidates)
{
    /// <summary>By place in the product: instrument lots taken from its ladder.</summary>
    public long[] Totals { get; } = new long[instruments];

    /// <summary>By candidate: instrument lots of its child; zero for none.</summary>
    public long[] Taken { get; } = new long[candidates];

    /// <summary>Product lots filled.</summary>
    public long Filled { get; private set; }

    /// <summary>All-in money in the pricing asset, signed so that less is better.</summary>
    public decimal Cost { get; private set; }

    /// <summary>Number of children.</summary>
    public int Children { get; private set; }

    /// <summary>Sums up fill, cost and children.</summary>
    public void Measure(ReadOnlySpan<TakerLadder?> ladders)
    {
        Filled = 0;
        Cost = 0m;
        Children = 0;
        for (int slot = 0; slot < Totals.Length; slot++)
        {
            if (Totals[slot] == 0)
                continue;
            Filled += Totals[slot] * ladders[slot]!.ProductLots;
            Cost += ladders[slot]!.AllInCost(Totals[slot]);
        }

        foreach (long lots in Taken)
            Children += lots > 0 ? 1 : 0;
    }

    /// <summary>More fill first, then less cost, then fewer children.</summary>
    public bool IsBetterThan(SplitPlan other) =>
        Filled != other.Filled ? Filled > other.Filled
        : Cost != other.Cost ? Cost < other.Cost
        : Children < other.Children;

    /// <summary>Takes over another plan of the same shape.</summary>
    public void CopyFrom(SplitPlan other)
    {
        other.Totals.CopyTo(Totals, 0);
        other.Taken.CopyTo(Taken, 0);
        Filled = other.Filled;
        Cost = other.Cost;
        Children = other.Children;
    }
}
