namespace MarginRouter.Core.Routing.Search.Lots;

/// <summary>
/// Finds room for one more lot where a limit leaves less than that: two children under the limit that use it differently exchange
/// some lots, and the lot fits. Limits over values at marks that differ by a basis point or two are met to the last lot this way.
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
            Squeeze? found = plan.Room(route, 1) > 0 ? new Squeeze(route, -1, -1, 0, cost) : FindExchange(plan, route, cost, best, allowed);
            if (found is not null && (best is null || found.Value.Cost < best.Value.Cost))
                best = found;
        }

        if (best is not { } chosen)
            return false;
        if (chosen.Lots > 0)
        {
            plan.Add(chosen.Down, -chosen.Lots);
            plan.Add(chosen.Up, chosen.Lots);
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
            found = FindPair(plan, new Squeeze(route, -1, -1, 0, cost), value - inside, found ?? best, allowed) ?? found;
        }

        return found;
    }

    private Squeeze? FindPair(LotPlan plan, Squeeze move, double excess, Squeeze? best, bool[] allowed)
    {
        Squeeze? chosen = null;
        foreach ((int down, double downSlope) in tangent)
        {
            if (plan.Lots[down] == 0 || down == move.Route)
                continue;
            if (problem.Meter.IsSpent)
                break;
            foreach ((int up, double upSlope) in tangent)
            {
                if (upSlope >= downSlope || !allowed[up])
                    continue;
                long lots = LotsFor(excess, down, downSlope - upSlope);
                if ((plan.Lots[up] == 0 && !MayOpen(plan, up, lots))
                    || !TryExchange(plan, move with { Down = down, Up = up, Lots = lots }, out Squeeze found)
                    || (best is not null && found.Cost >= best.Value.Cost))
                    continue;
                chosen = found;
                best = found;
            }
        }

        return chosen;
    }

    private long LotsFor(double excess, int down, double difference) =>
        (long)Math.Min(1e15, Math.Ceiling((excess / difference / problem.LotShare[problem.Model.Routes[down].Venue]) + 1e-9));

    /// <summary>Prices an exchange of equal sizes and one lot more, and sees whether all limits hold; the plan is left as it was.</summary>
    private bool TryExchange(LotPlan plan, Squeeze move, out Squeeze found)
    {
        found = move;
        var from = problem.Model.Routes[move.Down];
        var to = problem.Model.Routes[move.Up];
        long least = problem.Model.Venues[from.Venue].LeastLots;
        long same = from.Venue == to.Venue ? move.Lots : 0;
        if (problem.Model.Venues[from.Venue].Lot != problem.Model.Venues[to.Venue].Lot
            || plan.Lots[move.Down] - move.Lots < least
            || plan.Lots[move.Up] + move.Lots > to.MostLots
            || plan.VenueLots[to.Venue] + move.Lots - same > problem.Model.Venues[to.Venue].MostLots)
            return false;
        double cost = plan.CostOf(move.Down, -move.Lots);
        plan.Add(move.Down, -move.Lots);
        cost += plan.CostOf(move.Up, move.Lots);
        plan.Add(move.Up, move.Lots);
        cost += plan.CostOf(move.Route, 1);
        plan.Add(move.Route, 1);
        bool fits = plan.Lots[move.Route] <= problem.Model.Routes[move.Route].MostLots
            && plan.VenueLots[problem.Model.Routes[move.Route].Venue] <= problem.Model.Venues[problem.Model.Routes[move.Route].Venue].MostLots
            && plan.HoldsAround(move.Down) && plan.HoldsAround(move.Up) && plan.HoldsAround(move.Route);
        plan.Add(move.Route, -1);
        plan.Add(move.Up, -move.Lots);
        plan.Add(move.Down, move.Lots);
        found = move with { Cost = cost };
        return fits;
    }

    private readonly record struct Squeeze(int Route, int Down, int Up, long Lots, double Cost);
}
