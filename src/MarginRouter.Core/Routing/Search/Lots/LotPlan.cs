using MarginRouter.Core.Routing.Search.Model;
using MarginRouter.Core.Routing.Search.Relaxation;

namespace MarginRouter.Core.Routing.Search.Lots;

/// <summary>
/// A split in whole lots that can be changed a child at a time: how much more a route may take, and what a change costs. It works on
/// rounded copies of the limits and keeps a hair's breadth inside them; whoever uses its result checks it exactly.
/// </summary>
internal sealed class LotPlan
{
    private readonly SplitProblem problem;
    private readonly double[] trial;

    public LotPlan(SplitProblem problem)
    {
        this.problem = problem;
        Lots = new long[problem.Routes];
        Shares = new double[problem.Routes];
        VenueLots = new long[problem.Model.Venues.Length];
        trial = new double[problem.Routes];
    }

    /// <summary>By route.</summary>
    public long[] Lots { get; }

    /// <summary>By route, share of the parent.</summary>
    public double[] Shares { get; }

    /// <summary>By venue.</summary>
    public long[] VenueLots { get; }

    /// <summary>Number of children.</summary>
    public int Children { get; private set; }

    /// <summary>Base units not filled.</summary>
    public decimal Left { get; private set; }

    /// <summary>Takes another plan's lots.</summary>
    public void CopyFrom(LotPlan other)
    {
        other.Lots.CopyTo(Lots, 0);
        other.Shares.CopyTo(Shares, 0);
        other.VenueLots.CopyTo(VenueLots, 0);
        Children = other.Children;
        Left = other.Left;
    }

    /// <summary>Empties the plan.</summary>
    public void Clear()
    {
        Array.Clear(Lots);
        Array.Clear(Shares);
        Array.Clear(VenueLots);
        Children = 0;
        Left = problem.Model.Wanted;
    }

    /// <summary>Adds lots to a child, or takes them away.</summary>
    public void Add(int route, long lots)
    {
        int venue = problem.Model.Routes[route].Venue;
        if (Lots[route] == 0 && lots > 0)
            Children++;
        Lots[route] += lots;
        if (Lots[route] == 0 && lots < 0)
            Children--;
        VenueLots[venue] += lots;
        Shares[route] = Lots[route] * problem.LotShare[venue];
        Left -= lots * problem.Model.Venues[venue].Lot;
    }

    /// <summary>True when every limit holds.</summary>
    public bool IsWithinLimits() => FirstBroken() < 0;

    /// <summary>The first limit that does not hold; -1 for none.</summary>
    public int FirstBroken()
    {
        problem.Meter.Add(problem.LimitWork);
        for (int i = 0; i < problem.Limits.Length; i++)
        {
            if (!Holds(problem.Limits[i], Shares))
                return i;
        }

        return -1;
    }

    /// <summary>True when the limits that a route touches hold.</summary>
    public bool HoldsAround(int route)
    {
        problem.Meter.Add(problem.WorkOf[route]);
        foreach (int limit in problem.LimitsOf[route])
        {
            if (!Holds(problem.Limits[limit], Shares))
                return false;
        }

        return true;
    }

    /// <summary>How many more lots a child can take, at most so many: depth, size, parent and limits. Zero when the limits do not hold as it is.</summary>
    public long Room(int route, long most)
    {
        ModelRoute own = problem.Model.Routes[route];
        ModelVenue venue = problem.Model.Venues[own.Venue];
        if (venue.IsSingle && Lots[route] == 0 && VenueLots[own.Venue] > 0)
            return 0;
        long room = Math.Min(most, Math.Min(own.MostLots - Lots[route], venue.MostLots - VenueLots[own.Venue]));
        room = Math.Min(room, (long)decimal.Floor(Left / venue.Lot));
        if (room <= 0)
            return 0;
        problem.Meter.Add((2 * problem.WorkOf[route]) + Shares.Length);
        Shares.CopyTo(trial, 0);
        foreach (int limit in problem.LimitsOf[route])
        {
            room = RoomUnder(problem.Limits[limit], route, room);
            if (room <= 0)
                return 0;
        }

        return room;
    }

    /// <summary>What a change of lots costs in basis points of the parent; negative saves.</summary>
    public double CostOf(int route, long lots)
    {
        problem.Meter.Add(problem.WorkOf[route] + 100);
        ModelRoute own = problem.Model.Routes[route];
        long held = VenueLots[own.Venue];
        double change = problem.VenueCost(own.Venue, held + lots) - problem.VenueCost(own.Venue, held);
        change += problem.RouteCost(route, Lots[route] + lots) - problem.RouteCost(route, Lots[route]);
        foreach (int cost in problem.CostsOf[route])
        {
            problem.Costs[cost].Highest(Shares, out double before);
            double share = Shares[route];
            Shares[route] = (Lots[route] + lots) * problem.LotShare[own.Venue];
            problem.Costs[cost].Highest(Shares, out double after);
            Shares[route] = share;
            change += after - before;
        }

        return change;
    }

    /// <summary>Cost of the whole plan in basis points of the parent.</summary>
    public double Cost()
    {
        double sum = -problem.CostBefore;
        for (int venue = 0; venue < VenueLots.Length; venue++)
            sum += VenueLots[venue] == 0 ? 0.0 : problem.VenueCost(venue, VenueLots[venue]);
        for (int route = 0; route < Lots.Length; route++)
            sum += Lots[route] == 0 ? 0.0 : problem.RouteCost(route, Lots[route]);
        foreach (RoundedGroup cost in problem.Costs)
        {
            cost.Highest(Shares, out double value);
            sum += value;
        }

        return sum;
    }

    private static bool Holds(RoundedGroup limit, double[] shares)
    {
        limit.Highest(shares, out double value);
        return value <= limit.Inside;
    }

    /// <summary>
    /// Convex functions that hold at zero cross their bound once, so going back along the tangent from beyond it comes to the crossing
    /// from the far side and never overshoots it.
    /// </summary>
    private long RoomUnder(RoundedGroup limit, int route, long room)
    {
        double lot = problem.LotShare[problem.Model.Routes[route].Venue];
        double start = Shares[route];
        while (room > 0)
        {
            trial[route] = start + (room * lot);
            RoundedRow row = limit.Highest(trial, out double value);
            if (value <= limit.Inside)
                break;
            double slope = row.SlopeAlong(trial, route);
            if (slope <= 0.0)
            {
                room = 0;
                break;
            }

            long back = (long)Math.Ceiling((value - limit.Inside) / slope / lot);
            room -= Math.Max(1, back);
        }

        trial[route] = start;
        return Math.Max(0, room);
    }
}
