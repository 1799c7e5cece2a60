using MarginRouter.Core.Routing.Search.Relaxation;

namespace MarginRouter.Core.Routing.Search.Lots;

/// <summary>
/// Comes from the relaxation to a choice of routes in a few steps: first the quotes, then children below their least size, the clearest
/// half of them at a time. What branching decides a route at a time in many nodes this decides at once, without a way back.
/// </summary>
internal sealed class ChoiceDive(SplitProblem problem, SplitRelaxation relaxation)
{
    private const int MostSteps = 12;
    private const int MostPivots = 400;
    private const double Used = 1e-9;
    private const double FillLoss = 1e-9;

    private readonly QuoteSearch quotes = new(problem, relaxation);
    private readonly List<int> sized = [];
    private readonly List<(double Doubt, int Route, RouteChoice Choice)> cases = [];

    /// <summary>Decides from the relaxation's present solution; true when nothing is left to decide. <see cref="Release"/> takes it all back.</summary>
    public bool TryDive(Func<bool> isOver)
    {
        sized.Clear();
        if (!quotes.TryDecide(isOver))
            return false;
        for (int step = 0; step < MostSteps; step++)
        {
            Collect();
            if (cases.Count == 0)
                return true;
            if (isOver() || !TryDecide())
                return false;
        }

        return false;
    }

    /// <summary>Takes back what was decided beyond the quotes; false when no quote was decided.</summary>
    public bool ReleaseSizes()
    {
        foreach (int route in sized)
            relaxation.Choose(route, RouteChoice.Free);
        sized.Clear();
        return quotes.HasDecided;
    }

    /// <summary>Takes all decisions back.</summary>
    public void Release()
    {
        for (int route = 0; route < problem.Routes; route++)
            relaxation.Choose(route, RouteChoice.Free);
    }

    private bool TryDecide()
    {
        cases.Sort();
        int count = (cases.Count + 1) / 2;
        double before = relaxation.Shortfall;
        for (int i = 0; i < count; i++)
        {
            relaxation.Choose(cases[i].Route, cases[i].Choice);
            sized.Add(cases[i].Route);
        }

        if (relaxation.TrySolve(MostPivots) && relaxation.Shortfall <= before + FillLoss)
            return true;

        // Together they went too far: only the clearest stands, and its opposite where that is not to be had.
        for (int i = 1; i < count; i++)
            relaxation.Choose(cases[i].Route, RouteChoice.Free);
        if (relaxation.TrySolve(MostPivots))
            return true;
        relaxation.Choose(cases[0].Route, cases[0].Choice == RouteChoice.Open ? RouteChoice.Closed : RouteChoice.Open);
        return relaxation.TrySolve(MostPivots);
    }

    /// <summary>Children below the least size: dropped when they are nearer to nothing, and else held at it.</summary>
    private void Collect()
    {
        cases.Clear();
        for (int route = 0; route < problem.Routes; route++)
        {
            double share = relaxation.Shares[route];
            if (share <= Used || relaxation.Choice(route) != RouteChoice.Free)
                continue;
            double part = share / problem.LeastShare[route];
            if (part < 1.0 - Used)
                cases.Add(part < 0.5 ? (part, route, RouteChoice.Closed) : (1.0 - part, route, RouteChoice.Open));
        }
    }
}
