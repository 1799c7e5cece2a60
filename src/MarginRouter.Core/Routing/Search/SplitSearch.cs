using MarginRouter.Core.Instruments;
using MarginRouter.Core.Routing.Search.Live;

namespace MarginRouter.Core.Routing.Search;

/// <summary>
/// Decides what the merge cannot: children below their instrument's least size are grown or dropped, quotes taken in part that are all or
/// nothing likewise, a quote that several accounts would take goes to one, and when there are more children than allowed some are dropped. All are explored depth first, the better outcome first, and a branch ends when even
/// without its remaining rules it is no better than the best split found.
/// </summary>
internal sealed class SplitSearch
{
    private readonly RouteProblem problem;
    private readonly SplitSolver solver;
    private readonly SplitImprovement improvement;
    private readonly SplitPlan best;
    private readonly SearchParts parts;
    private CoupledSearch? coupled;
    private bool found;
    private bool isReducing;

    /// <param name="problem">The problem.</param>
    /// <param name="unhindered">What the merge takes when no limit is asked.</param>
    /// <param name="parts">Lends plans.</param>
    public SplitSearch(RouteProblem problem, SplitPlan unhindered, SearchParts parts)
    {
        this.problem = problem;
        this.parts = parts;
        solver = new SplitSolver(problem, unhindered);
        improvement = new SplitImprovement(problem, solver.Assignment);
        best = new SplitPlan(problem.Ladders.Length, problem.Candidates.Count);
    }

    /// <summary>Begins a decision.</summary>
    public void Open()
    {
        coupled = null;
        solver.Open();
        improvement.Open();
    }

    /// <summary>The best split found, empty when there is none; accounts in <paramref name="constraints"/> that are excluded get nothing.</summary>
    public SplitPlan Run(SplitConstraints constraints)
    {
        found = false;
        isReducing = false;
        best.Clear();
        SplitPlan root = NewPlan();
        if (solver.TrySolve(constraints, root))
            Explore(constraints, root);
        Consolidate(constraints);
        return found ? best : NewPlan();
    }

    /// <summary>A search beyond the merge, for what it cannot settle.</summary>
    public CoupledSearch Coupled => coupled ??= new CoupledSearch(problem, improvement, solver.Assignment);

    /// <summary>Most lots that each instrument's accounts can carry; null when that was not settled.</summary>
    public long[]? Certified => solver.Certified;

    /// <summary>What the merge took within them; null when that was not settled.</summary>
    public long[]? CertifiedTotals => solver.CertifiedTotals;

    /// <summary>
    /// Fixed costs: leaves out one child at a time while that makes the split better, then starts from none of those that have a fixed
    /// cost and adds them one at a time. The merge alone opens everything that is cheaper by the unit.
    /// </summary>
    private void Consolidate(SplitConstraints constraints)
    {
        if (!found || !HasFixedCosts())
            return;
        DropOneByOne(constraints);
        SplitConstraints without = constraints;
        foreach (Candidate candidate in problem.Candidates)
        {
            if (candidate.FixedCost > 0m)
                without = without.Excluding(candidate);
        }

        TryConstraints(without);
        bool improved = true;
        while (improved && !problem.Question.Budget.IsExhausted)
        {
            improved = false;
            foreach (Candidate candidate in problem.Candidates)
            {
                if (!without.Excluded[candidate.Index] || constraints.Excluded[candidate.Index] || candidate.Unusable is not null)
                    continue;
                SplitConstraints with = without.Including(candidate);
                if (!TryConstraints(with))
                    continue;
                without = with;
                improved = true;
            }
        }
    }

    private void DropOneByOne(SplitConstraints constraints)
    {
        SplitConstraints kept = constraints;
        bool improved = true;
        while (improved && !problem.Question.Budget.IsExhausted)
        {
            improved = false;
            foreach (Candidate candidate in problem.Candidates)
            {
                if (best.Taken[candidate.Index] == 0 || candidate.FixedCost == 0m)
                    continue;
                SplitConstraints without = kept.Excluding(candidate);
                if (!TryConstraints(without))
                    continue;
                kept = without;
                improved = true;
            }
        }
    }

    /// <summary>Solves under other decisions; true when that gave a better split.</summary>
    private bool TryConstraints(SplitConstraints constraints)
    {
        SplitPlan trial = NewPlan();
        if (problem.Question.Budget.IsExhausted || !solver.TrySolve(constraints, trial) || !trial.IsBetterThan(best))
            return false;
        (long filled, decimal cost) = (best.Filled, best.Cost);
        Explore(constraints, trial);
        return best.Filled != filled || best.Cost != cost;
    }

    private bool HasFixedCosts()
    {
        foreach (decimal cost in problem.MostFixed)
        {
            if (cost > 0m)
                return true;
        }

        return false;
    }

    private SplitPlan NewPlan() => parts.NewPlan();

    private void Explore(SplitConstraints constraints, SplitPlan plan)
    {
        if (found && (problem.Question.Budget.IsExhausted || !plan.IsBetterThan(best)))
            return;
        if (FindTooSmall(plan, out long least) is { } small)
            BranchOnSize(constraints, small, least);
        else if (problem.SharedQuote(plan) is var shared and >= 0)
            BranchOnTaker(constraints, shared);
        else if (plan.Children > problem.Request.Policy.MaximumChildren)
            BranchOnChildren(constraints, plan, null);
        else if (OverRate(plan) is { } venue)
            BranchOnChildren(constraints, plan, venue);
        else
            Offer(constraints, plan);
    }

    private void Offer(SplitConstraints constraints, SplitPlan plan)
    {
        improvement.Improve(constraints, plan);
        if (found && !plan.IsBetterThan(best))
            return;
        best.CopyFrom(plan);
        found = true;
    }

    private void BranchOnSize(SplitConstraints constraints, Candidate small, long least)
    {
        SplitConstraints without = constraints.Excluding(small);
        SplitConstraints grown = constraints.WithFloor(small, least);
        SplitPlan planWithout = NewPlan();
        SplitPlan planGrown = NewPlan();
        bool canDrop = solver.TrySolve(without, planWithout);
        bool canGrow = !problem.Question.Budget.IsExhausted && solver.TrySolve(grown, planGrown);
        if (canGrow && (!canDrop || planGrown.IsBetterThan(planWithout)))
        {
            Explore(grown, planGrown);
            if (canDrop)
                Explore(without, planWithout);
        }
        else
        {
            if (canDrop)
                Explore(without, planWithout);
            if (canGrow)
                Explore(grown, planGrown);
        }
    }

    /// <summary>Where several would take a quote, or quotes that exclude each other, one does: each is tried alone, and what the others may take instead.</summary>
    private void BranchOnTaker(SplitConstraints constraints, int slot)
    {
        List<(SplitConstraints Constraints, SplitPlan Plan)> branches = [];
        foreach (Candidate taker in problem.Candidates)
        {
            if (taker.Unusable is not null || constraints.Excluded[taker.Index] || !problem.AreRivals(slot, taker.Slot) || (branches.Count > 0 && problem.Question.Budget.IsExhausted))
                continue;
            SplitConstraints alone = constraints;
            foreach (Candidate other in problem.Candidates)
                alone = other == taker || !problem.AreRivals(slot, other.Slot) ? alone : alone.Excluding(other);
            SplitPlan trial = NewPlan();
            if (solver.TrySolve(alone, trial))
                branches.Add((alone, trial));
        }

        branches.Sort(static (left, right) => left.Plan.IsBetterThan(right.Plan) ? -1 : right.Plan.IsBetterThan(left.Plan) ? 1 : 0);
        foreach ((SplitConstraints alone, SplitPlan trial) in branches)
            Explore(alone, trial);
    }

    /// <summary>A venue that would get more orders than it may; null when there is none.</summary>
    private VenueId? OverRate(SplitPlan plan)
    {
        foreach (RouteVenue venue in problem.Request.Venues)
        {
            if (venue.OrdersLeft is { } left && problem.OrdersTo(venue.Venue, plan) > left)
                return venue.Venue;
        }

        return null;
    }

    /// <summary>Drops the child whose loss costs least, one at a time: the number of ways to choose them is not searched.</summary>
    private void BranchOnChildren(SplitConstraints constraints, SplitPlan plan, VenueId? venue)
    {
        SplitConstraints? chosen = null;
        SplitPlan chosenPlan = NewPlan();
        foreach (Candidate candidate in problem.Candidates)
        {
            if (plan.Taken[candidate.Index] == 0 || (venue is { } only && candidate.Ladder!.Instrument.Venue != only))
                continue;
            if (chosen is not null && problem.Question.Budget.IsExhausted)
                break;
            SplitConstraints without = constraints.Excluding(candidate);
            SplitPlan trial = NewPlan();
            if (!solver.TrySolve(without, trial))
                continue;
            if (chosen is null || trial.IsBetterThan(chosenPlan))
            {
                chosen = without;
                chosenPlan = trial;
            }
        }

        if (chosen is null)
            return;
        bool isOutermost = !isReducing;
        isReducing = true;
        Explore(chosen, chosenPlan);
        if (isOutermost)
            TrySwaps(constraints);
        isReducing &= !isOutermost;
    }

    /// <summary>Exchanges one chosen child for one candidate that was left out, while that makes the split better.</summary>
    private void TrySwaps(SplitConstraints constraints)
    {
        bool improved = found;
        while (improved && !problem.Question.Budget.IsExhausted)
        {
            improved = false;
            var members = new bool[problem.Candidates.Count];
            for (int i = 0; i < members.Length; i++)
                members[i] = best.Taken[i] > 0;
            foreach (Candidate left in problem.Candidates)
            {
                foreach (Candidate right in problem.Candidates)
                {
                    if (!members[left.Index] || members[right.Index] || right.Unusable is not null || constraints.Excluded[right.Index])
                        continue;
                    improved |= TrySwap(constraints, members, left, right);
                }
            }
        }
    }

    private bool TrySwap(SplitConstraints constraints, bool[] members, Candidate left, Candidate right)
    {
        if (problem.Question.Budget.IsExhausted)
            return false;
        SplitConstraints swapped = constraints;
        foreach (Candidate candidate in problem.Candidates)
        {
            if (candidate == left || (candidate != right && !members[candidate.Index]))
                swapped = swapped.Excluding(candidate);
        }

        return TryConstraints(swapped);
    }

    /// <summary>The first child below its instrument's least size or value, and the least lots that would be enough; null when there is none.</summary>
    private Candidate? FindTooSmall(SplitPlan plan, out long least)
    {
        foreach (Candidate candidate in problem.Candidates)
        {
            if (SplitAssignment.IsTooSmall(plan, candidate, out least))
                return candidate;
        }

        least = 0;
        return null;
    }
}
