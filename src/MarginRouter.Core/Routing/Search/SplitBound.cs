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

    /// <param name="problem">The problem.</param>
    /// <param name="ceilings">By place in the product: most lots that its accounts can carry together, each alone.</param>
    public SplitBound(RouteProblem problem, long[] ceilings)
    {
        this.problem = problem;
        this.ceilings = [.. ceilings];
        stretches = new Stretch[]?[ceilings.Length];
        spread = new decimal[ceilings.Length];
        for (int slot = 0; slot < ceilings.Length; slot++)
        {
            if (HasFreed(slot))
                this.ceilings[slot] = long.MaxValue;
            if (!problem.IsPlain && problem.Ladders[slot] is { } ladder)
                Prepare(slot, ladder);
        }
    }

    /// <summary>The least that so many product lots can cost, in the measure of <see cref="SplitPlan.Cost"/>.</summary>
    public decimal At(long fill)
    {
        int slots = ceilings.Length;
        Span<long> taken = slots <= 64 ? stackalloc long[slots] : new long[slots];
        Span<int> level = slots <= 64 ? stackalloc int[slots] : new int[slots];
        Span<int> rung = slots <= 64 ? stackalloc int[slots] : new int[slots];
        taken.Clear();
        level.Clear();
        rung.Clear();
        decimal cost = 0m;
        for (long left = fill; left > 0;)
        {
            int slot = Cheapest(taken, level, rung, out decimal marginal);
            if (slot < 0)
                return cost;
            TakerLadder ladder = problem.Ladders[slot]!;
            long end = Math.Min(ladder.Through(level[slot]), ceilings[slot]);
            if (stretches[slot] is { } own)
                end = Math.Min(end, own[rung[slot]].Through);
            long take = Math.Min((end * ladder.ProductLots) - taken[slot], left);
            cost += take * problem.Product.LotSize * marginal;
            taken[slot] += take;
            left -= take;
            if (taken[slot] == ladder.Through(level[slot]) * ladder.ProductLots)
                level[slot]++;
            if (stretches[slot] is { } passed && taken[slot] == passed[rung[slot]].Through * ladder.ProductLots)
                rung[slot]++;
        }

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

    private int Cheapest(ReadOnlySpan<long> taken, ReadOnlySpan<int> level, ReadOnlySpan<int> rung, out decimal marginal)
    {
        int best = -1;
        marginal = 0m;
        for (int slot = 0; slot < ceilings.Length; slot++)
        {
            TakerLadder? ladder = problem.Ladders[slot];
            if (ladder is null || taken[slot] / ladder.ProductLots >= ceilings[slot] || !ladder.HasLevel(level[slot]))
                continue;
            decimal cost = ladder.MarginalCost(level[slot]) + spread[slot];
            if (stretches[slot] is { } own)
            {
                if (rung[slot] >= own.Length)
                    continue;
                cost += own[rung[slot]].PerBase;
            }
            else
            {
                cost += problem.UniformPerBase[slot];
            }

            if (best >= 0 && cost >= marginal)
                continue;
            best = slot;
            marginal = cost;
        }

        return best;
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
