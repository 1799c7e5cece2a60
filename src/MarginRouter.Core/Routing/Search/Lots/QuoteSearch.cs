using MarginRouter.Core.Routing.Search.Relaxation;

namespace MarginRouter.Core.Routing.Search.Lots;

/// <summary>
/// Decides which account takes each quote that only one may take, or that nobody does: depth first over the likeliest accounts, the
/// relaxation bounding what a decision can still lead to. Quotes weigh more than any other choice, and there are few of them.
/// </summary>
internal sealed class QuoteSearch(SplitProblem problem, SplitRelaxation relaxation)
{
    private const int MostPivots = 400;
    private const int MostRivals = 3;
    private const double Used = 1e-9;
    private const double FillLoss = 1e-9;

    // An account that takes nothing in the relaxation counts as if it took this part of the quote.
    private const double Unused = 0.02;

    private readonly bool[] isDecided = new bool[problem.Model.Venues.Length];
    private readonly int[] takers = new int[problem.Model.Venues.Length];
    private readonly int[] bestTakers = new int[problem.Model.Venues.Length];
    private readonly bool[] bestDecided = new bool[problem.Model.Venues.Length];
    private (double Shortfall, double Cost) best;

    /// <summary>True when the last search decided about any.</summary>
    public bool HasDecided { get; private set; }

    /// <summary>Decides from the relaxation's present solution and leaves it at the best that was found; false when that is nothing.</summary>
    public bool TryDecide(Func<bool> isOver)
    {
        Array.Clear(isDecided);
        best = (double.PositiveInfinity, 0.0);
        Explore(isOver);
        HasDecided = Array.IndexOf(bestDecided, true) >= 0;
        if (double.IsPositiveInfinity(best.Shortfall))
            return false;
        for (int venue = 0; venue < bestDecided.Length; venue++)
        {
            if (bestDecided[venue])
                Take(venue, bestTakers[venue]);
        }

        return relaxation.TrySolve(MostPivots);
    }

    private void Explore(Func<bool> isOver)
    {
        int venue = PickQuote();
        if (venue < 0)
        {
            best = (relaxation.Shortfall, relaxation.Cost);
            takers.CopyTo(bestTakers, 0);
            isDecided.CopyTo(bestDecided, 0);
            return;
        }

        isDecided[venue] = true;
        foreach ((double _, double _, int taker) in Alternatives(venue, isOver))
        {
            if (isOver())
                break;
            Take(venue, taker);
            takers[venue] = taker;
            if (relaxation.TrySolve(MostPivots) && IsBetter())
                Explore(isOver);
        }

        isDecided[venue] = false;
        for (int route = 0; route < problem.Routes; route++)
        {
            if (problem.VenueOf[route] == venue)
                relaxation.Choose(route, RouteChoice.Free);
        }
    }

    /// <summary>The likeliest accounts and none (-1), the best by the relaxation first; those that cannot be are left out.</summary>
    private List<(double Shortfall, double Cost, int Taker)> Alternatives(int venue, Func<bool> isOver)
    {
        List<(double Weight, int Route)> rivals = [];
        for (int route = 0; route < problem.Routes; route++)
        {
            double taken = relaxation.Shares[route] + (Unused * problem.LeastShare[route]);
            if (problem.VenueOf[route] == venue && problem.MostShare[route] > 0.0)
                rivals.Add((-taken * problem.MostShare[route], route));
        }

        rivals.Sort();
        List<(double Shortfall, double Cost, int Taker)> found = [];
        for (int i = 0; i <= Math.Min(MostRivals, rivals.Count) && !isOver(); i++)
        {
            int taker = i < Math.Min(MostRivals, rivals.Count) ? rivals[i].Route : -1;
            Take(venue, taker);
            if (relaxation.TrySolve(MostPivots) && IsBetter())
                found.Add((Math.Max(0.0, relaxation.Shortfall - FillLoss), relaxation.Cost, taker));
        }

        found.Sort();
        return found;
    }

    private bool IsBetter() =>
        relaxation.Shortfall < best.Shortfall - FillLoss || (relaxation.Shortfall < best.Shortfall + FillLoss && relaxation.Cost < best.Cost);

    /// <summary>The undecided quote of which most is taken and of which the relaxation takes what nobody can; -1 for none.</summary>
    private int PickQuote()
    {
        int picked = -1;
        double most = 0.0;
        for (int venue = 0; venue < isDecided.Length; venue++)
        {
            if (isDecided[venue] || !problem.Model.Venues[venue].IsSingle)
                continue;
            double taken = 0.0;
            int users = 0;
            bool isLeast = true;
            for (int route = 0; route < problem.Routes; route++)
            {
                if (problem.VenueOf[route] != venue || relaxation.Shares[route] <= Used)
                    continue;
                taken += relaxation.Shares[route];
                users++;
                isLeast &= relaxation.Shares[route] >= problem.LeastShare[route] - Used;
            }

            if ((users > 1 || !isLeast) && taken > most)
                (picked, most) = (venue, taken);
        }

        return picked;
    }

    private void Take(int venue, int taker)
    {
        for (int route = 0; route < problem.Routes; route++)
        {
            if (problem.VenueOf[route] == venue)
                relaxation.Choose(route, route == taker ? RouteChoice.Open : RouteChoice.Closed);
        }
    }
}
