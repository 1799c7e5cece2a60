using MarginRouter.Core.Routing.Search.Model;

namespace MarginRouter.Core.Routing.Search.Lots;

/// <summary>Judges a split in exact arithmetic, from the model's own functions.</summary>
internal static class ExactSplit
{
    /// <summary>The first rule that a split breaks, by name; null when it breaks none.</summary>
    public static string? Broken(SplitModel model, long[] lots)
    {
        var quantities = new decimal[lots.Length];
        var venueLots = new long[model.Venues.Length];
        var venueChildren = new int[model.Venues.Length];
        decimal filled = 0m;
        int children = 0;
        for (int route = 0; route < lots.Length; route++)
        {
            ModelVenue venue = model.Venues[model.Routes[route].Venue];
            if (lots[route] == 0)
                continue;
            if (lots[route] < venue.LeastLots || lots[route] > model.Routes[route].MostLots)
                return $"size of route {route}";
            quantities[route] = lots[route] * venue.Lot;
            venueLots[model.Routes[route].Venue] += lots[route];
            venueChildren[model.Routes[route].Venue]++;
            filled += quantities[route];
            children++;
        }

        for (int venue = 0; venue < venueLots.Length; venue++)
        {
            if (venueLots[venue] > model.Venues[venue].MostLots || (model.Venues[venue].IsSingle && venueChildren[venue] > 1))
                return $"venue {venue}";
        }

        if (filled > model.Wanted || children > model.MaximumChildren)
            return filled > model.Wanted ? "wanted" : "children";
        foreach (LimitGroup limit in model.Limits)
        {
            foreach (ConvexRow row in limit.Rows)
            {
                if (row.At(quantities) > limit.Bound)
                    return $"{limit.Family} {limit.Where}";
            }
        }

        return null;
    }

    /// <summary>Everything that a split costs against the reference price, in money.</summary>
    public static decimal Cost(SplitModel model, long[] lots)
    {
        decimal cost = 0m;
        var quantities = new decimal[lots.Length];
        var venues = new decimal[model.Venues.Length];
        for (int route = 0; route < lots.Length; route++)
        {
            if (lots[route] == 0)
                continue;
            ModelRoute own = model.Routes[route];
            decimal quantity = lots[route] * model.Venues[own.Venue].Lot;
            quantities[route] = quantity;
            venues[own.Venue] += quantity;
            cost += own.FixedCost + (own.Carry * quantity) + (own.Borrow * Math.Max(0m, quantity - own.Free));
        }

        for (int venue = 0; venue < venues.Length; venue++)
            cost += venues[venue] == 0m ? 0m : model.Venues[venue].ExactCost(venues[venue]);
        foreach (CostGroup group in model.Costs)
            cost += group.Rate * (group.Rows.Max(row => row.At(quantities)) - group.Before);
        return cost;
    }
}
