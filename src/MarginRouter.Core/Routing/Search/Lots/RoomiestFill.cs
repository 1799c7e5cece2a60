namespace MarginRouter.Core.Routing.Search.Lots;

/// <summary>
/// A first split where the number of children is limited, without the relaxation: the routes with the most room, one after another, and
/// then each child in turn given up for another route where that fills more. Fill counts before cost, and where a count decides the
/// fill, this is nearly all there is to find; it takes a small part of the work of one relaxation.
/// </summary>
internal sealed class RoomiestFill(SplitProblem problem)
{
    private const int MostPasses = 3;

    private readonly LotPlan trial = new(problem);
    private readonly LotPlan empty = new(problem);
    private readonly int[] byRoom = new int[problem.Routes];
    private readonly (long Grains, int Route)[] kept = new (long, int)[problem.Routes];
    private readonly long[] alone = new long[problem.Routes];
    private readonly long[] rooms = new long[problem.Routes];

    /// <summary>Makes a plan from nothing.</summary>
    public void Begin(LotPlan plan)
    {
        plan.CopyFrom(empty);
        for (int route = 0; route < problem.Routes; route++)
            rooms[route] = alone[route] = problem.MostShare[route] > 0.0 ? Grains(plan, route) : 0;
        while (plan.LeftGrains > 0 && !problem.Meter.IsSpent && Roomiest(plan) is var route && route >= 0)
            Take(plan, route);
    }

    /// <summary>Exchanges children of a plan while that fills more; only after <see cref="Begin"/>.</summary>
    public void Improve(LotPlan plan)
    {
        for (int pass = 0; pass < MostPasses && plan.LeftGrains > 0 && !problem.Meter.IsSpent && TryInsertions(plan); pass++)
            FillUp(plan);
    }

    /// <summary>The route with the most room beside the present children; -1 for none. A room known from before is asked again when its turn comes.</summary>
    private int Roomiest(LotPlan plan)
    {
        if (plan.Children >= problem.Model.MaximumChildren)
            return -1;
        problem.Meter.Add(rooms.Length);
        while (!problem.Meter.IsSpent)
        {
            int best = 0;
            for (int route = 1; route < rooms.Length; route++)
                best = rooms[route] > rooms[best] ? route : best;
            if (rooms[best] <= 0)
                return -1;
            long room = plan.Lots[best] > 0 ? 0 : Grains(plan, best);
            if (room >= rooms[best])
                return best;
            rooms[best] = room;
        }

        return -1;
    }

    /// <summary>Puts every other route first in turn, the roomiest first, and the present children after it as far as they go; true when that helped.</summary>
    private bool TryInsertions(LotPlan plan)
    {
        bool any = false;
        alone.CopyTo(rooms, 0);
        for (int i = 0; i < byRoom.Length; i++)
            (byRoom[i], rooms[i]) = (i, -alone[i]);
        Array.Sort(rooms, byRoom);
        foreach (int up in byRoom)
        {
            if (plan.LeftGrains == 0 || problem.Meter.IsSpent || alone[up] <= Smallest(plan))
                break;
            if (plan.Lots[up] == 0)
                any |= TryInsert(plan, up);
        }

        return any;
    }

    /// <summary>Grains of the smallest child: a route with less room does not fill more in its place.</summary>
    private long Smallest(LotPlan plan)
    {
        long smallest = long.MaxValue;
        for (int route = 0; route < problem.Routes; route++)
        {
            if (plan.Lots[route] > 0)
                smallest = Math.Min(smallest, plan.Lots[route] * problem.LotGrains[problem.VenueOf[route]]);
        }

        return smallest == long.MaxValue ? 0 : smallest;
    }

    private bool TryInsert(LotPlan plan, int up)
    {
        trial.CopyFrom(empty);
        Take(trial, up);
        int count = 0;
        for (int route = 0; route < problem.Routes; route++)
        {
            if (plan.Lots[route] > 0)
                kept[count++] = (-plan.Lots[route] * problem.LotGrains[problem.VenueOf[route]], route);
        }

        Array.Sort(kept, 0, count);
        problem.Meter.Add(1_000 + (2L * problem.Table.Rows));
        for (int i = 0; i < count && trial.Children < problem.Model.MaximumChildren; i++)
        {
            if (Grains(trial, kept[i].Route) > 0)
                Take(trial, kept[i].Route);
        }

        alone.CopyTo(rooms, 0);
        while (trial.LeftGrains > 0 && Roomiest(trial) is var route && route >= 0)
            Take(trial, route);
        FillUp(trial);
        if (trial.LeftGrains >= plan.LeftGrains)
            return false;
        plan.CopyFrom(trial);
        return true;
    }

    /// <summary>Gives the children that have room left what they can take.</summary>
    private void FillUp(LotPlan plan)
    {
        for (int route = 0; route < problem.Routes && plan.LeftGrains > 0; route++)
        {
            if (plan.Lots[route] > 0 && plan.Room(route, long.MaxValue) is var room && room > 0)
                plan.Add(route, room);
        }
    }

    private void Take(LotPlan plan, int route)
    {
        plan.Add(route, plan.Room(route, long.MaxValue));
        rooms[route] = 0;
    }

    /// <summary>What a route that is not used could take, in grains; zero when that is less than its least child.</summary>
    private long Grains(LotPlan plan, int route)
    {
        int venue = problem.VenueOf[route];
        long room = plan.Room(route, long.MaxValue);
        return room < problem.Model.Venues[venue].LeastLots ? 0 : room * problem.LotGrains[venue];
    }
}
