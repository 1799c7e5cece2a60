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
            if (allowed[route] && shares[route] > 0.0)
                Place(plan, route, shares[route] / problem.LotShare[problem.Model.Routes[route].Venue]);
        }

        if (!TryRepair(plan, allowed))
            return false;
        Fill(plan, allowed);
        return true;
    }

    private void Place(LotPlan plan, int route, double exact)
    {
        var venue = problem.Model.Venues[problem.Model.Routes[route].Venue];
        long lots = (long)Math.Floor(exact + 1e-6);
        if (lots < venue.LeastLots)
            lots = exact >= 0.5 * venue.LeastLots ? venue.LeastLots : 0;
        lots = Math.Min(lots, Math.Min(problem.Model.Routes[route].MostLots, venue.MostLots - plan.VenueLots[problem.Model.Routes[route].Venue]));
        lots = Math.Min(lots, (long)decimal.Floor(plan.Left / venue.Lot));
        bool isTaken = venue.IsSingle && plan.VenueLots[problem.Model.Routes[route].Venue] > 0;
        if (lots >= venue.LeastLots && !isTaken)
            plan.Add(route, lots);
    }

    /// <summary>Takes lots away from what adds to a broken limit until none is broken; a child that eases it is first given one lot more.</summary>
    private bool TryRepair(LotPlan plan, bool[] allowed)
    {
        for (int repair = 0; repair < MostRepairs; repair++)
        {
            int broken = plan.FirstBroken();
            if (broken < 0)
                return true;
            var limit = problem.Limits[broken];
            var row = limit.Highest(plan.Shares, out double value);
            row.Tangent(plan.Shares, tangent);
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
            long fewer = Math.Max(1, (long)Math.Ceiling((value - limit.Inside) / worstSlope / lot));
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
            var own = problem.Model.Routes[route];
            var venue = problem.Model.Venues[own.Venue];
            if (plan.Lots[route] >= own.MostLots || plan.VenueLots[own.Venue] >= venue.MostLots || plan.Left < venue.Lot)
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
        for (int step = 0; step < MostSteps && plan.Left > 0m; step++)
        {
            if (!TryFillOnce(plan, allowed))
                return;
        }
    }

    private bool TryFillOnce(LotPlan plan, bool[] allowed)
    {
        int candidates = 0;
        for (int route = 0; route < marginal.Length; route++)
        {
            long first = FirstStep(plan, route);
            marginal[route] = double.PositiveInfinity;
            if (!allowed[route] || first == 0)
                continue;
            marginal[route] = plan.CostOf(route, first) / (first * problem.LotShare[problem.Model.Routes[route].Venue]);
            candidates++;
        }

        for (; candidates > 0; candidates--)
        {
            int best = Cheapest();
            long first = FirstStep(plan, best);
            long room = plan.Room(best, Math.Max(first, Stretch(plan, best)));
            if (room >= first)
            {
                plan.Add(best, room);
                return true;
            }

            marginal[best] = double.PositiveInfinity;
        }

        return false;
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
        var own = problem.Model.Routes[route];
        var venue = problem.Model.Venues[own.Venue];
        long first = plan.Lots[route] > 0 ? 1 : venue.LeastLots;
        if (plan.Lots[route] == 0 && problem.Model.MaximumChildren is { } most && plan.Children >= most)
            return 0;
        if (plan.Lots[route] + first > own.MostLots || plan.VenueLots[own.Venue] + first > venue.MostLots)
            return 0;
        if (venue.IsSingle && plan.Lots[route] == 0 && plan.VenueLots[own.Venue] > 0)
            return 0;
        return first * venue.Lot <= plan.Left ? first : 0;
    }

    /// <summary>Lots up to where the price of the venue or the borrowing of the route changes.</summary>
    private long Stretch(LotPlan plan, int route)
    {
        var own = problem.Model.Routes[route];
        var venue = problem.Model.Venues[own.Venue];
        double lot = (double)venue.Lot;
        double held = plan.VenueLots[own.Venue] * lot;
        double toKnot = venue.Cost.Knots[venue.Cost.PieceAbove(held + (lot * 0.5)) + 1] - held;
        double own0 = plan.Lots[route] * lot;
        double toBorrow = own.Borrow > 0m && (double)own.Free > own0 + lot ? (double)own.Free - own0 : double.PositiveInfinity;
        return (long)Math.Floor((Math.Min(toKnot, toBorrow) / lot) + 1e-6);
    }
}
