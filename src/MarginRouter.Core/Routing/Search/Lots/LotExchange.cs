namespace MarginRouter.Core.Routing.Search.Lots;

/// <summary>Improves a plan by taking lots from one child and giving them to another, where that saves money or fills more.</summary>
internal sealed class LotExchange
{
    private const int MostPasses = 6;
    private const int MostSqueezes = 40;
    private const double Worthwhile = 1e-9;

    private readonly SplitProblem problem;
    private readonly LotRounding rounding;
    private readonly LotPlan trial;
    private readonly LotSqueeze squeeze;
    private readonly (double Cost, int Route)[] gainers;
    private readonly int[] blockedBy;

    public LotExchange(SplitProblem problem, LotRounding rounding)
    {
        this.problem = problem;
        this.rounding = rounding;
        trial = new LotPlan(problem);
        squeeze = new LotSqueeze(problem);
        gainers = new (double, int)[problem.Routes];
        blockedBy = new int[problem.Routes];
    }

    /// <summary>Fills more where lots stood in the way; gives up when the plan cannot come down to as little left as there is already.</summary>
    public void FillUp(LotPlan plan, bool[] allowed, long leftAlready, Func<bool> isOver)
    {
        if (plan.LeftGrains > 0)
            FillByDifference(plan);
        if (plan.LeftGrains > 0 && plan.LeftGrains - leftAlready <= MostSqueezes * problem.SmallestLotGrains)
            squeeze.TryFill(plan, allowed, MostSqueezes);
        while (plan.LeftGrains > 0 && TryOpenFiner(plan, allowed))
            squeeze.TryFill(plan, allowed, MostSqueezes);
        if (plan.LeftGrains > leftAlready)
            Shake(plan, allowed, isOver);
    }

    /// <summary>Makes a plan cheaper at the same fill.</summary>
    public void Cheapen(LotPlan plan, bool[] allowed, Func<bool> isOver)
    {
        for (int pass = 0; pass < MostPasses; pass++)
        {
            if (isOver() || !TryPass(plan, allowed))
                return;
        }
    }

    /// <summary>Takes some lots off each child in turn and fills again: a coarse lot may stand in the way of several fine ones.</summary>
    private void Shake(LotPlan plan, bool[] allowed, Func<bool> isOver)
    {
        for (int route = 0; route < plan.Lots.Length && plan.LeftGrains > 0 && !isOver(); route++)
        {
            foreach (long lots in (ReadOnlySpan<long>)[1, 3, 10])
            {
                if (plan.Lots[route] < lots || plan.LeftGrains <= 0 || problem.Meter.IsSpent)
                    break;
                trial.CopyFrom(plan);
                rounding.Reduce(trial, route, lots);
                if (!trial.HoldsAround(route))
                    continue;
                rounding.Fill(trial, allowed);
                if (trial.LeftGrains < plan.LeftGrains)
                    plan.CopyFrom(trial);
            }
        }
    }

    /// <summary>Fills a remainder that only fine lots could fill where they have no room: one coarse lot more, and fine lots back for the difference.</summary>
    private void FillByDifference(LotPlan plan)
    {
        for (int up = 0; up < plan.Lots.Length && plan.LeftGrains > 0 && !problem.Meter.IsSpent; up++)
        {
            long upLot = problem.LotGrains[problem.VenueOf[up]];
            if (plan.Lots[up] == 0 || upLot <= plan.LeftGrains)
                continue;
            for (int down = 0; down < plan.Lots.Length; down++)
            {
                long downLot = problem.LotGrains[problem.VenueOf[down]];
                if (down == up || plan.Lots[down] == 0 || downLot >= upLot || (upLot - plan.LeftGrains) % downLot != 0)
                    continue;
                if (TryMove(plan, (down, (upLot - plan.LeftGrains) / downLot), (up, 1), mustSave: false))
                    break;
            }
        }
    }

    /// <summary>
    /// Fills a remainder that is too small for a child of its own: a child in finer lots is opened for it, at its least size or above, in place
    /// of some coarse lots, where that fills most.
    /// </summary>
    private bool TryOpenFiner(LotPlan plan, bool[] allowed)
    {
        (int Up, int Down, long Given, long Room) best = default;
        long gained = 0;
        for (int up = 0; up < plan.Lots.Length; up++)
        {
            if (!allowed[up] || plan.Lots[up] > 0 || (problem.Model.MaximumChildren is { } most && plan.Children >= most))
                continue;
            for (int down = 0; down < plan.Lots.Length && !problem.Meter.IsSpent; down++)
            {
                (long given, long room, long gain) = Opened(plan, up, down);
                if (gain > gained)
                    (best, gained) = ((up, down, given, room), gain);
            }
        }

        if (gained == 0)
            return false;
        plan.Add(best.Down, -best.Given);
        plan.Add(best.Up, best.Room);
        return true;
    }

    /// <summary>Coarse lots given back for a child at its least size or above, its lots, and the grains that this fills more; the plan is left as it was.</summary>
    private (long Given, long Room, long Gain) Opened(LotPlan plan, int up, int down)
    {
        long upLot = problem.LotGrains[problem.VenueOf[up]];
        long downLot = problem.LotGrains[problem.VenueOf[down]];
        long least = problem.Model.Venues[problem.VenueOf[up]].LeastLots;
        long given = ((least * upLot) + downLot - 1) / downLot;
        long kept = plan.Lots[down] - given;
        if (downLot <= upLot || kept < 0 || (kept > 0 && kept < problem.Model.Venues[problem.VenueOf[down]].LeastLots))
            return default;
        plan.Add(down, -given);
        long room = plan.HoldsAround(down) ? plan.Room(up, long.MaxValue) : 0;
        plan.Add(down, given);
        return room < least ? default : (given, room, (room * upLot) - (given * downLot));
    }

    private bool TryPass(LotPlan plan, bool[] allowed)
    {
        bool improved = false;
        int count = RankGainers(plan, allowed);
        for (int down = 0; down < plan.Lots.Length && !problem.Meter.IsSpent; down++)
        {
            if (plan.Lots[down] == 0)
                continue;
            double saved = -plan.CostOf(down, -1) / problem.LotShare[problem.Model.Routes[down].Venue];
            for (int i = 0; i < count; i++)
            {
                (double cost, int up) = gainers[i];
                bool sameVenue = problem.VenueOf[up] == problem.VenueOf[down];
                if (cost >= saved - Worthwhile && !sameVenue)
                    break;
                if (up != down && plan.Lots[down] > 0 && (blockedBy[i] < 0 || problem.Table.IsTouching(down, blockedBy[i])))
                    improved |= TryExchange(plan, down, up);
            }
        }

        return improved;
    }

    private int RankGainers(LotPlan plan, bool[] allowed)
    {
        int count = 0;
        for (int route = 0; route < gainers.Length; route++)
        {
            var own = problem.Model.Routes[route];
            if (!allowed[route] || plan.Lots[route] == 0 || plan.Lots[route] >= own.MostLots || plan.VenueLots[own.Venue] >= problem.Model.Venues[own.Venue].MostLots)
                continue;
            gainers[count++] = (plan.CostOf(route, 1) / problem.LotShare[own.Venue], route);
        }

        Array.Sort(gainers, 0, count);
        for (int i = 0; i < count; i++)
            blockedBy[i] = plan.FirstBrokenBy(gainers[i].Route, 1);
        return count;
    }

    /// <summary>Exchanges equal sizes, growing while it helps.</summary>
    private bool TryExchange(LotPlan plan, int down, int up)
    {
        long downLot = problem.LotGrains[problem.VenueOf[down]];
        long upLot = problem.LotGrains[problem.VenueOf[up]];
        long downStep = upLot > downLot && upLot % downLot == 0 ? upLot / downLot : 1;
        long upStep = downLot > upLot && downLot % upLot == 0 ? downLot / upLot : 1;
        if (downStep * downLot != upStep * upLot)
            return false;
        bool improved = false;
        for (long size = 1; TryMove(plan, (down, downStep * size), (up, upStep * size)); size *= 2)
            improved = true;
        return improved;
    }

    private bool TryMove(LotPlan plan, (int Route, long Lots) down, (int Route, long Lots) up, bool mustSave = true)
    {
        var from = problem.Model.Routes[down.Route];
        var to = problem.Model.Routes[up.Route];
        long kept = plan.Lots[down.Route] - down.Lots;
        bool fits = (kept == 0 || kept >= problem.Model.Venues[from.Venue].LeastLots)
            && plan.Lots[up.Route] + up.Lots <= to.MostLots
            && plan.VenueLots[to.Venue] + up.Lots - (from.Venue == to.Venue ? down.Lots : 0) <= problem.Model.Venues[to.Venue].MostLots;
        if (kept < 0 || !fits)
            return false;
        double change = plan.CostOf(down.Route, -down.Lots);
        plan.Add(down.Route, -down.Lots);
        change += plan.CostOf(up.Route, up.Lots);
        plan.Add(up.Route, up.Lots);
        if ((change < -Worthwhile || !mustSave) && plan.HoldsAround(down.Route) && plan.HoldsAround(up.Route))
            return true;
        plan.Add(up.Route, -up.Lots);
        plan.Add(down.Route, down.Lots);
        return false;
    }
}
