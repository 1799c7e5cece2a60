using MarginRouter.Core.Routing.Search.Lots;
using MarginRouter.Core.Routing.Search.Model;

namespace MarginRouter.Benchmarks.Splits;

/// <summary>Splits a parent the way each naive router does. Lots are whole and depth is kept; nothing else is certain.</summary>
internal sealed class NaiveSplits
{
    private readonly SplitProblem problem;
    private readonly SplitModel model;
    private readonly int[][] routesOf;

    public NaiveSplits(SplitProblem problem)
    {
        this.problem = problem;
        model = problem.Model;
        routesOf = [.. Enumerable.Range(0, model.Venues.Length).Select(venue => Enumerable.Range(0, problem.Routes).Where(route => problem.VenueOf[route] == venue).ToArray())];
    }

    /// <summary>Lots by route.</summary>
    public long[] Split(NaiveRouter router) => router switch
    {
        NaiveRouter.BestVenue => Assign(BestVenue(), inParts: false),
        NaiveRouter.ProRata => Assign(ProRata(), inParts: true),
        NaiveRouter.PriceSweep => Assign(Sweep(), inParts: false),
        NaiveRouter.SweepSpread => Assign(Sweep(), inParts: true),
        NaiveRouter.SweepReject => Reject(Assign(Sweep(), inParts: false)),
        NaiveRouter.GreedyClip => Clip(),
    };

    private long[] BestVenue()
    {
        var totals = new long[model.Venues.Length];
        int best = Enumerable.Range(0, totals.Length).Where(venue => Most(venue) > 0).MinBy(venue => model.Venues[venue].Cost.Slopes[0]);
        totals[best] = Math.Min(Most(best), problem.WantedGrains / problem.LotGrains[best]);
        return totals;
    }

    private long[] ProRata()
    {
        var totals = new long[model.Venues.Length];
        double shown = Enumerable.Range(0, totals.Length).Sum(venue => (double)Most(venue) * problem.LotGrains[venue]);
        long left = problem.WantedGrains;
        for (int venue = 0; venue < totals.Length; venue++)
        {
            totals[venue] = Math.Min(Most(venue), (long)(problem.WantedGrains * (double)Most(venue) / shown));
            left -= totals[venue] * problem.LotGrains[venue];
        }

        return FillUp(totals, left);
    }

    private long[] Sweep()
    {
        var totals = new long[model.Venues.Length];
        long left = problem.WantedGrains;
        while (Cheapest(totals, left) is var venue && venue >= 0)
        {
            long taken = Math.Min(Stretch(venue, totals[venue]), left / problem.LotGrains[venue]);
            totals[venue] += taken;
            left -= taken * problem.LotGrains[venue];
        }

        return totals;
    }

    private long[] FillUp(long[] totals, long left)
    {
        for (int venue = 0; venue < totals.Length; venue++)
        {
            long more = Math.Min(Most(venue) - totals[venue], left / problem.LotGrains[venue]);
            totals[venue] += more;
            left -= more * problem.LotGrains[venue];
        }

        return totals;
    }

    /// <summary>What a venue shows, at most what its accounts may take.</summary>
    private long Most(int venue) => Math.Min(model.Venues[venue].MostLots, routesOf[venue].Sum(route => model.Routes[route].MostLots));

    private int Cheapest(long[] totals, long left)
    {
        int cheapest = -1;
        double least = double.PositiveInfinity;
        for (int venue = 0; venue < totals.Length; venue++)
        {
            if (totals[venue] >= Most(venue) || left < problem.LotGrains[venue] || PriceAt(venue, totals[venue]) >= least)
                continue;
            (cheapest, least) = (venue, PriceAt(venue, totals[venue]));
        }

        return cheapest;
    }

    private double PriceAt(int venue, long lots)
    {
        ModelVenue own = model.Venues[venue];
        return own.Cost.Slopes[own.Cost.PieceAbove((lots + 0.5) * (double)own.Lot)];
    }

    /// <summary>Lots to the end of the level, at least one.</summary>
    private long Stretch(int venue, long lots)
    {
        ModelVenue own = model.Venues[venue];
        double lot = (double)own.Lot;
        double end = own.Cost.Knots[own.Cost.PieceAbove((lots + 0.5) * lot) + 1];
        return Math.Min(Most(venue) - lots, Math.Max(1, (long)Math.Floor((end / lot) + 1e-6) - lots));
    }

    private long[] Assign(long[] totals, bool inParts)
    {
        var lots = new long[problem.Routes];
        for (int venue = 0; venue < totals.Length; venue++)
        {
            long left = totals[venue];
            long part = inParts ? Math.Max(1, left / Math.Max(1, routesOf[venue].Length)) : left;
            foreach (int route in routesOf[venue])
            {
                lots[route] = Math.Min(Math.Min(part, left), model.Routes[route].MostLots);
                left -= lots[route];
            }

            foreach (int route in routesOf[venue])
            {
                long more = Math.Min(left, model.Routes[route].MostLots - lots[route]);
                lots[route] += more;
                left -= more;
            }
        }

        return lots;
    }

    /// <summary>Children pass one after the other; one with which a limit would not hold is left out.</summary>
    private long[] Reject(long[] lots)
    {
        var exact = new ExactSplit(model);
        var passed = new long[lots.Length];
        for (int route = 0; route < lots.Length; route++)
        {
            passed[route] = lots[route];
            if (exact.Broken(passed) is not null)
                passed[route] = 0;
        }

        return passed;
    }

    private long[] Clip()
    {
        var plan = new LotPlan(problem);
        var isBlocked = new bool[model.Venues.Length];
        while (NextVenue(plan, isBlocked) is var venue && venue >= 0)
        {
            isBlocked[venue] = true;
            foreach (int route in routesOf[venue])
            {
                long least = plan.Lots[route] > 0 ? 1 : model.Venues[venue].LeastLots;
                bool mayOpen = plan.Lots[route] > 0 || model.MaximumChildren is not { } most || plan.Children < most;
                long room = mayOpen ? plan.Room(route, Math.Max(least, Stretch(venue, plan.VenueLots[venue]))) : 0;
                if (room < least)
                    continue;
                plan.Add(route, room);
                isBlocked[venue] = false;
                break;
            }
        }

        return plan.Lots;
    }

    private int NextVenue(LotPlan plan, bool[] isBlocked)
    {
        int cheapest = -1;
        double least = double.PositiveInfinity;
        for (int venue = 0; venue < isBlocked.Length; venue++)
        {
            if (isBlocked[venue] || plan.VenueLots[venue] >= Most(venue) || plan.LeftGrains < problem.LotGrains[venue] || PriceAt(venue, plan.VenueLots[venue]) >= least)
                continue;
            (cheapest, least) = (venue, PriceAt(venue, plan.VenueLots[venue]));
        }

        return cheapest;
    }
}
