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

    /// <summary>What plans are compared by, in the pricing asset: all-in money and preferences, signed so that less is better.</summary>
    public decimal Cost { get; private set; }

    /// <summary>Number of children.</summary>
    public int Children { get; private set; }

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        Array.Clear(Totals);
        Array.Clear(Taken);
        (Filled, Cost, Children) = (0, 0m, 0);
    }

    /// <summary>True when another plan takes exactly the same.</summary>
    public bool TakesAs(SplitPlan other) => Totals.AsSpan().SequenceEqual(other.Totals) && Taken.AsSpan().SequenceEqual(other.Taken);

    /// <summary>Sums up fill, cost and children.</summary>
    public void Measure(RouteProblem problem)
    {
        TakerLadder?[] ladders = problem.Ladders;
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

        for (int i = 0; i < Taken.Length; i++)
        {
            if (Taken[i] == 0)
                continue;
            Children++;
            if (!problem.IsPlain)
                Cost += problem.Candidates[i].ExtraObjective(Taken[i]);
        }
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
