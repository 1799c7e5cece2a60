using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Routing.Search;

/// <summary>What all parts of one search have in common.</summary>
internal sealed class RouteQuestion
{
    public RouteQuestion(Side side, long wanted, WorkBudget budget)
    {
        Side = side;
        Wanted = wanted;
        Target = wanted;
        Budget = budget;
    }

    /// <summary>The parent's side.</summary>
    public Side Side { get; }

    /// <summary>Product lots wanted.</summary>
    public long Wanted { get; }

    /// <summary>Product lots that the search tries to fill; less than wanted while it looks whether the last ones are worth their cost.</summary>
    public long Target { get; set; }

    /// <summary>The work units.</summary>
    public WorkBudget Budget { get; }
}
