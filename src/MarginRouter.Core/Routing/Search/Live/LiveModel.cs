using MarginRouter.Core.Routing.Search.Model;

namespace MarginRouter.Core.Routing.Search.Live;

/// <summary>
/// A request's search laid out as a splitting model. Quantities are product lots, money is the pricing asset against arrival.
/// </summary>
/// <param name="Model">The model.</param>
/// <param name="Candidates">By route: the candidate that it stands for.</param>
internal sealed record LiveModel(SplitModel Model, Candidate[] Candidates)
{
    /// <summary>The children of a plan by route; null when the plan has one that no route stands for.</summary>
    public long[]? LotsOf(SplitPlan plan)
    {
        var lots = new long[Candidates.Length];
        long sum = 0;
        for (int route = 0; route < lots.Length; route++)
        {
            lots[route] = plan.Taken[Candidates[route].Index];
            sum += lots[route] * Candidates[route].Ladder!.ProductLots;
        }

        return sum == plan.Filled ? lots : null;
    }

    /// <summary>Writes lots by route into a plan.</summary>
    public void Write(long[] lots, SplitPlan plan, RouteProblem problem)
    {
        Array.Clear(plan.Taken);
        Array.Clear(plan.Totals);
        for (int route = 0; route < lots.Length; route++)
        {
            plan.Taken[Candidates[route].Index] = lots[route];
            plan.Totals[Candidates[route].Slot] += lots[route];
        }

        plan.Measure(problem);
    }
}
