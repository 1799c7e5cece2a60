using MarginRouter.Core.Routing.Search.Relaxation;

namespace MarginRouter.Core.Routing.Search.Lots;

/// <summary>
/// Comes to whole lots step by step: the route with the coarsest lot that is not whole is held at the nearer whole number, the
/// relaxation finds the best for the others, and so on. Near the most that the limits allow this loses far less than rounding all at once.
/// </summary>
internal sealed class LotDive(SplitProblem problem, SplitRelaxation relaxation)
{
    private const int MostPivots = 2_000;
    private const double Whole = 1e-6;
    private const double FillLoss = 1e-12;

    private readonly List<int> held = [];

    /// <summary>Dives from the relaxation's present solution; false when it gets stuck. The relaxation's shares are whole then.</summary>
    public bool TryDive(Func<bool> isOver)
    {
        while (PickFractional() is var route && route >= 0)
        {
            if (isOver())
                return false;
            double lot = problem.LotShare[problem.Model.Routes[route].Venue];
            double exact = relaxation.Shares[route] / lot;
            double near = Math.Round(exact);
            double far = near > exact ? near - 1.0 : near + 1.0;
            double before = relaxation.Shortfall;
            held.Add(route);
            relaxation.Fix(route, near * lot);
            bool solved = relaxation.TrySolve(MostPivots);
            if (solved && relaxation.Shortfall <= before + FillLoss)
                continue;
            double nearShortfall = solved ? relaxation.Shortfall : double.PositiveInfinity;
            relaxation.Fix(route, far * lot);
            solved = far >= 0.0 && far * lot <= problem.MostShare[route] && relaxation.TrySolve(MostPivots);
            if (solved && relaxation.Shortfall <= nearShortfall)
                continue;
            relaxation.Fix(route, near * lot);
            if (!relaxation.TrySolve(MostPivots))
                return false;
        }

        return true;
    }

    /// <summary>Lets go of everything that a dive held.</summary>
    public void Release()
    {
        foreach (int route in held)
            relaxation.Release(route);
        held.Clear();
    }

    private int PickFractional()
    {
        int best = -1;
        double bestLot = 0.0;
        double bestDistance = 0.0;
        for (int route = 0; route < problem.Routes; route++)
        {
            double lot = problem.LotShare[problem.Model.Routes[route].Venue];
            double exact = relaxation.Shares[route] / lot;
            double distance = Math.Abs(exact - Math.Round(exact));
            if (distance <= Whole || lot < bestLot || held.Contains(route))
                continue;
            if (lot == bestLot && distance >= bestDistance)
                continue;
            best = route;
            bestLot = lot;
            bestDistance = distance;
        }

        return best;
    }
}
