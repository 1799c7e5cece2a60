using MarginRouter.Core.Routing.Search.Model;
using MarginRouter.Core.Routing.Search.Relaxation;

namespace MarginRouter.Core.Routing.Search.Lots;

/// <summary>
/// A split in whole lots that can be changed a child at a time: how much more a route may take, and what a change costs. It keeps the
/// rounded value of every limit as it stands and keeps a hair's breadth inside them; whoever uses its result checks it exactly.
/// </summary>
internal sealed class LotPlan
{
    // Values are carried along by differences; after so many they are added up anew, so that rounding stays far below the margin kept.
    private const int RefreshEvery = 256;

    private readonly SplitProblem problem;
    private readonly LimitTable table;
    private readonly double[] first;
    private readonly double[] second;
    private readonly double[] rows;
    private int sinceRefresh;

    public LotPlan(SplitProblem problem)
    {
        this.problem = problem;
        table = problem.Table;
        Lots = new long[problem.Routes];
        Shares = new double[problem.Routes];
        VenueLots = new long[problem.LotShare.Length];
        first = new double[table.Parts];
        second = new double[table.Parts];
        rows = new double[table.Rows];
        Clear();
    }

    /// <summary>By route.</summary>
    public long[] Lots { get; }

    /// <summary>By route, share of the parent.</summary>
    public double[] Shares { get; }

    /// <summary>By venue.</summary>
    public long[] VenueLots { get; }

    /// <summary>Number of children.</summary>
    public int Children { get; private set; }

    /// <summary>Grains not filled.</summary>
    public long LeftGrains { get; private set; }

    /// <summary>Base units not filled.</summary>
    public decimal Left => problem.Model.Wanted - ((problem.WantedGrains - LeftGrains) * problem.Grain);

    /// <summary>Takes another plan's lots.</summary>
    public void CopyFrom(LotPlan other)
    {
        other.Lots.CopyTo(Lots, 0);
        other.Shares.CopyTo(Shares, 0);
        other.VenueLots.CopyTo(VenueLots, 0);
        other.first.CopyTo(first, 0);
        other.second.CopyTo(second, 0);
        other.rows.CopyTo(rows, 0);
        sinceRefresh = other.sinceRefresh;
        Children = other.Children;
        LeftGrains = other.LeftGrains;
    }

    /// <summary>Empties the plan.</summary>
    public void Clear()
    {
        Array.Clear(Lots);
        Array.Clear(Shares);
        Array.Clear(VenueLots);
        Children = 0;
        LeftGrains = problem.WantedGrains;
        sinceRefresh = 0;
        problem.Meter.Add(3 * table.Slopes);
        table.CopyEmpty(first, second, rows);
    }

    /// <summary>Sets the lots of all routes.</summary>
    public void Set(long[] lots)
    {
        Clear();
        for (int route = 0; route < lots.Length; route++)
        {
            if (lots[route] > 0)
                Add(route, lots[route]);
        }
    }

    /// <summary>Adds lots to a child, or takes them away.</summary>
    public void Add(int route, long lots)
    {
        int venue = problem.VenueOf[route];
        if (Lots[route] == 0 && lots > 0)
            Children++;
        Lots[route] += lots;
        if (Lots[route] == 0 && lots < 0)
            Children--;
        VenueLots[venue] += lots;
        LeftGrains -= lots * problem.LotGrains[venue];
        double share = Lots[route] * problem.LotShare[venue];
        double change = share - Shares[route];
        Shares[route] = share;
        if (++sinceRefresh >= RefreshEvery)
            Refresh();
        else
            Carry(route, change);
    }

    /// <summary>The first limit that does not hold; -1 for none.</summary>
    public int FirstBroken()
    {
        problem.Meter.Add(rows.Length);
        for (int limit = 0; limit < table.Limits; limit++)
        {
            double inside = table.Inside[limit];
            for (int row = table.RowStart(limit); row < table.RowStart(limit + 1); row++)
            {
                if (rows[row] > inside)
                    return limit;
            }
        }

        return -1;
    }

    /// <summary>The largest row of a limit as it stands, and its value.</summary>
    public int Highest(int limit, out double value)
    {
        int highest = table.RowStart(limit);
        for (int row = highest + 1; row < table.RowStart(limit + 1); row++)
            highest = rows[row] > rows[highest] ? row : highest;
        value = rows[highest];
        return highest;
    }

    /// <summary>True when the limits that a route touches hold.</summary>
    public bool HoldsAround(int route)
    {
        LimitTouch[] touches = table.Touches[route];
        problem.Meter.Add((2 * touches.Length) + 10);
        foreach (LimitTouch touch in touches)
        {
            if (touch.Group < table.Limits && rows[touch.Row] > table.Inside[touch.Group])
                return false;
        }

        return true;
    }

    /// <summary>True when nothing but limits keeps a child from taking so many lots more.</summary>
    public bool Fits(int route, long lots)
    {
        int venue = problem.VenueOf[route];
        ModelVenue own = problem.Model.Venues[venue];
        return Lots[route] + lots <= problem.Model.Routes[route].MostLots
            && VenueLots[venue] + lots <= own.MostLots
            && lots * problem.LotGrains[venue] <= LeftGrains
            && !(own.IsSingle && Lots[route] == 0 && VenueLots[venue] > 0);
    }

    /// <summary>How many more lots a child can take, at most so many: depth, size, parent and limits. Zero when the limits do not hold then.</summary>
    public long Room(int route, long most)
    {
        ModelRoute own = problem.Model.Routes[route];
        ModelVenue venue = problem.Model.Venues[own.Venue];
        if (venue.IsSingle && Lots[route] == 0 && VenueLots[own.Venue] > 0)
            return 0;
        long room = Math.Min(most, Math.Min(own.MostLots - Lots[route], venue.MostLots - VenueLots[own.Venue]));
        room = Math.Min(room, LeftGrains / problem.LotGrains[own.Venue]);
        if (room <= 0)
            return 0;
        LimitTouch[] touches = table.Touches[route];
        problem.Meter.Add((4 * touches.Length) + 30);
        double lot = problem.LotShare[own.Venue];
        foreach (LimitTouch touch in touches)
        {
            if (touch.Group >= table.Limits)
                break;
            double allowed = table.Inside[touch.Group] - rows[touch.Row] + Math.Max(first[touch.Part], second[touch.Part]);
            room = Under(first[touch.Part], touch.First * lot, allowed, room);
            room = Under(second[touch.Part], touch.Second * lot, allowed, room);
            if (room <= 0)
                return 0;
        }

        return Holds(touches, room * lot) ? room : 0;
    }

    /// <summary>The first limit that would not hold with so many lots more on a route; -1 for none.</summary>
    public int FirstBrokenBy(int route, long lots)
    {
        LimitTouch[] touches = table.Touches[route];
        problem.Meter.Add(touches.Length);
        double change = lots * problem.LotShare[problem.VenueOf[route]];
        foreach (LimitTouch touch in touches)
        {
            if (touch.Group < table.Limits && After(touch, change) > table.Inside[touch.Group])
                return touch.Group;
        }

        return -1;
    }

    /// <summary>What a change of lots costs in basis points of the parent; negative saves.</summary>
    public double CostOf(int route, long lots)
    {
        int venue = problem.VenueOf[route];
        LimitTouch[] costs = table.CostRows[route];
        problem.Meter.Add((4 * costs.Length) + 100);
        long held = VenueLots[venue];
        double change = problem.VenueCost(venue, held + lots) - problem.VenueCost(venue, held);
        change += problem.RouteCost(route, Lots[route] + lots) - problem.RouteCost(route, Lots[route]);
        double share = lots * problem.LotShare[venue];
        for (int i = 0; i < costs.Length;)
        {
            int group = costs[i].Group;
            double before = double.NegativeInfinity;
            double after = double.NegativeInfinity;
            for (; i < costs.Length && costs[i].Group == group; i++)
            {
                before = Math.Max(before, rows[costs[i].Row]);
                after = Math.Max(after, costs[i].Part < 0 ? rows[costs[i].Row] : After(costs[i], share));
            }

            change += after - before;
        }

        return change;
    }

    /// <summary>Cost of the whole plan in basis points of the parent.</summary>
    public double Cost()
    {
        Refresh();
        double sum = -problem.CostBefore;
        for (int venue = 0; venue < VenueLots.Length; venue++)
            sum += VenueLots[venue] == 0 ? 0.0 : problem.VenueCost(venue, VenueLots[venue]);
        for (int route = 0; route < Lots.Length; route++)
            sum += problem.RouteCost(route, Lots[route]);
        for (int cost = table.Limits; cost < table.Groups; cost++)
        {
            Highest(cost, out double value);
            sum += value;
        }

        return sum;
    }

    /// <summary>True when a limit is so far from its bound that no rounding can hide a breach. Only right after <see cref="Cost"/>.</summary>
    public bool IsProven(int limit)
    {
        Highest(limit, out double value);
        return value <= table.Proven[limit];
    }

    private bool Holds(LimitTouch[] touches, double change)
    {
        foreach (LimitTouch touch in touches)
        {
            if (touch.Group < table.Limits && After(touch, change) > table.Inside[touch.Group])
                return false;
        }

        return true;
    }

    private double After(LimitTouch touch, double change) =>
        rows[touch.Row] - Math.Max(first[touch.Part], second[touch.Part])
        + Math.Max(first[touch.Part] + (touch.First * change), second[touch.Part] + (touch.Second * change));

    private static long Under(double value, double perLot, double allowed, long room)
    {
        if (perLot <= 0.0 || value + (perLot * room) <= allowed)
            return room;
        long most = (long)Math.Floor((allowed - value) / perLot);
        return value + (perLot * most) <= allowed ? most : most - 1;
    }

    private void Carry(int route, double change)
    {
        LimitTouch[] touches = table.Touches[route];
        problem.Meter.Add((4 * touches.Length) + 20);
        foreach (LimitTouch touch in touches)
        {
            int part = touch.Part;
            double before = Math.Max(first[part], second[part]);
            first[part] += touch.First * change;
            second[part] += touch.Second * change;
            rows[touch.Row] += Math.Max(first[part], second[part]) - before;
        }
    }

    /// <summary>Adds everything up anew. Work is noted also when nothing has changed since, so that a budget does not depend on it.</summary>
    private void Refresh()
    {
        problem.Meter.Add(3 * table.Slopes);
        if (sinceRefresh == 0)
            return;
        sinceRefresh = 0;
        table.Evaluate(Shares, first, second, rows);
    }
}
