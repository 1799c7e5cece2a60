namespace MarginRouter.Core.Routing.Search.Lots;

/// <summary>The best split found so far; only one that holds in exact arithmetic gets in.</summary>
internal sealed class Incumbent
{
    // Decimal sums of the limits that are near their bounds.
    private const long ExactWork = 5_000;

    private readonly SplitProblem problem;
    private readonly ExactSplit exact;

    public Incumbent(SplitProblem problem)
    {
        this.problem = problem;
        Plan = new LotPlan(problem);
        exact = new ExactSplit(problem.Model);
        Reset();
    }

    /// <summary>The split.</summary>
    public LotPlan Plan { get; }

    /// <summary>Its cost in basis points of the parent.</summary>
    public double Cost { get; private set; }

    /// <summary>Work units when it was found.</summary>
    public int FoundAt { get; private set; }

    /// <summary>Share of the parent that it leaves.</summary>
    public double LeftShare => 1.0 - ((problem.WantedGrains - Plan.LeftGrains) * (double)problem.Grain / problem.QuantityUnit);

    /// <summary>Begins again with nothing.</summary>
    public void Reset()
    {
        Plan.Clear();
        Cost = Plan.Cost();
        FoundAt = 0;
    }

    /// <summary>Takes a plan over when it fills more, or as much for less.</summary>
    public bool Offer(LotPlan plan)
    {
        if (plan.LeftGrains > Plan.LeftGrains)
            return false;
        double cost = plan.Cost();
        problem.Meter.Add(ExactWork + (20L * problem.Routes) + (3L * problem.Table.Rows));
        if ((plan.LeftGrains == Plan.LeftGrains && cost >= Cost) || exact.Broken(plan) is not null)
            return false;
        Plan.CopyFrom(plan);
        Cost = cost;
        FoundAt = problem.Meter.Units;
        return true;
    }
}
