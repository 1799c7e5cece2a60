namespace MarginRouter.Core.Routing.Search.Lots;

/// <summary>The best split found so far; only one that holds in exact arithmetic gets in.</summary>
internal sealed class Incumbent
{
    private readonly SplitProblem problem;

    public Incumbent(SplitProblem problem)
    {
        this.problem = problem;
        Plan = new LotPlan(problem);
        Plan.Clear();
        Cost = Plan.Cost();
    }

    /// <summary>The split.</summary>
    public LotPlan Plan { get; }

    /// <summary>Its cost in basis points of the parent.</summary>
    public double Cost { get; private set; }

    /// <summary>Share of the parent that it leaves.</summary>
    public double LeftShare => (double)(Plan.Left / problem.Model.Wanted);

    /// <summary>Takes a plan over when it fills more, or as much for less.</summary>
    public bool Offer(LotPlan plan)
    {
        if (plan.Left > Plan.Left)
            return false;
        double cost = plan.Cost();
        if ((plan.Left == Plan.Left && cost >= Cost) || ExactSplit.Broken(problem.Model, plan.Lots) is not null)
            return false;
        Plan.CopyFrom(plan);
        Cost = cost;
        return true;
    }
}
