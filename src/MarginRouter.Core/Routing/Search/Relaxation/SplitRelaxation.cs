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
    /// <summary>What the objective counts for leaving the whole parent, in basis points of it.</summary>
    public const double ShortfallCost = 1e8;

    private const double LimitTolerance = 1e-9;

    // Of what one unit of the steepest route adds: less than this the simplex method does not see, and a tangent would come back for ever.
    private const double LeastBreach = 1e-9;
    private const double CostTolerance = 1e-7;
    private const double MostSlack = 1e12;
    private const double MostCapital = 1e9;
    private const int MostRounds = 60;

    private readonly SplitProblem problem;
    private readonly PiecewiseSimplex simplex;
    private readonly MergedStart start;
    private readonly PiecewiseCost[] spreadCosts;
    private readonly PiecewiseCost[] plainCosts;
    private readonly PiecewiseCost slackCost = PiecewiseCost.Linear(MostSlack, 0.0);
    private readonly RouteChoice[] choices;
    private readonly int[] basics;
    private readonly List<(int Route, double Slope)> tangent = [];
    private readonly List<(int Variable, double Coefficient)> entries = [];
    private readonly List<(int Row, int Limit, double Scale)> limitRows = [];
    private double fixedCosts;
    private int counts;

    public SplitRelaxation(SplitProblem problem)
    {
        this.problem = problem;
        simplex = new PiecewiseSimplex(problem.Meter);
        Shares = new double[problem.Routes];
        choices = new RouteChoice[problem.Routes];
        spreadCosts = new PiecewiseCost[problem.Routes];
        plainCosts = new PiecewiseCost[problem.Routes];
        for (int route = 0; route < spreadCosts.Length; route++)
            (spreadCosts[route], plainCosts[route]) = (RouteCost(route, isSpread: true), RouteCost(route, isSpread: false));
        var books = new PiecewiseCost[problem.LotShare.Length];
        for (int venue = 0; venue < books.Length; venue++)
            books[venue] = VenueCost(problem.Model.Venues[venue]);
        start = new MergedStart(problem, books, spreadCosts);
        Build(books);
        basics = new int[simplex.RowCount];
        simplex.Mark();
    }

    /// <summary>By route, share of the parent at the last solution.</summary>
    public double[] Shares { get; }

    /// <summary>
    /// By limit: what the objective of the last solution falls by for each unit that the limit's bound rises, both in basis points of the
    /// parent. While a part is unfilled that is nearly all the price of an unfilled share, <see cref="ShortfallCost"/>.
    /// </summary>
    public double[] ShadowPrices()
    {
        var prices = new double[problem.Table.Limits];
        foreach ((int row, int limit, double scale) in limitRows)
            prices[limit] += Math.Max(0.0, -simplex.Prices[row]) / scale;
        return prices;
    }

    /// <summary>Share of the parent that the last solution leaves unfilled.</summary>
    public double Shortfall => simplex[ShortfallVariable].Value;

    /// <summary>Cost of the last solution in basis points of the parent, the shortfall not counted.</summary>
    public double Cost => simplex.Objective - (ShortfallCost * Shortfall) - problem.CostBefore + fixedCosts;

    /// <summary>
    /// What <see cref="Cost"/> and <see cref="Shortfall"/> were when all tangents so far were met for the last time since the last solution
    /// was begun: bounds even when that was broken off. Negative infinity and zero when it did not come to that.
    /// </summary>
    public (double Cost, double Shortfall) Proven { get; private set; }

    // Variables in the order in which they are built: routes, the shortfall, venues, costs of capital, the count's slack.
    private int ShortfallVariable => problem.Routes;

    private int VenueVariable(int venue) => problem.Routes + 1 + venue;

    private int CapitalVariable(int cost) => problem.Routes + 1 + problem.LotShare.Length + cost;

    /// <summary>Forgets all tangents and decisions and begins from the merge of the books.</summary>
    public void Restart()
    {
        fixedCosts = 0.0;
        limitRows.Clear();
        Array.Fill(choices, RouteChoice.Free);
        simplex.Reset();
        start.Run(1.0);
        problem.Meter.Add((20L * start.Shares.Length) + (300L * start.Totals.Length));
        for (int route = 0; route < problem.Routes; route++)
            simplex[route].Rest(start.Shares[route]);
        simplex[ShortfallVariable].Rest(start.Left);
        basics[0] = start.LastVenue < 0 ? ShortfallVariable : start.RouteAt(start.LastVenue);
        for (int venue = 0; venue < start.Totals.Length; venue++)
        {
            int total = VenueVariable(venue);
            simplex[total].Rest(start.Totals[venue]);
            basics[1 + venue] = venue == start.LastVenue || start.IsInsideBook(venue) ? total : start.RouteAt(venue);
        }

        for (int i = 0; i < counts; i++)
            basics[^(i + 1)] = simplex.VariableCount - 1 - i;
        simplex.SetBasis(basics);
    }

    /// <summary>What is decided about a route.</summary>
    public RouteChoice Choice(int route) => choices[route];

    /// <summary>Decides about a route, or takes the decision back.</summary>
    public void Choose(int route, RouteChoice choice)
    {
        if (choices[route] == choice)
            return;
        fixedCosts += choice == RouteChoice.Open ? problem.FixedCost(route) : choices[route] == RouteChoice.Open ? -problem.FixedCost(route) : 0.0;
        choices[route] = choice;
        simplex.SetCost(route, choice == RouteChoice.Free ? spreadCosts[route] : plainCosts[route]);
        Release(route);
    }

    /// <summary>Sets the bounds of a route; returns those that it had.</summary>
    public (double Least, double Most) Limit(int route, double least, double most)
    {
        (double, double) before = (simplex[route].Lower, simplex[route].Upper);
        simplex.SetBounds(route, least, most);
        return before;
    }

    /// <summary>Holds a route at a share.</summary>
    public void Fix(int route, double share) => simplex.SetBounds(route, share, share);

    /// <summary>Gives a route the bounds of its choice.</summary>
    public void Release(int route)
    {
        RouteChoice choice = choices[route];
        double most = choice == RouteChoice.Closed ? 0.0 : problem.MostShare[route];
        double least = choice == RouteChoice.Open ? Math.Min(most, problem.LeastShare[route]) : 0.0;
        simplex.SetBounds(route, least, most);
    }

    /// <summary>What one more share of a route would cost less what it would save elsewhere, at the last solution; negative is a gain.</summary>
    public double ReducedCost(int route) => simplex.ReducedCost(route);

    /// <summary>Changes how much is wanted, as a share of the parent.</summary>
    public void SetWanted(double share) => simplex.SetRightHandSide(0, share);

    /// <summary>Solves; false when the pivots or the work units run out.</summary>
    public bool TrySolve(int mostPivots)
    {
        int last = simplex.Pivots + Math.Min(mostPivots, int.MaxValue - simplex.Pivots);
        Proven = (double.NegativeInfinity, 0.0);
        for (int round = 0; round < MostRounds; round++)
        {
            if (!simplex.TrySolve(last - simplex.Pivots))
                return false;
            Proven = (Cost, Shortfall);
            for (int route = 0; route < Shares.Length; route++)
                Shares[route] = Math.Max(0.0, simplex[route].Value);
            if (!AddTangents())
                return true;
        }

        return true;
    }

    private void Build(PiecewiseCost[] books)
    {
        for (int route = 0; route < problem.Routes; route++)
            entries.Add((simplex.AddVariable(spreadCosts[route]), 1.0));
        entries.Add((simplex.AddVariable(PiecewiseCost.Linear(1.0, ShortfallCost)), 1.0));
        foreach (PiecewiseCost book in books)
            simplex.AddVariable(book);
        for (int cost = problem.Table.Limits; cost < problem.Table.Groups; cost++)
            simplex.AddVariable(PiecewiseCost.Linear(MostCapital, 1.0));
        simplex.AddRow(entries, 1.0, ShortfallVariable);
        for (int venue = 0; venue < books.Length; venue++)
        {
            entries.Clear();
            entries.Add((VenueVariable(venue), -1.0));
            for (int route = 0; route < problem.Routes; route++)
            {
                if (problem.VenueOf[route] == venue)
                    entries.Add((route, 1.0));
            }

            simplex.AddRow(entries, 0.0, VenueVariable(venue));
        }

        for (int venue = 0; venue < books.Length; venue++)
        {
            if (problem.Model.Venues[venue].IsSingle)
                AddChildCount(venue, 1);
        }

        if (problem.Model.MaximumChildren is { } most)
            AddChildCount(-1, most);
    }

    /// <summary>A child, of one venue or (-1) of all, counts at least as its share of the most that its route can take.</summary>
    private void AddChildCount(int venue, int most)
    {
        entries.Clear();
        for (int route = 0; route < problem.Routes; route++)
        {
            if (problem.MostShare[route] > 0.0 && (venue < 0 || problem.VenueOf[route] == venue))
                entries.Add((route, 1.0 / problem.MostShare[route]));
        }

        if (entries.Count == 0)
            return;
        counts++;

        int slack = simplex.AddVariable(slackCost);
        entries.Add((slack, 1.0));
        simplex.AddRow(entries, most, slack);
    }

    private PiecewiseCost VenueCost(ModelVenue venue)
    {
        double perShare = problem.QuantityUnit / problem.MoneyUnit;
        return new PiecewiseCost(
            [.. venue.Cost.Knots.Select(knot => knot / problem.QuantityUnit)], [.. venue.Cost.Slopes.Select(slope => slope * perShare)]);
    }

    private PiecewiseCost RouteCost(int route, bool isSpread)
    {
        ModelRoute own = problem.Model.Routes[route];
        double most = problem.MostShare[route];
        double perShare = problem.QuantityUnit / problem.MoneyUnit;
        double spread = isSpread && most > 0.0 ? problem.FixedCost(route) / most : 0.0;
        List<double> knots = [0.0];
        List<double> slopes = [];
        foreach (CarryPiece piece in own.Carry)
        {
            double through = (double)piece.Through / problem.QuantityUnit;
            slopes.Add(((double)piece.PerUnit * perShare) + spread);
            knots.Add(Math.Min(most, through));
            if (through >= most)
                break;
        }

        return new PiecewiseCost([.. knots], [.. slopes]);
    }

    /// <summary>Adds a row for every limit that the point breaks and for every cost of capital that it understates; false when there is none.</summary>
    private bool AddTangents()
    {
        bool added = false;
        LimitTable table = problem.Table;
        problem.Meter.Add((3L * table.Slopes) + (3L * table.Rows));
        for (int limit = 0; limit < table.Limits; limit++)
        {
            int row = table.Highest(limit, Shares, out double value);
            if (value <= table.Bound[limit] + LimitTolerance)
                continue;
            double constant = table.Tangent(row, Shares, tangent);
            if (!TryAddRow(table.Bound[limit] - constant, -1, value - table.Bound[limit], out double scale))
                continue;
            limitRows.Add((simplex.RowCount - 1, limit, scale));
            added = true;
        }

        for (int cost = table.Limits; cost < table.Groups; cost++)
        {
            int variable = CapitalVariable(cost - table.Limits);
            int row = table.Highest(cost, Shares, out double value);
            if (value <= simplex[variable].Value + CostTolerance)
                continue;
            double constant = table.Tangent(row, Shares, tangent);
            added |= TryAddRow(-constant, variable, value - simplex[variable].Value, out _);
        }

        return added;
    }

    /// <summary>Adds: tangent, less the cost variable if there is one, at most <paramref name="bound"/>.</summary>
    private bool TryAddRow(double bound, int costVariable, double breach, out double scale)
    {
        scale = costVariable >= 0 ? 1.0 : 0.0;
        foreach ((int _, double slope) in tangent)
            scale = Math.Max(scale, Math.Abs(slope));
        if (breach <= scale * LeastBreach)
            return false;
        entries.Clear();
        foreach ((int route, double slope) in tangent)
            entries.Add((route, slope / scale));
        if (costVariable >= 0)
            entries.Add((costVariable, -1.0 / scale));
        int slack = simplex.AddVariable(slackCost);
        entries.Add((slack, 1.0));
        simplex.AddRow(entries, bound / scale, slack);
        return true;
    }
}
