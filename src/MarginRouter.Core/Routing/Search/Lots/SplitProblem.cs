using System.Collections.Immutable;
using MarginRouter.Core.Routing.Search.Model;
using MarginRouter.Core.Routing.Search.Relaxation;

namespace MarginRouter.Core.Routing.Search.Lots;

/// <summary>A model with what the search needs at hand: rounded limits, which limits a route touches, costs in the search's unit.</summary>
internal sealed class SplitProblem
{
    public SplitProblem(SplitModel model)
    {
        Model = model;
        QuantityUnit = (double)model.Wanted;
        MoneyUnit = (double)(model.Wanted * model.ReferencePrice) / 1e4;
        Limits = [.. model.Limits.Select(group => new RoundedGroup(group.Rows, (double)group.Bound, MoneyUnit, QuantityUnit))];
        Costs = [.. model.Costs.Select(group => new RoundedGroup(group.Rows, 0.0, MoneyUnit / (double)group.Rate, QuantityUnit))];
        LotShare = [.. model.Venues.Select(venue => (double)venue.Lot / QuantityUnit)];
        LimitsOf = Touching([.. model.Limits.Select(group => group.Rows)]);
        CostsOf = Touching([.. model.Costs.Select(group => group.Rows)]);
        LimitWork = Limits.Sum(limit => limit.Work);
        WorkOf = [.. LimitsOf.Select((limits, route) => 20L + limits.Sum(limit => Limits[limit].Work) + CostsOf[route].Sum(cost => Costs[cost].Work))];
        SmallestLot = model.Venues.Min(venue => venue.Lot);
        MostShare = RouteCeilings.Find(model);
        for (int route = 0; route < MostShare.Length; route++)
            MostShare[route] = Math.Floor((MostShare[route] / (double)model.Venues[model.Routes[route].Venue].Lot) + 1e-6) * LotShare[model.Routes[route].Venue];
        LeastShare = [.. model.Routes.Select(route => model.Venues[route.Venue].LeastLots * LotShare[route.Venue])];
        for (int route = 0; route < MostShare.Length; route++)
            MostShare[route] = MostShare[route] < LeastShare[route] * (1.0 - 1e-9) ? 0.0 : MostShare[route];
        foreach (CostGroup cost in model.Costs)
            CostBefore += (double)(cost.Before * cost.Rate) / MoneyUnit;
    }

    public SplitModel Model { get; }

    /// <summary>Counts the work of everybody who searches in this problem.</summary>
    public WorkMeter Meter { get; } = new();

    /// <summary>Operations of one evaluation of all limits.</summary>
    public long LimitWork { get; }

    /// <summary>By route: operations of one evaluation of the limits and costs that it touches.</summary>
    public long[] WorkOf { get; }

    public int Routes => Model.Routes.Length;

    /// <summary>Base units of the parent.</summary>
    public double QuantityUnit { get; }

    /// <summary>Money of one basis point of the parent.</summary>
    public double MoneyUnit { get; }

    public RoundedGroup[] Limits { get; }

    public RoundedGroup[] Costs { get; }

    /// <summary>Base units of the finest lot.</summary>
    public decimal SmallestLot { get; }

    /// <summary>By venue: share of the parent in one lot.</summary>
    public double[] LotShare { get; }

    /// <summary>By route: most that it can take, as a share of the parent; zero when that is less than the least child.</summary>
    public double[] MostShare { get; }

    /// <summary>By route: least size of a child, as a share of the parent.</summary>
    public double[] LeastShare { get; }

    /// <summary>By route: the limits whose value it changes.</summary>
    public int[][] LimitsOf { get; }

    /// <summary>By route: the costs of capital that it changes.</summary>
    public int[][] CostsOf { get; }

    /// <summary>What capital costs before the trade, in basis points of the parent.</summary>
    public double CostBefore { get; }

    /// <summary>Cost of so many lots of a venue in basis points of the parent.</summary>
    public double VenueCost(int venue, long lots)
    {
        ModelVenue own = Model.Venues[venue];
        double quantity = lots * (double)own.Lot;
        return (own.CloseCost is { } exact ? exact(quantity) : own.Cost.At(quantity)) / MoneyUnit;
    }

    /// <summary>What a route costs as soon as it is used, in basis points of the parent.</summary>
    public double FixedCost(int route) => (double)Model.Routes[route].FixedCost / MoneyUnit;

    /// <summary>True when which routes are used is more than a matter of price.</summary>
    public bool HasChoices => Model.MaximumChildren is not null || Model.Routes.Any(route => route.FixedCost > 0m) || Model.Venues.Any(venue => venue.IsWhole || venue.IsSingle);

    /// <summary>Cost of a child's own: fixed, carry, borrow.</summary>
    public double RouteCost(int route, long lots)
    {
        if (lots == 0)
            return 0.0;
        ModelRoute own = Model.Routes[route];
        double quantity = lots * (double)Model.Venues[own.Venue].Lot;
        double borrowed = Math.Max(0.0, quantity - (double)own.Free);
        return ((double)own.FixedCost + ((double)own.Carry * quantity) + ((double)own.Borrow * borrowed)) / MoneyUnit;
    }

    private int[][] Touching(ImmutableArray<ConvexRow>[] groups)
    {
        var found = new List<int>[Model.Routes.Length];
        for (int route = 0; route < found.Length; route++)
            found[route] = [];
        int index = 0;
        foreach (ImmutableArray<ConvexRow> rows in groups)
        {
            foreach (int route in rows.SelectMany(row => row.Parts).SelectMany(part => part).SelectMany(piece => piece.Slopes).Select(slope => slope.Route).Distinct())
                found[route].Add(index);
            index++;
        }

        return [.. found.Select(list => list.ToArray())];
    }
}
