namespace MarginRouter.Core.Routing.Search.Lots;

/// <summary>
/// Finds room for one more lot where a limit leaves less than that: two children under the limit that use it differently exchange
/// equal sizes, and the lot fits. Limits over values at marks that differ by a basis point or two are met to the last lot this way, and so is a
/// parent whose last fine lots have room only once a coarse lot of the same account stands for others of them.
/// </summary>
internal sealed class LotSqueeze(SplitProblem problem)
{
    private readonly List<(int Route, double Slope)> tangent = [];
    private readonly double[] trial = new double[problem.Routes];

    /// <summary>Adds lots while there is something left and a way to fit them; true when it added any.</summary>
    public bool TryFill(LotPlan plan, bool[] allowed, int mostLots)
    {
        bool any = false;
        for (int i = 0; i < mostLots && plan.LeftGrains > 0 && !problem.Meter.IsSpent; i++)
        {
            if (!TryAddOne(plan, allowed))
                break;
            any = true;
        }

        return any;
    }

    private bool TryAddOne(LotPlan plan, bool[] allowed)
    {
        Squeeze? best = null;
        for (int route = 0; route < problem.Routes && !problem.Meter.IsSpent; route++)
        {
            if (!allowed[route] || (plan.Lots[route] == 0 && !MayOpen(plan, route, 1)) || !plan.Fits(route, 1))
                continue;
            double cost = plan.CostOf(route, 1);
            Squeeze? found = plan.Room(route, 1) > 0 ? new Squeeze(route, default, default, cost) : FindExchange(plan, route, cost, best, allowed);
            if (found is not null && (best is null || found.Value.Cost < best.Value.Cost))
                best = found;
        }

        if (best is not { } chosen)
            return false;
        if (chosen.Down.Lots > 0)
        {
            plan.Add(chosen.Down.Route, -chosen.Down.Lots);
            plan.Add(chosen.Up.Route, chosen.Up.Lots);
        }

        plan.Add(chosen.Route, 1);
        return true;
    }

    private bool MayOpen(LotPlan plan, int route, long lots)
    {
        var venue = problem.Model.Venues[problem.Model.Routes[route].Venue];
        return venue.LeastLots <= lots && !venue.IsSingle && (problem.Model.MaximumChildren is not { } most || plan.Children < most);
    }

    /// <summary>The cheapest exchange under a limit that blocks a route; null when there is none, or none cheaper than the best.</summary>
    private Squeeze? FindExchange(LotPlan plan, int route, double cost, Squeeze? best, bool[] allowed)
    {
        plan.Shares.CopyTo(trial, 0);
        trial[route] += problem.LotShare[problem.Model.Routes[route].Venue];
        Squeeze? found = null;
        foreach (int limit in problem.Table.LimitsOf[route])
        {
            double inside = problem.Table.Inside[limit];
            int row = problem.Table.Highest(limit, trial, out double value);
            if (value <= inside)
                continue;
            problem.Table.Tangent(row, trial, tangent);
            found = FindPair(plan, new Squeeze(route, default, default, cost), value - inside, found ?? best, allowed) ?? found;
        }

        return found;
    }

    private Squeeze? FindPair(LotPlan plan, Squeeze move, double excess, Squeeze? best, bool[] allowed)
    {
        Squeeze? chosen = null;
        foreach ((int down, double downSlope) in tangent)
        {
            if (plan.Lots[down] == 0)
                continue;
            if (problem.Meter.IsSpent)
                break;
            foreach ((int up, double upSlope) in tangent)
            {
                if (upSlope >= downSlope || !allowed[up])
                    continue;
                (long given, long taken) = LotsFor(excess, down, up, downSlope - upSlope);
                if ((plan.Lots[up] == 0 && !MayOpen(plan, up, taken))
                    || !TryExchange(plan, move with { Down = (down, given), Up = (up, taken) }, out Squeeze found)
                    || (best is not null && found.Cost >= best.Value.Cost))
                    continue;
                chosen = found;
                best = found;
            }
        }

        return chosen;
    }

    /// <summary>The least equal sizes of both, in lots of each, that make up for an excess: a coarse lot may take the place of several fine ones.</summary>
    private (long Down, long Up) LotsFor(double excess, int down, int up, double difference)
    {
        long downGrains = problem.LotGrains[problem.VenueOf[down]];
        long upGrains = problem.LotGrains[problem.VenueOf[up]];
        long step = downGrains / Gcd(downGrains, upGrains) * upGrains;
        double share = problem.LotShare[problem.VenueOf[down]] / downGrains * step;
        long steps = (long)Math.Min(1e9, Math.Ceiling((excess / difference / share) + 1e-9));
        return (steps * (step / downGrains), steps * (step / upGrains));
    }

    private static long Gcd(long left, long right)
    {
        while (right != 0)
            (left, right) = (right, left % right);
        return left;
    }

    /// <summary>Prices an exchange of equal sizes and one lot more, and sees whether all limits hold; the plan is left as it was.</summary>
    private bool TryExchange(LotPlan plan, Squeeze move, out Squeeze found)
    {
        found = move;
        (int down, long given) = move.Down;
        (int up, long taken) = move.Up;
        var from = problem.Model.Routes[down];
        var to = problem.Model.Routes[up];
        long least = problem.Model.Venues[from.Venue].LeastLots;
        long same = from.Venue == to.Venue ? given : 0;
        if (plan.Lots[down] - given < least
            || plan.Lots[up] + taken > to.MostLots
            || plan.VenueLots[to.Venue] + taken - same > problem.Model.Venues[to.Venue].MostLots)
            return false;
        double cost = plan.CostOf(down, -given);
        plan.Add(down, -given);
        cost += plan.CostOf(up, taken);
        plan.Add(up, taken);
        cost += plan.CostOf(move.Route, 1);
        plan.Add(move.Route, 1);
        bool fits = plan.Lots[move.Route] <= problem.Model.Routes[move.Route].MostLots
            && plan.VenueLots[problem.VenueOf[move.Route]] <= problem.Model.Venues[problem.VenueOf[move.Route]].MostLots
            && plan.HoldsAround(down) && plan.HoldsAround(up) && plan.HoldsAround(move.Route);
        plan.Add(move.Route, -1);
        plan.Add(up, -taken);
        plan.Add(down, given);
        found = move with { Cost = cost };
        return fits;
    }

    private readonly record struct Squeeze(int Route, (int Route, long Lots) Down, (int Route, long Lots) Up, double Cost);
}
