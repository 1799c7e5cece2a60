using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Routing.Search;

/// <summary>What all parts of one search have in common.</summary>
internal sealed class RouteQuestion
{
    /// <summary>Begins a decision.</summary>
    public void Open(Side side, long wanted, int workUnits)
    {
        Side = side;
        Wanted = wanted;
        Target = wanted;
        Budget.Open(workUnits);
    }

    /// <summary>The parent's side.</summary>
    public Side Side { get; private set; }

    /// <summary>Product lots wanted.</summary>
    public long Wanted { get; private set; }

    /// <summary>Product lots that the search tries to fill; less than wanted while it looks whether the last ones are worth their cost.</summary>
    public long Target { get; set; }

    /// <summary>The work units.</summary>
    public WorkBudget Budget { get; } = new();
}
