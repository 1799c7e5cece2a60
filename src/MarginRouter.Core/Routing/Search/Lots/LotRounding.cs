using MarginRouter.Core.Routing.Search.Model;

namespace MarginRouter.Core.Routing.Search.Lots;

/// <summary>Makes a plan in whole lots near a solution of the relaxation: down to lots, back within limits, then what is left to where it is cheapest.</summary>
internal sealed class LotRounding
{
    private const int MostRepairs = 400;
    private const int MostSteps = 400;

    private readonly SplitProblem problem;
    private readonly List<(int Route, double Slope)> tangent = [];
    private readonly double[] marginal;

    public LotRounding(SplitProblem problem)
    {
        this.problem = problem;
        marginal = new double[problem.Routes];
    }

    /// <summary>Rounds; a route that is not allowed gets nothing. False when the limits cannot be met.</summary>
    public bool TryRound(double[] shares, bool[] allowed, LotPlan plan)
    {
        plan.Clear();
        for (int route = 0; route < shares.Length; route++)
        {
            if (allowed[route] && shares[route] > 0.0 && IsPicked(shares, allowed, route))
                Place(plan, route, shares[route] / problem.LotShare[problem.Model.Routes[route].Venue]);
        }

        if (!TryRepair(plan, allowed))
            return false;
        Fill(plan, allowed);
        return true;
    }

    /// <summary>Of several accounts on a quote that one may take: the one that takes most of it and could take most.</summary>
    private bool IsPicked(double[] shares, bool[] allowed, int route)
    {
        int venue = problem.VenueOf[route];
        if (!problem.Model.Venues[venue].IsSingle)
            return true;
        double weight = shares[route] * problem.MostShare[route];
        for (int other = 0; other < shares.Length; other++)
        {
            if (problem.VenueOf[other] == venue && allowed[other] && other != route && shares[other] * problem.MostShare[other] is var rival
                && (rival > weight || (rival == weight && other < route)))
                return false;
        }

        return true;
    }

    private void Place(LotPlan plan, int route, double exact)
    {
        var venue = problem.Model.Venues[problem.Model.Routes[route].Venue];
        long lots = (long)Math.Floor(exact + 1e-6);
        if (lots < venue.LeastLots)
            lots = exact >= 0.5 * venue.LeastLots ? venue.LeastLots : 0;
        lots = Math.Min(lots, Math.Min(problem.Model.Routes[route].MostLots, venue.MostLots - plan.VenueLots[problem.Model.Routes[route].Venue]));
        lots = Math.Min(lots, plan.LeftGrains / problem.LotGrains[problem.VenueOf[route]]);
        bool isTaken = venue.IsSingle && plan.VenueLots[problem.Model.Routes[route].Venue] > 0;
        if (lots >= venue.LeastLots && !isTaken)
            plan.Add(route, lots);
    }

    /// <summary>Takes lots away from what adds to a broken limit until none is broken; a child that eases it is first given one lot more.</summary>
    private bool TryRepair(LotPlan plan, bool[] allowed)
    {
        for (int repair = 0; repair < MostRepairs && !problem.Meter.IsSpent; repair++)
        {
            int broken = plan.FirstBroken();
            if (broken < 0)
                return true;
            int row = plan.Highest(broken, out double value);
            problem.Table.Tangent(row, plan.Shares, tangent);
            if (repair < MostRepairs / 2 && TryEase(plan, allowed))
                continue;
            int worst = -1;
            double worstSlope = 0.0;
            foreach ((int route, double slope) in tangent)
            {
                if (plan.Lots[route] > 0 && slope > worstSlope)
                {
                    worst = route;
                    worstSlope = slope;
                }
            }

            if (worst < 0)
                return false;
            double lot = problem.LotShare[problem.Model.Routes[worst].Venue];
            long fewer = Math.Max(1, (long)Math.Ceiling((value - problem.Table.Inside[broken]) / worstSlope / lot));
            Reduce(plan, worst, fewer);
        }

        return false;
    }

    private bool TryEase(LotPlan plan, bool[] allowed)
    {
        foreach ((int route, double slope) in tangent)
        {
            if (slope >= 0.0 || !allowed[route] || plan.Lots[route] == 0)
                continue;
            if (!plan.Fits(route, 1))
                continue;
            plan.Add(route, 1);
            return true;
        }

        return false;
    }

    /// <summary>Makes a child smaller, or drops it when it would be below its least size.</summary>
    public void Reduce(LotPlan plan, int route, long lots)
    {
        long least = problem.Model.Venues[problem.Model.Routes[route].Venue].LeastLots;
        long kept = plan.Lots[route] - Math.Min(lots, plan.Lots[route]);
        plan.Add(route, (kept < least ? 0 : kept) - plan.Lots[route]);
    }

    /// <summary>Gives what is left to the cheapest routes that have room, a stretch of equal price at a time.</summary>
    public void Fill(LotPlan plan, bool[] allowed)
    {
        int step = 0;
        bool filled = true;
        while (filled && plan.LeftGrains > 0 && !problem.Meter.IsSpent)
        {
            // A child can make room elsewhere through a limit over several accounts, so all are looked at again until none has room.
            filled = false;
            for (int route = 0; route < marginal.Length; route++)
                SetMarginal(plan, allowed, route);
            for (; step < MostSteps && plan.LeftGrains > 0 && !problem.Meter.IsSpent && TryFillOnce(plan) is var route && route >= 0; step++)
            {
                filled = true;
                Reprice(plan, allowed, route);
            }
        }
    }

    private void SetMarginal(LotPlan plan, bool[] allowed, int route)
    {
        long first = allowed[route] ? FirstStep(plan, route) : 0;
        marginal[route] = first == 0 ? double.PositiveInfinity : plan.CostOf(route, first) / (first * problem.LotShare[problem.VenueOf[route]]);
    }

    /// <summary>Prices the routes anew that share a venue or an account with one that has just taken more.</summary>
    private void Reprice(LotPlan plan, bool[] allowed, int changed)
    {
        ModelRoute own = problem.Model.Routes[changed];
        for (int route = 0; route < marginal.Length; route++)
        {
            ModelRoute other = problem.Model.Routes[route];
            if (other.Venue == own.Venue || other.Account == own.Account)
                SetMarginal(plan, allowed, route);
        }
    }

    /// <summary>The route that took more; -1 when none has room.</summary>
    private int TryFillOnce(LotPlan plan)
    {
        problem.Meter.Add(marginal.Length);
        while (Cheapest() is var best && !double.IsPositiveInfinity(marginal[best]))
        {
            long first = FirstStep(plan, best);
            long room = first == 0 ? 0 : plan.Room(best, Math.Max(first, Stretch(plan, best)));
            if (first > 0 && room >= first)
            {
                plan.Add(best, room);
                return best;
            }

            marginal[best] = double.PositiveInfinity;
        }

        return -1;
    }

    private int Cheapest()
    {
        int best = 0;
        for (int route = 1; route < marginal.Length; route++)
        {
            if (marginal[route] < marginal[best])
                best = route;
        }

        return best;
    }

    /// <summary>The fewest lots by which a route can rise: one, or its least size; zero when it cannot.</summary>
    private long FirstStep(LotPlan plan, int route)
    {
        var venue = problem.Model.Venues[problem.VenueOf[route]];
        long first = plan.Lots[route] > 0 ? 1 : venue.LeastLots;
        if (plan.Lots[route] == 0 && problem.Model.MaximumChildren is { } most && plan.Children >= most)
            return 0;
        return plan.Fits(route, first) ? first : 0;
    }

    /// <summary>Lots up to where the price of the venue or the borrowing of the route changes.</summary>
    private long Stretch(LotPlan plan, int route)
    {
        var own = problem.Model.Routes[route];
        var venue = problem.Model.Venues[own.Venue];
        double lot = (double)venue.Lot;
        double held = plan.VenueLots[own.Venue] * lot;
        double toKnot = venue.Cost.Knots[venue.Cost.PieceAbove(held + (lot * 0.5)) + 1] - held;
        double taken = plan.Lots[route] * lot;
        foreach (CarryPiece piece in own.Carry)
        {
            double through = (double)piece.Through;
            if (through > taken + lot)
                return (long)Math.Floor((Math.Min(toKnot, through - taken) / lot) + 1e-6);
        }

        return (long)Math.Floor((toKnot / lot) + 1e-6);
    }
}
