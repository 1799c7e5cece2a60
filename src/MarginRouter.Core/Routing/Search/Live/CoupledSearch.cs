using MarginRouter.Core.Instruments;
using MarginRouter.Core.Routing.Search.Lots;

namespace MarginRouter.Core.Routing.Search.Live;

/// <summary>
/// Where the merge is not known to be the best, lays the request out as a splitting model and searches that: relaxation, branching on
/// children and lots. What comes of it is taken over only when every account agrees to it; the bound holds in any case.
/// </summary>
internal sealed class CoupledSearch(RouteProblem problem, SplitImprovement improvement, SplitAssignment assignment)
{
    private const int LeastUnits = 1_000;
    private const int MostRounds = 4;

    // Of the arrival value, in basis points: a gap that is not worth a search.
    private const decimal Negligible = 0.0005m;

    private readonly LiveModelBuilder builder = new(problem);
    private readonly PlanCheck check = new(problem, assignment);
    private readonly SplitPlan trial = new(problem.Ladders.Length, problem.Candidates.Count);
    private readonly SplitConstraints free = new(problem.Candidates.Count);

    /// <summary>True when a plan may be short of the best, and there are work units to find out.</summary>
    public bool IsWorthwhile(SplitPlan plan, SplitBound bound)
    {
        RouteQuestion question = problem.Question;
        if (question.Budget.Left < LeastUnits || problem.Arrival is not { } arrival)
            return false;
        decimal worth = arrival * plan.Filled * problem.Product.LotSize * Negligible / 10_000m;
        return (plan.Filled < question.Target && plan.Filled < bound.MostFill()) || plan.Cost - bound.At(plan.Filled) > worth;
    }

    /// <summary>Makes a plan better where it can, and returns what its fill costs at least; null when that was not settled.</summary>
    public decimal? Improve(SplitConstraints constraints, SplitPlan plan)
    {
        if (plan.Filled < problem.Question.Target)
            Search(constraints, plan, problem.Question.Target);
        return plan.Filled == 0 ? null : Certify(constraints, plan);
    }

    /// <summary>
    /// Searches with the limits at the prices that the plan reaches; where what is found reaches worse ones and does not hold there, again
    /// with those.
    /// </summary>
    private void Search(SplitConstraints constraints, SplitPlan plan, long wanted)
    {
        PriceTicks[] prices = PricesOf(plan);
        for (int round = 0; round < MostRounds && problem.Question.Budget.Left >= LeastUnits; round++)
        {
            if (builder.Build(new LiveQuestion(wanted, prices, IsCertain: false, constraints.Excluded)) is not { } live)
                return;
            Run(live, plan, out _);
            if (!trial.IsBetterThan(plan) || TryTake(plan))
                return;
            if (!Worsen(prices))
                return;
        }
    }

    /// <summary>The bound comes from the model at the best prices, which forbids no split that is possible.</summary>
    private decimal? Certify(SplitConstraints constraints, SplitPlan plan)
    {
        long wanted = plan.Filled;
        if (problem.Question.Budget.Left < LeastUnits
            || builder.Build(new LiveQuestion(wanted, PricesOf(null), IsCertain: true)) is not { } live
            || problem.Question.Budget.IsExhausted)
            return null;
        Run(live, plan, out decimal? bound);
        if (trial.IsBetterThan(plan) && !TryTake(plan))
            Search(constraints, plan, wanted);
        return bound;
    }

    private void Run(LiveModel live, SplitPlan plan, out decimal? bound)
    {
        var model = new SplitProblem(live.Model);
        var tree = new SplitTree(model, SearchEffort.Inline);
        tree.Run(problem.Question.Budget.Left * 3 / 4, live.LotsOf(plan));
        problem.Question.Budget.Spend(tree.WorkUnits);
        live.Write(tree.Best.Lots, trial, problem);
        decimal fair = problem.Request.Side.Sign() * problem.Arrival!.Value * live.Model.Wanted * problem.Product.LotSize;
        bound = double.IsFinite(tree.Bound) && tree.Best.Left == 0m ? fair + (decimal)((tree.Bound - SplitTree.BoundSafety) * model.MoneyUnit) : null;
    }

    private bool TryTake(SplitPlan plan)
    {
        if (!check.Holds(trial))
            return false;
        improvement.Improve(free, trial);
        plan.CopyFrom(trial);
        return true;
    }

    /// <summary>Best prices without a plan, else those that its totals reach.</summary>
    private PriceTicks[] PricesOf(SplitPlan? plan)
    {
        var prices = new PriceTicks[problem.Ladders.Length];
        for (int slot = 0; slot < prices.Length; slot++)
        {
            if (problem.Ladders[slot] is { } ladder && ladder.HasLevel(0))
                prices[slot] = plan is null || plan.Totals[slot] == 0 ? ladder.BestPrice : assignment.LimitPrice(slot, plan.Totals[slot]);
        }

        return prices;
    }

    /// <summary>Takes over the worse prices that the trial reaches; false when there are none.</summary>
    private bool Worsen(PriceTicks[] prices)
    {
        bool any = false;
        int sign = problem.Request.Side.Sign();
        PriceTicks[] reached = PricesOf(trial);
        for (int slot = 0; slot < prices.Length; slot++)
        {
            if (sign * (reached[slot].Value - prices[slot].Value) <= 0)
                continue;
            prices[slot] = reached[slot];
            any = true;
        }

        return any;
    }
}
