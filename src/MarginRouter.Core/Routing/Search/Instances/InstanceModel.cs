using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Routing.Search.Model;
using MarginRouter.Core.Routing.Search.Relaxation;

namespace MarginRouter.Core.Routing.Search.Instances;

/// <summary>Lays an instance out as a splitting model.</summary>
internal static class InstanceModel
{
    /// <summary>Builds the model.</summary>
    public static SplitModel Build(SplitInstance instance, FillStatePolicy fillStates)
    {
        ImmutableArray<ModelVenue> venues = [.. instance.Venues.Select(venue => Venue(instance, venue))];
        ImmutableArray<ModelRoute> routes = [.. instance.Routes.Select(route => Route(instance, venues[route.Venue], route))];
        var limits = new InstanceLimits(instance, fillStates);
        return new SplitModel
        {
            Wanted = instance.Quantity,
            ReferencePrice = instance.ReferencePrice,
            MaximumChildren = instance.MaximumChildren,
            Venues = venues,
            Routes = routes,
            Limits = limits.Groups(),
            Costs = limits.Costs(),
        };
    }

    private static ModelRoute Route(SplitInstance instance, ModelVenue venue, InstanceRoute route) => new()
    {
        Venue = route.Venue,
        Account = route.Subaccount,
        MostLots = Math.Min(venue.MostLots, Lots(Math.Min(route.MaximumQuantity ?? instance.Quantity, instance.Quantity), venue.Lot)),
        FixedCost = route.FixedCost,
        Carry = Carry(instance, route),
    };

    private static ImmutableArray<CarryPiece> Carry(SplitInstance instance, InstanceRoute route)
    {
        var owned = new CarryPiece(decimal.MaxValue, route.CarryPerUnit);
        var borrowed = new CarryPiece(decimal.MaxValue, route.CarryPerUnit + route.BorrowPerUnit);
        if (route.BorrowPerUnit == 0m || route.FreeQuantity >= instance.Quantity)
            return [owned];
        return route.FreeQuantity <= 0m ? [borrowed] : [owned with { Through = route.FreeQuantity }, borrowed];
    }

    private static ModelVenue Venue(SplitInstance instance, InstanceVenue venue)
    {
        decimal least = Math.Max(venue.MinimumQuantity, venue.MinimumNotional / instance.ReferencePrice);
        ModelVenue common = venue.Kind switch
        {
            InstanceVenueKind.Book => Book(instance, venue),
            InstanceVenueKind.Quote => Book(instance, venue),
            InstanceVenueKind.Pool => Pool(instance, venue),
        };
        long leastLots = Math.Max(1L, (long)decimal.Ceiling(least / venue.LotSize));
        return common with { LeastLots = common.IsWhole ? Math.Max(leastLots, common.MostLots) : leastLots };
    }

    private static ModelVenue Pool(SplitInstance instance, InstanceVenue venue)
    {
        var curve = new PoolCurve(venue, instance.Side, instance.ReferencePrice);
        long most = Lots(curve.Most(instance.Quantity, instance.LimitPrice), venue.LotSize);
        return new ModelVenue
        {
            Lot = venue.LotSize,
            MostLots = most,
            LeastLots = 1,
            IsWhole = false,
            IsSingle = false,
            Cost = most == 0 ? PiecewiseCost.Linear(0.0, 0.0) : curve.Below((double)(most * venue.LotSize)),
            CloseCost = curve.Cost,
            ExactCost = curve.Exact,
        };
    }

    private static ModelVenue Book(SplitInstance instance, InstanceVenue venue)
    {
        int sign = instance.Side.Sign();
        (decimal Price, decimal Quantity)[] levels =
            [.. venue.Levels.TakeWhile(level => instance.LimitPrice is not { } limit || sign * (level.Price - limit) <= 0)];
        decimal CostAt(decimal price) => (sign * (price - instance.ReferencePrice)) + (venue.TakerFeeRate * price);
        var sweep = new BookSweep([.. levels.Select(level => (CostAt(level.Price), level.Quantity))]);
        var knots = new double[levels.Length + 1];
        for (int i = 0; i < levels.Length; i++)
            knots[i + 1] = knots[i] + (double)levels[i].Quantity;
        long most = Lots(levels.Sum(level => level.Quantity), venue.LotSize);
        return new ModelVenue
        {
            Lot = venue.LotSize,
            MostLots = most,
            LeastLots = 1,
            IsWhole = venue.AllOrNothing,
            IsSingle = venue.Kind == InstanceVenueKind.Quote,
            Cost = levels.Length == 0 ? PiecewiseCost.Linear(0.0, 0.0) : new PiecewiseCost(knots, [.. levels.Select(level => (double)CostAt(level.Price))]),
            ExactCost = sweep.Cost,
        };
    }

    private static long Lots(decimal quantity, decimal lot) => (long)decimal.Floor(quantity / lot);
}
