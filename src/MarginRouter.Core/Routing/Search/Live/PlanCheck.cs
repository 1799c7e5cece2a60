using MarginRouter.Core.Margin;

namespace MarginRouter.Core.Routing.Search.Live;

/// <summary>Judges a finished plan by every rule there is: sizes, numbers of children, caps, marginal cost, and each account's own limits.</summary>
internal sealed class PlanCheck(RouteProblem problem, SplitAssignment assignment)
{
    private readonly PendingFill[] scratch = new PendingFill[problem.Ladders.Length];

    /// <summary>True when the numbers and sizes of children are allowed; limits are not asked.</summary>
    public bool IsAllowed(SplitPlan plan)
    {
        if (plan.Children > problem.Request.Policy.MaximumChildren)
            return false;
        if (problem.SharedQuote(plan) >= 0)
            return false;
        foreach (RouteVenue venue in problem.Request.Venues)
        {
            if (venue.OrdersLeft is { } left && problem.OrdersTo(venue.Venue, plan) > left)
                return false;
        }

        foreach (Candidate candidate in problem.Candidates)
        {
            if (SplitAssignment.IsTooSmall(plan, candidate, out _))
                return false;
        }

        return true;
    }

    /// <summary>True when a plan may leave: all that <see cref="IsAllowed"/> asks, and every limit.</summary>
    public bool Holds(SplitPlan plan)
    {
        if (!IsAllowed(plan) || !IsWorthIt(plan))
            return false;
        foreach (GroupCap cap in problem.Caps)
        {
            if (!cap.Holds(plan))
                return false;
        }

        foreach (AccountProbe account in problem.Accounts)
        {
            ReadOnlySpan<PendingFill> fills = FillsOf(account, plan);
            if (fills.Length > 0 && (!problem.Question.Budget.TrySpend() || account.Check(fills) is not null))
                return false;
        }

        return true;
    }

    /// <summary>True when no unit costs more than one may, its account's own costs included.</summary>
    private bool IsWorthIt(SplitPlan plan)
    {
        foreach (Candidate candidate in problem.Candidates)
        {
            long lots = plan.Taken[candidate.Index];
            if (lots == 0 || problem.MostMarginal[candidate.Slot] is not { } most)
                continue;
            TakerLadder ladder = candidate.Ladder!;
            decimal own = candidate.Carry is { } carry ? carry.Next(lots - 1).Objective / ladder.Instrument.BasePerLot : 0m;
            if (problem.IsStepped[candidate.Slot] && ladder.MarginalCost(ladder.LevelOf(plan.Totals[candidate.Slot])) + own > most)
                return false;
        }

        return true;
    }

    private ReadOnlySpan<PendingFill> FillsOf(AccountProbe account, SplitPlan plan)
    {
        int count = 0;
        foreach (Candidate candidate in account.Candidates)
        {
            if (plan.Taken[candidate.Index] > 0)
                scratch[count++] = candidate.Fill(problem.Request.Side, plan.Taken[candidate.Index], assignment.LimitPrice(candidate.Slot, plan.Totals[candidate.Slot]));
        }

        return scratch.AsSpan(0, count);
    }
}
