namespace MarginRouter.Core.Routing.Search;

/// <summary>What a search and its explanation are made of, kept from one decision about a product to the next while the number of candidates stays.</summary>
internal sealed class SearchParts
{
    // A search that branches needs more: those are made anew, so that one hard decision does not leave its plans behind.
    private const int MostKeptPlans = 32;

    private readonly RouteProblem problem;
    private readonly List<SplitPlan> plans = [];
    private int lent;

    /// <param name="problem">The problem, read for a decision with this many candidates.</param>
    public SearchParts(RouteProblem problem)
    {
        this.problem = problem;
        Candidates = problem.Candidates.Count;
        Blind = new MarginBlindSweep(problem);
        Proven = new ProvenSplit(problem, Blind.Plan, this);
        Explanation = new RouteExplanation(problem, Proven, Blind.Plan);
        Relief = new ReliefFinder(problem, Proven, Explanation);
        Lifted = new LimitReliefFinder(problem, Proven, Explanation);
    }

    /// <summary>The number of candidates that the parts are for.</summary>
    public int Candidates { get; }

    /// <summary>The sweep that knows no margin.</summary>
    public MarginBlindSweep Blind { get; }

    /// <summary>The search and its proof.</summary>
    public ProvenSplit Proven { get; }

    /// <summary>Why each candidate got no more.</summary>
    public RouteExplanation Explanation { get; }

    /// <summary>What more collateral would give.</summary>
    public ReliefFinder Relief { get; }

    /// <summary>What lifting other limits would give.</summary>
    public LimitReliefFinder Lifted { get; }

    /// <summary>Takes all plans back: the decision that they were lent to is over.</summary>
    public void TakeBackPlans() => lent = 0;

    /// <summary>An empty plan, lent until the next decision.</summary>
    public SplitPlan NewPlan()
    {
        if (lent >= MostKeptPlans)
            return new SplitPlan(problem.Ladders.Length, Candidates);
        if (lent == plans.Count)
            plans.Add(new SplitPlan(problem.Ladders.Length, Candidates));
        SplitPlan plan = plans[lent++];
        plan.Clear();
        return plan;
    }
}
