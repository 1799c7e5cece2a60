using MarginRouter.Core.Routing.Search.Lots;
using MarginRouter.Core.Routing.Search.Model;

namespace MarginRouter.Core.Routing.Search.Relaxation;

/// <summary>
/// The convex relaxation of a splitting problem: lots are divisible, a fixed cost is spread over the most that its route can take, no
/// least sizes, no number of children. Limits enter as tangents where the current point breaks them, so only those that bind are ever
/// rows. Every solution is a bound from below on the cost of its fill, and on the fill itself from above.
/// Quantities are shares of the parent; money is in basis points of its value at the reference price.
/// </summary>
internal sealed class SplitRelaxation
{
    private const double ShortfallCost = 1e8;
    private const double LimitTolerance = 1e-9;
    private const double CostTolerance = 1e-7;
    private const int MostRounds = 60;

    private readonly SplitProblem problem;
    private readonly SplitModel model;
    private readonly PiecewiseSimplex simplex;
    private readonly RouteChoice[] choices;
    private readonly int[] costVariables;
    private readonly int[] routeVariables;
    private readonly int shortfall;
    private double fixedCosts;
    private readonly List<(int Route, double Slope)> tangent = [];
    private readonly List<(int Variable, double Coefficient)> entries = [];

    public SplitRelaxation(SplitProblem problem)
    {
        this.problem = problem;
        model = problem.Model;
        simplex = new PiecewiseSimplex(problem.Meter);
        Shares = new double[problem.Routes];
        choices = new RouteChoice[problem.Routes];
        Array.Fill(choices, RouteChoice.Free);
        routeVariables = new int[problem.Routes];
        costVariables = new int[problem.Costs.Length];
        shortfall = Build();
        for (int i = 0; i < costVariables.Length; i++)
            costVariables[i] = simplex.AddVariable(PiecewiseCost.Linear(1e9, 1.0));
    }

    /// <summary>By route, share of the parent at the last solution.</summary>
    public double[] Shares { get; }

    /// <summary>Share of the parent that the last solution leaves unfilled.</summary>
    public double Shortfall => simplex[shortfall].Value;

    /// <summary>Cost of the last solution in basis points of the parent, the shortfall not counted.</summary>
    public double Cost => simplex.Objective - (ShortfallCost * Shortfall) - problem.CostBefore + fixedCosts;

    /// <summary>What is decided about a route.</summary>
    public RouteChoice Choice(int route) => choices[route];

    /// <summary>Decides about a route, or takes the decision back.</summary>
    public void Choose(int route, RouteChoice choice)
    {
        if (choices[route] == choice)
            return;
        double fixedCost = (double)model.Routes[route].FixedCost / problem.MoneyUnit;
        fixedCosts += choice == RouteChoice.Open ? fixedCost : choices[route] == RouteChoice.Open ? -fixedCost : 0.0;
        choices[route] = choice;
        int variable = routeVariables[route];
        simplex.SetCost(variable, RouteCost(route, choice));
        Release(route);
    }

    /// <summary>Holds a route at a share.</summary>
    public void Fix(int route, double share) => simplex.SetBounds(routeVariables[route], share, share);

    /// <summary>Gives a route the bounds of its choice.</summary>
    public void Release(int route)
    {
        RouteChoice choice = choices[route];
        double most = choice == RouteChoice.Closed ? 0.0 : problem.MostShare[route];
        double least = choice == RouteChoice.Open ? Math.Min(most, problem.LeastShare[route]) : 0.0;
        simplex.SetBounds(routeVariables[route], least, most);
    }

    /// <summary>What one more share of a route would cost less what it would save elsewhere, at the last solution; negative is a gain.</summary>
    public double ReducedCost(int route) => simplex.ReducedCost(routeVariables[route]);

    /// <summary>Changes how much is wanted, as a share of the parent.</summary>
    public void SetWanted(double share) => simplex.SetRightHandSide(0, share);

    /// <summary>Solves; false when the pivots run out.</summary>
    public bool TrySolve(int mostPivots)
    {
        int last = simplex.Pivots + mostPivots;
        for (int round = 0; round < MostRounds; round++)
        {
            if (!simplex.TrySolve(last - simplex.Pivots))
                return false;
            for (int route = 0; route < Shares.Length; route++)
                Shares[route] = Math.Max(0.0, simplex[routeVariables[route]].Value);
            if (!AddTangents())
                return true;
        }

        return true;
    }

    private int Build()
    {
        entries.Clear();
        for (int route = 0; route < model.Routes.Length; route++)
        {
            routeVariables[route] = simplex.AddVariable(RouteCost(route, RouteChoice.Free));
            entries.Add((routeVariables[route], 1.0));
        }

        int shortfallVariable = simplex.AddVariable(PiecewiseCost.Linear(1.0, ShortfallCost));
        entries.Add((shortfallVariable, 1.0));
        simplex.AddRow([.. entries], 1.0, shortfallVariable);
        for (int venue = 0; venue < model.Venues.Length; venue++)
        {
            int total = simplex.AddVariable(VenueCost(model.Venues[venue]));
            entries.Clear();
            entries.Add((total, -1.0));
            for (int route = 0; route < model.Routes.Length; route++)
            {
                if (model.Routes[route].Venue == venue)
                    entries.Add((routeVariables[route], 1.0));
            }

            simplex.AddRow([.. entries], 0.0, total);
        }

        if (model.MaximumChildren is { } most)
            AddChildCount(most);
        return shortfallVariable;
    }

    /// <summary>A child counts at least as its share of the most that its route can take.</summary>
    private void AddChildCount(int most)
    {
        entries.Clear();
        for (int route = 0; route < model.Routes.Length; route++)
        {
            if (problem.MostShare[route] > 0.0)
                entries.Add((routeVariables[route], 1.0 / problem.MostShare[route]));
        }

        int slack = simplex.AddVariable(PiecewiseCost.Linear(most + 1.0, 0.0));
        entries.Add((slack, 1.0));
        simplex.AddRow([.. entries], most, slack);
    }

    private PiecewiseCost VenueCost(ModelVenue venue)
    {
        double perShare = problem.QuantityUnit / problem.MoneyUnit;
        return new PiecewiseCost(
            [.. venue.Cost.Knots.Select(knot => knot / problem.QuantityUnit)], [.. venue.Cost.Slopes.Select(slope => slope * perShare)]);
    }

    private PiecewiseCost RouteCost(int route, RouteChoice choice)
    {
        ModelRoute own = model.Routes[route];
        double most = problem.MostShare[route];
        double perShare = problem.QuantityUnit / problem.MoneyUnit;
        bool isSpread = choice == RouteChoice.Free && most > 0.0;
        double carry = ((double)own.Carry * perShare) + (isSpread ? (double)own.FixedCost / problem.MoneyUnit / most : 0.0);
        double free = (double)own.Free / problem.QuantityUnit;
        if (own.Borrow <= 0m || free >= most)
            return PiecewiseCost.Linear(most, carry);
        double borrowed = carry + ((double)own.Borrow * perShare);
        return free <= 0.0 ? PiecewiseCost.Linear(most, borrowed) : new PiecewiseCost([0.0, free, most], [carry, borrowed]);
    }

    /// <summary>Adds a row for every limit that the point breaks and for every cost of capital that it understates; false when there is none.</summary>
    private bool AddTangents()
    {
        bool added = false;
        problem.Meter.Add(problem.LimitWork);
        foreach (RoundedGroup limit in problem.Limits)
        {
            RoundedRow row = limit.Highest(Shares, out double value);
            if (value <= limit.Bound + LimitTolerance)
                continue;
            double constant = row.Tangent(Shares, tangent);
            added |= TryAddRow(limit.Bound - constant, -1);
        }

        for (int i = 0; i < problem.Costs.Length; i++)
        {
            RoundedRow row = problem.Costs[i].Highest(Shares, out double value);
            if (value <= simplex[costVariables[i]].Value + CostTolerance)
                continue;
            double constant = row.Tangent(Shares, tangent);
            added |= TryAddRow(-constant, costVariables[i]);
        }

        return added;
    }

    /// <summary>Adds: tangent, less the cost variable if there is one, at most <paramref name="bound"/>.</summary>
    private bool TryAddRow(double bound, int costVariable)
    {
        double scale = costVariable >= 0 ? 1.0 : 0.0;
        foreach ((int _, double slope) in tangent)
            scale = Math.Max(scale, Math.Abs(slope));
        if (scale == 0.0)
            return false;
        double most = Math.Abs(bound) / scale;
        entries.Clear();
        foreach ((int route, double slope) in tangent)
        {
            entries.Add((routeVariables[route], slope / scale));
            most += Math.Abs(slope) / scale;
        }

        if (costVariable >= 0)
        {
            entries.Add((costVariable, -1.0 / scale));
            most += 1e9;
        }

        int slack = simplex.AddVariable(PiecewiseCost.Linear(most + 1.0, 0.0));
        entries.Add((slack, 1.0));
        simplex.AddRow([.. entries], bound / scale, slack);
        return true;
    }
}
