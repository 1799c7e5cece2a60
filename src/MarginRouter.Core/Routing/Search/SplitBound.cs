using MarginRouter.Core.Margin;

namespace MarginRouter.Core.Routing.Search;

/// <summary>
/// A certified lower bound on what a fill costs: the merge with everything forgotten that could only make it dearer. Lots are divisible,
/// accounts and caps do not compete for each other's room, there are no least sizes and no number of children, and a fixed cost is spread
/// over the most that its candidate could take. What an instrument or a candidate can carry alone is kept.
/// </summary>
internal sealed class SplitBound
{
    private readonly RouteProblem problem;
    private readonly long[] ceilings;
    private readonly Stretch[]?[] stretches;
    private readonly decimal[] spread;
    private readonly decimal[] extras;
    private readonly long[] taken;
    private readonly int[] rungs;
    private readonly CostRace race;
    private decimal extra;
    private long[] merged = [];
    private long mergedFill = -1;
    private long filled = long.MaxValue;
    private (long Fill, decimal Cost)? asked;

    /// <param name="problem">The problem.</param>
    public SplitBound(RouteProblem problem)
    {
        this.problem = problem;
        int slots = problem.Ladders.Length;
        ceilings = new long[slots];
        stretches = new Stretch[]?[slots];
        spread = new decimal[slots];
        extras = new decimal[slots];
        taken = new long[slots];
        rungs = new int[slots];
        race = new CostRace(problem.Ladders);
    }

    /// <summary>Begins a search.</summary>
    /// <param name="most">By place in the product: most lots that its accounts can carry together, each alone.</param>
    /// <param name="totals">By place in the product: what the merge took within these ceilings; null when it is not known.</param>
    public void Open(long[] most, long[]? totals)
    {
        most.CopyTo(ceilings, 0);
        Array.Clear(stretches);
        Array.Clear(spread);
        Array.Clear(extras);
        Array.Clear(taken);
        Array.Clear(rungs);
        extra = 0m;
        asked = null;
        merged = [];
        mergedFill = -1;
        filled = long.MaxValue;
        for (int slot = 0; slot < ceilings.Length; slot++)
        {
            if (HasFreed(slot))
                ceilings[slot] = long.MaxValue;
            if (!problem.IsPlain && problem.Ladders[slot] is { } ladder)
                Prepare(slot, ladder);
        }

        if (totals is not null && problem.IsPlain && problem.HasEqualLots && most.AsSpan().SequenceEqual(ceilings))
            Merged(totals);
    }

    /// <summary>The least that so many product lots can cost, in the measure of <see cref="SplitPlan.Cost"/>.</summary>
    public decimal At(long fill)
    {
        if (asked is not { } known || known.Fill != fill)
            asked = known = (fill, Find(fill));
        return known.Cost;
    }

    private decimal Find(long fill)
    {
        if (fill <= mergedFill)
            Withdraw(fill);
        else if (fill < filled)
            Restart();
        while (filled < fill)
        {
            int slot = race.First(long.MaxValue);
            if (slot < 0)
                break;
            TakerLadder ladder = problem.Ladders[slot]!;
            int level = race.Level(slot);
            long end = Math.Min(ladder.Through(level), ceilings[slot]);
            if (stretches[slot] is { } own)
                end = Math.Min(end, own[rungs[slot]].Through);
            long take = Math.Min((end * ladder.ProductLots) - taken[slot], fill - filled);
            extra += extras[slot] == 0m ? 0m : take * problem.Product.LotSize * extras[slot];
            taken[slot] += take;
            filled += take;
            if (stretches[slot] is { } passed && taken[slot] == passed[rungs[slot]].Through * ladder.ProductLots)
                rungs[slot]++;
            Enter(slot, taken[slot] == ladder.Through(level) * ladder.ProductLots ? level + 1 : level);
        }

        decimal cost = extra;
        for (int slot = 0; slot < taken.Length; slot++)
            cost += taken[slot] == 0 ? 0m : CostOf(slot);
        return cost;
    }

    /// <summary>The most product lots that can be filled, at most those wanted.</summary>
    public long MostFill()
    {
        long wanted = problem.Question.Wanted;
        decimal most = 0m;
        for (int slot = 0; slot < ceilings.Length; slot++)
        {
            if (problem.Ladders[slot] is not { } ladder || !ladder.HasLevel(0))
                continue;
            long lots = Math.Min(ceilings[slot], wanted / ladder.ProductLots);
            most += (ladder.Holds(lots) ? lots : ladder.Shown) * (decimal)ladder.ProductLots;
        }

        return (long)Math.Min(wanted, most);
    }

    /// <summary>What is taken of an instrument costs this by its book; a part of a lot costs that part of the level it is in.</summary>
    private decimal CostOf(int slot)
    {
        TakerLadder ladder = problem.Ladders[slot]!;
        (long whole, long part) = Math.DivRem(taken[slot], ladder.ProductLots);
        decimal cost = ladder.AllInCost(whole);
        return part == 0 ? cost : cost + (part * problem.Product.LotSize * ladder.MarginalCost(ladder.LevelOf(whole + 1)));
    }

    /// <summary>The search's own merge is this one where lots are equal and nothing but price and fee counts.</summary>
    private void Merged(long[] totals)
    {
        merged = totals;
        mergedFill = 0;
        for (int slot = 0; slot < totals.Length; slot++)
            mergedFill += totals[slot] == 0 ? 0 : totals[slot] * problem.Ladders[slot]!.ProductLots;
    }

    /// <summary>Less than the merge took: its dearest lots are given back.</summary>
    private void Withdraw(long fill)
    {
        filled = mergedFill;
        for (int slot = 0; slot < taken.Length; slot++)
            taken[slot] = merged[slot] == 0 ? 0 : merged[slot] * problem.Ladders[slot]!.ProductLots;
        while (filled > fill)
        {
            int dearest = -1;
            decimal highest = 0m;
            for (int slot = 0; slot < taken.Length; slot++)
            {
                decimal cost = taken[slot] == 0 ? 0m : problem.Ladders[slot]!.MarginalCost(LastLevel(slot));
                if (taken[slot] > 0 && (dearest < 0 || cost >= highest))
                    (dearest, highest) = (slot, cost);
            }

            TakerLadder ladder = problem.Ladders[dearest]!;
            int level = LastLevel(dearest);
            long before = level == 0 ? 0 : ladder.Through(level - 1) * ladder.ProductLots;
            long given = Math.Min(taken[dearest] - before, filled - fill);
            taken[dearest] -= given;
            filled -= given;
        }

        // The race has not come this way: another question begins from nothing.
        filled = long.MaxValue;
    }

    private int LastLevel(int slot)
    {
        TakerLadder ladder = problem.Ladders[slot]!;
        return ladder.LevelOf(((taken[slot] - 1) / ladder.ProductLots) + 1);
    }

    private void Restart()
    {
        filled = 0;
        extra = 0m;
        Array.Clear(taken);
        Array.Clear(rungs);
        for (int slot = 0; slot < ceilings.Length; slot++)
            Enter(slot, 0);
    }

    private void Enter(int slot, int level)
    {
        race.Leave(slot);
        TakerLadder? ladder = problem.Ladders[slot];
        if (ladder is null || taken[slot] / ladder.ProductLots >= ceilings[slot] || !ladder.HasLevel(level))
            return;
        extras[slot] = spread[slot];
        if (stretches[slot] is { } own)
        {
            if (rungs[slot] >= own.Length)
                return;
            extras[slot] += own[rungs[slot]].PerBase;
        }
        else
        {
            extras[slot] += problem.UniformPerBase[slot];
        }

        race.Enter(slot, level, extras[slot]);
    }

    /// <summary>
    /// Where only the last state counts, one child of an account can make room for another: what either can carry alone is then no bound.
    /// </summary>
    private bool IsFreed(Candidate candidate) =>
        candidate.Account.IsShared && problem.Request.Policy.FillStates == FillStatePolicy.Final;

    private bool HasFreed(int slot)
    {
        foreach (Candidate candidate in problem.CandidatesBySlot[slot])
        {
            if (IsFreed(candidate))
                return true;
        }

        return false;
    }

    private void Prepare(int slot, TakerLadder ladder)
    {
        decimal basePerLot = ladder.Instrument.BasePerLot;
        long wanted = Math.Max(1, problem.Question.Wanted / ladder.ProductLots);
        decimal? least = null;
        List<Stretch> found = [];
        foreach (Candidate candidate in problem.CandidatesBySlot[slot])
        {
            long most = IsFreed(candidate) ? wanted : Math.Min(candidate.MostRoom, wanted);
            decimal fixedPerBase = most == 0 ? 0m : candidate.FixedCost / (most * basePerLot);
            least = Math.Min(least ?? fixedPerBase, fixedPerBase);
            if (problem.IsStepped[slot])
                AddStretches(found, candidate, most, basePerLot);
        }

        spread[slot] = least ?? 0m;
        if (!problem.IsStepped[slot])
            return;
        found.Sort(static (left, right) => left.PerBase.CompareTo(right.PerBase));
        long through = 0;
        for (int i = 0; i < found.Count; i++)
        {
            through += found[i].Lots;
            found[i] = found[i] with { Through = through };
        }

        stretches[slot] = [.. found];
    }

    private static void AddStretches(List<Stretch> found, Candidate candidate, long most, decimal basePerLot)
    {
        if (candidate.Carry is not { } carry)
        {
            if (most > 0)
                found.Add(new Stretch(most, 0m));
            return;
        }

        long from = 0;
        for (int i = 0; i < carry.Rungs && from < most; i++)
        {
            long to = Math.Min(most, carry.Through(i));
            found.Add(new Stretch(to - from, carry.PerLot(i).Objective / basePerLot));
            from = to;
        }
    }

    private readonly record struct Stretch(long Lots, decimal PerBase)
    {
        public long Through { get; init; }
    }
}
