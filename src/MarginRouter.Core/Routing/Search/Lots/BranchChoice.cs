using MarginRouter.Core.Routing.Search.Model;
using MarginRouter.Core.Routing.Search.Relaxation;

namespace MarginRouter.Core.Routing.Search.Lots;

/// <summary>Where the relaxation's present solution is no split, and how wrong it is there.</summary>
internal sealed class BranchChoice(SplitProblem problem, SplitRelaxation relaxation)
{
    private const double Used = 1e-9;

    private readonly SplitModel model = problem.Model;

    /// <summary>True when the relaxation uses more routes than there may be children.</summary>
    public bool IsTooMany
    {
        get
        {
            int children = 0;
            for (int route = 0; route < problem.Routes; route++)
                children += relaxation.Shares[route] > Used ? 1 : 0;
            return children > model.MaximumChildren;
        }
    }

    /// <summary>The undecided route about which the relaxation is most wrong; -1 when it is right about all.</summary>
    public int Pick(double tolerance)
    {
        int best = -1;
        double bestError = tolerance;
        bool isTooMany = IsTooMany;
        for (int route = 0; route < problem.Routes; route++)
        {
            double share = relaxation.Shares[route];
            if (relaxation.Choice(route) != RouteChoice.Free || share <= Used)
                continue;
            double error = ErrorOf(route, share) + (isTooMany ? 1e3 * (1.0 + share) : 0.0);
            if (error > bestError)
            {
                best = route;
                bestError = error;
            }
        }

        return best;
    }

    private double ErrorOf(int route, double share)
    {
        ModelRoute own = model.Routes[route];
        double error = (double)own.FixedCost / problem.MoneyUnit * (1.0 - (share / problem.MostShare[route]));
        if (share < problem.LeastShare[route] - Used)
            error += model.Venues[own.Venue].IsWhole ? 1e6 * share : 1e2 * share;
        if (model.Venues[own.Venue].IsSingle)
            error += 1e5 * share * Rivals(route);
        return error;
    }

    /// <summary>Other routes of the same venue that the relaxation uses.</summary>
    public int Rivals(int route)
    {
        int rivals = 0;
        for (int other = 0; other < problem.Routes; other++)
            rivals += other != route && model.Routes[other].Venue == model.Routes[route].Venue && relaxation.Shares[other] > Used ? 1 : 0;
        return rivals;
    }
}
