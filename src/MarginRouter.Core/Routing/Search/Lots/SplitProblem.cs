using MarginRouter.Core.Routing.Search.Model;
using MarginRouter.Core.Routing.Search.Relaxation;

namespace MarginRouter.Core.Routing.Search.Lots;

/// <summary>
/// A model with what the search needs at hand: rounded limits, what each route touches, costs in the search's unit, and quantities in
/// grains, the largest quantity of which every lot is a multiple.
/// </summary>
internal sealed class SplitProblem
{
    private readonly double[] fixedCost;
    private readonly (double Through, double PerUnit)[][] carry;
    private readonly double[] lotSize;

    public SplitProblem(SplitModel model)
    {
        Model = model;
        QuantityUnit = (double)model.Wanted;
        MoneyUnit = (double)(model.Wanted * model.ReferencePrice) / 1e4;
        Table = new LimitTable(model, MoneyUnit, QuantityUnit);
        lotSize = [.. model.Venues.Select(venue => (double)venue.Lot)];
        LotShare = [.. lotSize.Select(lot => lot / QuantityUnit)];
        Grain = model.Venues.Select(venue => venue.Lot).Aggregate(CommonMeasure);
        LotGrains = [.. model.Venues.Select(venue => checked((long)(venue.Lot / Grain)))];
        WantedGrains = checked((long)decimal.Floor(model.Wanted / Grain));
        SmallestLotGrains = LotGrains.Min();
        VenueOf = [.. model.Routes.Select(route => route.Venue)];
        fixedCost = [.. model.Routes.Select(route => (double)route.FixedCost / MoneyUnit)];
        carry = [.. model.Routes.Select(route => route.Carry.Select(piece => ((double)piece.Through, (double)piece.PerUnit / MoneyUnit)).ToArray())];
        WorkOf = [.. Table.Touches.Select((touches, route) => 20L + (2 * touches.Length) + Table.CostRows[route].Length)];
        MostShare = RouteCeilings.Find(model);
        for (int route = 0; route < MostShare.Length; route++)
            MostShare[route] = Math.Floor((MostShare[route] / lotSize[VenueOf[route]]) + 1e-6) * LotShare[VenueOf[route]];
        LeastShare = [.. model.Routes.Select(route => model.Venues[route.Venue].LeastLots * LotShare[route.Venue])];
        for (int route = 0; route < MostShare.Length; route++)
            MostShare[route] = MostShare[route] < LeastShare[route] * (1.0 - 1e-9) ? 0.0 : MostShare[route];
        foreach (CostGroup cost in model.Costs)
            CostBefore += (double)(cost.Before * cost.Rate) / MoneyUnit;
        HasChoices = model.MaximumChildren is not null || model.Routes.Any(route => route.FixedCost > 0m) || model.Venues.Any(venue => venue.IsWhole || venue.IsSingle);
    }

    public SplitModel Model { get; }

    /// <summary>Counts the work of everybody who searches in this problem.</summary>
    public WorkMeter Meter { get; } = new();

    /// <summary>Limits and costs of capital.</summary>
    public LimitTable Table { get; }

    /// <summary>By route: operations of one evaluation of the limits and costs that it touches.</summary>
    public long[] WorkOf { get; }

    public int Routes => VenueOf.Length;

    /// <summary>Base units of the parent.</summary>
    public double QuantityUnit { get; }

    /// <summary>Money of one basis point of the parent.</summary>
    public double MoneyUnit { get; }

    /// <summary>Base units of which every lot is a multiple.</summary>
    public decimal Grain { get; }

    /// <summary>By venue: grains in a lot.</summary>
    public long[] LotGrains { get; }

    /// <summary>Grains in the parent; what is less than one is left over by every split.</summary>
    public long WantedGrains { get; }

    /// <summary>Grains of the finest lot.</summary>
    public long SmallestLotGrains { get; }

    /// <summary>By route.</summary>
    public int[] VenueOf { get; }

    /// <summary>By venue: share of the parent in one lot.</summary>
    public double[] LotShare { get; }

    /// <summary>By route: most that it can take, as a share of the parent; zero when that is less than the least child.</summary>
    public double[] MostShare { get; }

    /// <summary>By route: least size of a child, as a share of the parent.</summary>
    public double[] LeastShare { get; }

    /// <summary>What capital costs before the trade, in basis points of the parent.</summary>
    public double CostBefore { get; }

    /// <summary>True when which routes are used is more than a matter of price.</summary>
    public bool HasChoices { get; }

    /// <summary>Cost of so many lots of a venue in basis points of the parent.</summary>
    public double VenueCost(int venue, long lots)
    {
        ModelVenue own = Model.Venues[venue];
        double quantity = lots * lotSize[venue];
        return (own.CloseCost is { } exact ? exact(quantity) : own.Cost.At(quantity)) / MoneyUnit;
    }

    /// <summary>What a route costs as soon as it is used, in basis points of the parent.</summary>
    public double FixedCost(int route) => fixedCost[route];

    /// <summary>Cost of a child's own: fixed, carry, borrow.</summary>
    public double RouteCost(int route, long lots)
    {
        if (lots == 0)
            return 0.0;
        double quantity = lots * lotSize[VenueOf[route]];
        double cost = fixedCost[route];
        double from = 0.0;
        foreach ((double through, double perUnit) in carry[route])
        {
            double to = Math.Min(quantity, through);
            cost += perUnit * (to - from);
            if (to >= quantity)
                break;
            from = to;
        }

        return cost;
    }

    private static decimal CommonMeasure(decimal left, decimal right)
    {
        while (right != 0m)
            (left, right) = (right, left % right);
        return left;
    }
}
