using MarginRouter.Core.Routing.Search.Relaxation;

namespace MarginRouter.Core.Routing.Search.Lots;

/// <summary>
/// Improves which routes are used where that is more than a matter of price: one is added, dropped or exchanged for another, and the
/// relaxation with only these routes says what that is worth. The routes to try are those whose first unit would gain most over their size.
/// </summary>
internal sealed class SupportSearch(SplitProblem problem, SplitRelaxation relaxation)
{
    private const int Tried = 12;
    private const int MostPivots = 2_000;
    private const double Better = 1e-9;

    private readonly bool[] members = new bool[problem.Routes];
    private readonly (double Gain, int Route)[] ranked = new (double, int)[problem.Routes];
    private readonly LotPlan plan = new(problem);
    private double shortfall;
    private double cost;

    /// <summary>By route: true when it is used.</summary>
    public bool[] Members => members;

    /// <summary>Searches from the routes of a plan until no change helps or the budget ends; true when it found something better.</summary>
    public bool Improve(LotPlan start, Func<bool> isOver)
    {
        for (int route = 0; route < members.Length; route++)
            members[route] = start.Lots[route] > 0;
        if (!TryValue(out shortfall, out cost))
            return false;
        bool any = false;
        bool changed = true;
        while (changed && !isOver())
        {
            changed = TryAdd(isOver);
            for (int route = 0; route < members.Length && !isOver(); route++)
                changed |= members[route] && (TryDrop(route) || TryExchange(route, isOver));
            any |= changed;
        }

        TryValue(out _, out _);
        return any;
    }

    /// <summary>Takes all decisions back.</summary>
    public void Release()
    {
        for (int route = 0; route < members.Length; route++)
            relaxation.Choose(route, RouteChoice.Free);
    }

    private bool TryAdd(Func<bool> isOver)
    {
        bool any = false;
        while (problem.Model.MaximumChildren is not { } most || members.Count(member => member) < most)
        {
            if (!TryOthers(-1, isOver))
                return any;
            any = true;
        }

        return any;
    }

    private bool TryDrop(int route)
    {
        members[route] = false;
        if (TryValue(out double lessShortfall, out double lessCost) && Accept(lessShortfall, lessCost))
            return true;
        members[route] = true;
        return false;
    }

    private bool TryExchange(int route, Func<bool> isOver)
    {
        members[route] = false;
        TryValue(out _, out _);
        if (TryOthers(route, isOver))
            return true;
        members[route] = true;
        return false;
    }

    /// <summary>Adds the first of the most promising other routes that makes the whole better.</summary>
    private bool TryOthers(int left, Func<bool> isOver)
    {
        int count = Math.Min(Rank(left), Tried);
        var promising = new int[count];
        for (int i = 0; i < count; i++)
            promising[i] = ranked[i].Route;
        foreach (int other in promising)
        {
            if (isOver())
                return false;
            members[other] = true;
            if (TryValue(out double otherShortfall, out double otherCost) && Accept(otherShortfall, otherCost))
                return true;
            members[other] = false;
        }

        return false;
    }

    private bool Accept(double newShortfall, double newCost)
    {
        if (newShortfall > shortfall + Better || (newShortfall > shortfall - Better && newCost >= cost - 1e-6))
            return false;
        shortfall = newShortfall;
        cost = newCost;
        return true;
    }

    /// <summary>Ranks the other routes by what their first unit gains over the room that they have beside the present ones, less their fixed cost.</summary>
    private int Rank(int left)
    {
        int count = 0;
        PlaceMembers();
        for (int route = 0; route < members.Length; route++)
        {
            if (members[route] || route == left || problem.MostShare[route] <= 0.0 || IsTaken(route, left))
                continue;
            double room = plan.Room(route, long.MaxValue) * problem.LotShare[problem.Model.Routes[route].Venue];
            double gain = (relaxation.ReducedCost(route) * room) + problem.FixedCost(route);
            if (gain < 0.0)
                ranked[count++] = (gain, route);
        }

        Array.Sort(ranked, 0, count);
        return count;
    }

    private void PlaceMembers()
    {
        plan.Clear();
        for (int route = 0; route < members.Length; route++)
        {
            long lots = (long)Math.Floor((relaxation.Shares[route] / problem.LotShare[problem.Model.Routes[route].Venue]) + 1e-6);
            if (members[route] && lots > 0)
                plan.Add(route, lots);
        }
    }

    private bool IsTaken(int route, int left)
    {
        int venue = problem.Model.Routes[route].Venue;
        if (!problem.Model.Venues[venue].IsSingle)
            return false;
        for (int other = 0; other < members.Length; other++)
        {
            if (members[other] && other != left && problem.Model.Routes[other].Venue == venue)
                return true;
        }

        return false;
    }

    private bool TryValue(out double newShortfall, out double newCost)
    {
        for (int route = 0; route < members.Length; route++)
            relaxation.Choose(route, members[route] ? RouteChoice.Open : RouteChoice.Closed);
        bool solved = relaxation.TrySolve(MostPivots);
        newShortfall = relaxation.Shortfall;
        newCost = relaxation.Cost;
        return solved;
    }
}
