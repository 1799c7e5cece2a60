namespace MarginRouter.Core.Routing.Transfers;

/// <summary>
/// Looks for the amount with the greatest net benefit, and for the least of those that are equal. Every further unit of collateral does
/// less good and costs the same: net benefit rises and falls once, but for the teeth of whole lots. So a few amounts over the range find
/// the hill and halving finds its top; a tooth beside it is missed by no more than a lot is worth.
/// </summary>
/// <param name="attempt">Benefit without the transfer's cost, and net of it, at a step; null when the work units are used up.</param>
/// <param name="neverHarms">
/// True when more collateral at the receiver takes nothing from the split; false when the giver has children of its own to lose.
/// </param>
internal sealed class AmountSearch(Func<long, (decimal Gross, decimal Net)?> attempt, bool neverHarms)
{
    // Amounts that are tried over the whole range before halving; more where several hills are possible.
    private readonly int coarse = neverHarms ? 8 : 24;

    private readonly SortedList<long, (decimal Gross, decimal Net)> tried = [];
    private long best = -1;

    /// <summary>True when the work units ended first.</summary>
    public bool IsCutShort { get; private set; }

    /// <summary>The greatest benefit found, without cost; zero before the search or when nothing could be tried.</summary>
    public decimal MostGross { get; private set; }

    /// <summary>
    /// The best step from 0 to a last one; null when none could be tried, or when all of the benefit is known not to be worth the least cost.
    /// </summary>
    /// <param name="last">The largest step.</param>
    /// <param name="leastCost">What the smallest transfer costs.</param>
    public long? Find(long last, decimal leastCost)
    {
        if (!TryStep(last))
            return null;
        if (neverHarms && MostGross <= leastCost)
            return null;
        bool goes = true;
        for (int i = coarse - 1; i >= 0 && goes; i--)
            goes = TryStep((long)((decimal)last * i / coarse));
        while (goes && NextStep() is { } step)
            goes = TryStep(step);
        return best;
    }

    /// <summary>The middle of the wider gap beside the best step; null when both are closed.</summary>
    private long? NextStep()
    {
        int place = tried.IndexOfKey(best);
        long below = place > 0 ? best - tried.Keys[place - 1] : 1;

        // Where more never harms and a larger amount does no more good, nor does one in between.
        bool mayRise = place + 1 < tried.Count && (!neverHarms || tried.Values[place + 1].Gross > tried.Values[place].Gross);
        long above = mayRise ? tried.Keys[place + 1] - best : 1;
        if (below <= 1 && above <= 1)
            return null;
        return below >= above ? best - (below / 2) : best + (above / 2);
    }

    private bool TryStep(long step)
    {
        if (tried.ContainsKey(step))
            return true;
        if (attempt(step) is not { } found)
        {
            IsCutShort = true;
            return false;
        }

        tried.Add(step, found);
        MostGross = Math.Max(MostGross, found.Gross);
        if (best < 0 || found.Net > tried[best].Net || (found.Net == tried[best].Net && step < best))
            best = step;
        return true;
    }
}
