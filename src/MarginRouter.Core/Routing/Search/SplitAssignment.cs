using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;

namespace MarginRouter.Core.Routing.Search;

/// <summary>
/// Hands the totals of the instruments to accounts. Every child of an instrument has the worst price that the instrument's total
/// reaches as its limit, because nobody knows which of them arrives first; its account's limits are asked at that price.
/// </summary>
internal sealed class SplitAssignment
{
    private readonly RouteQuestion question;
    private readonly TakerLadder?[] ladders;
    private readonly Candidate[][] bySlot;
    private readonly bool[] visited;
    private readonly PendingFill[] others;
    private readonly AccountCurve?[] curves;
    private readonly long[] shares;

    public SplitAssignment(RouteProblem problem, RouteQuestion question, AccountCurve?[] curves)
    {
        this.curves = curves;
        shares = new long[problem.Candidates.Count];
        this.question = question;
        ladders = problem.Ladders;
        bySlot = problem.CandidatesBySlot;
        visited = new bool[ladders.Length];
        others = new PendingFill[ladders.Length];
        Unassigned = new long[ladders.Length];
    }

    /// <summary>By instrument: lots of the last total that no account could take.</summary>
    public long[] Unassigned { get; }

    /// <summary>True when the last assignment left nothing over.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The limit price of an instrument's children when so much is taken from it.</summary>
    public PriceTicks LimitPrice(int slot, long total) => ladders[slot]!.Price(ladders[slot]!.LevelOf(total));

    /// <summary>Fills the plan's children from its totals; false when a floor cannot be met.</summary>
    public bool TryAssign(SplitConstraints constraints, SplitPlan plan)
    {
        Array.Clear(plan.Taken);
        Array.Clear(visited);
        if (!TryPlaceFloors(constraints, plan))
            return false;
        for (int slot = 0; slot < ladders.Length; slot++)
            Share(plan, slot);
        for (int slot = 0; slot < ladders.Length; slot++)
            FillSingles(constraints, plan, slot);
        for (int slot = CheapestOpen(plan); slot >= 0; slot = CheapestOpen(plan))
        {
            visited[slot] = true;
            FillShared(constraints, plan, slot);
        }

        for (int slot = 0; slot < ladders.Length; slot++)
            FillRest(constraints, plan, slot);
        IsComplete = true;
        foreach (long lots in Unassigned)
            IsComplete &= lots == 0;
        return true;
    }

    /// <summary>What a candidate may hold beside the other children that the plan gives its account.</summary>
    public long RoomBeside(SplitPlan plan, Candidate candidate, long need)
    {
        PriceTicks price = LimitPrice(candidate.Slot, plan.Totals[candidate.Slot]);
        int count = CollectOthers(plan, candidate);
        long lots = 0;
        if (count == 0)
            lots = candidate.Room(price, need, question.Side);
        else if (!candidate.Account.TryHeadRoom(candidate, price, others.AsSpan(0, count), out lots))
            return 0;
        foreach (GroupCap cap in candidate.Caps)
            lots = Math.Min(lots, cap.Room(candidate, plan));
        return lots;
    }

    /// <summary>True when a candidate's child is below its instrument's least size or value; the least lots that would be enough.</summary>
    public static bool IsTooSmall(SplitPlan plan, Candidate candidate, out long least)
    {
        least = 0;
        long lots = plan.Taken[candidate.Index];
        if (lots == 0)
            return false;
        least = candidate.Ladder!.LeastOrder(candidate.Ladder.LevelOf(plan.Totals[candidate.Slot]));
        return lots < least;
    }

    private bool TryPlaceFloors(SplitConstraints constraints, SplitPlan plan)
    {
        for (int slot = 0; slot < ladders.Length; slot++)
        {
            Unassigned[slot] = plan.Totals[slot];
            foreach (Candidate candidate in bySlot[slot])
            {
                long floor = constraints.Floor[candidate.Index];
                if (floor == 0)
                    continue;
                if (RoomBeside(plan, candidate, floor) < floor)
                    return false;
                Give(plan, candidate, floor);
            }
        }

        return true;
    }

    private void FillSingles(SplitConstraints constraints, SplitPlan plan, int slot)
    {
        if (Unassigned[slot] == 0)
            return;
        foreach (Candidate candidate in bySlot[slot])
        {
            if (!candidate.Account.IsShared)
                TryGive(constraints, plan, candidate);
        }
    }

    private void FillShared(SplitConstraints constraints, SplitPlan plan, int slot)
    {
        foreach (Candidate candidate in bySlot[slot])
        {
            if (candidate.Account.IsShared)
                TryGive(constraints, plan, candidate);
        }
    }

    /// <summary>Where accounts cost differently: how much of the total each is meant to take, cheapest rungs first.</summary>
    private void Share(SplitPlan plan, int slot)
    {
        if (curves[slot] is not { } curve)
            return;
        foreach (Candidate candidate in bySlot[slot])
            shares[candidate.Index] = 0;
        long left = plan.Totals[slot];
        foreach (AccountCurve.Rung rung in curve.Rungs)
        {
            long take = Math.Min(left, rung.Lots);
            shares[rung.Candidate.Index] += take;
            left -= take;
        }
    }

    /// <summary>What the meant accounts could not take goes to the others, cheapest rungs first.</summary>
    private void FillRest(SplitConstraints constraints, SplitPlan plan, int slot)
    {
        if (curves[slot] is not { } curve || Unassigned[slot] == 0)
            return;
        foreach (AccountCurve.Rung rung in curve.Rungs)
        {
            shares[rung.Candidate.Index] = long.MaxValue;
            TryGive(constraints, plan, rung.Candidate);
        }
    }

    private void TryGive(SplitConstraints constraints, SplitPlan plan, Candidate candidate)
    {
        long open = Unassigned[candidate.Slot];
        if (curves[candidate.Slot] is not null)
            open = Math.Min(open, shares[candidate.Index] - plan.Taken[candidate.Index]);
        if (open <= 0 || constraints.Excluded[candidate.Index])
            return;
        long held = plan.Taken[candidate.Index];
        long room = RoomBeside(plan, candidate, held + open);
        if (room > held)
            Give(plan, candidate, Math.Min(room - held, open));
    }

    private void Give(SplitPlan plan, Candidate candidate, long lots)
    {
        plan.Taken[candidate.Index] += lots;
        Unassigned[candidate.Slot] -= lots;
    }

    /// <summary>The unvisited instrument whose unassigned lots begin at the best price: it has the first claim on shared accounts.</summary>
    private int CheapestOpen(SplitPlan plan)
    {
        int best = -1;
        decimal bestCost = 0m;
        for (int slot = 0; slot < ladders.Length; slot++)
        {
            if (visited[slot] || Unassigned[slot] == 0)
                continue;
            TakerLadder ladder = ladders[slot]!;
            decimal cost = ladder.MarginalCost(ladder.LevelOf(plan.Totals[slot] - Unassigned[slot] + 1));
            if (best < 0 || cost < bestCost)
            {
                best = slot;
                bestCost = cost;
            }
        }

        return best;
    }

    private int CollectOthers(SplitPlan plan, Candidate candidate)
    {
        int count = 0;
        foreach (Candidate other in candidate.Account.Candidates)
        {
            if (other.Index != candidate.Index && plan.Taken[other.Index] > 0)
                others[count++] = other.Fill(question.Side, plan.Taken[other.Index], LimitPrice(other.Slot, plan.Totals[other.Slot]));
        }

        return count;
    }
}
