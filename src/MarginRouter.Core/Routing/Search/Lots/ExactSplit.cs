using MarginRouter.Core.Routing.Search.Model;

namespace MarginRouter.Core.Routing.Search.Lots;

/// <summary>Judges splits in exact arithmetic, from the model's own functions.</summary>
internal sealed class ExactSplit(SplitModel model)
{
    private readonly decimal[] quantities = new decimal[model.Routes.Length];
    private readonly decimal[] venueQuantities = new decimal[model.Venues.Length];
    private readonly long[] venueLots = new long[model.Venues.Length];
    private readonly int[] venueChildren = new int[model.Venues.Length];

    /// <summary>The first rule that a split breaks, by name; null when it breaks none.</summary>
    public string? Broken(long[] lots) => BrokenSize(lots) ?? BrokenLimit(null);

    /// <summary>The same for a plan whose cost was just found: a limit with slack far beyond rounding needs no exact sum.</summary>
    public string? Broken(LotPlan plan) => BrokenSize(plan.Lots) ?? BrokenLimit(plan);

    /// <summary>Everything that a split costs against the reference price, in money.</summary>
    public decimal Cost(long[] lots)
    {
        decimal cost = 0m;
        Array.Clear(venueQuantities);
        for (int route = 0; route < lots.Length; route++)
        {
            quantities[route] = 0m;
            if (lots[route] == 0)
                continue;
            ModelRoute own = model.Routes[route];
            decimal quantity = lots[route] * model.Venues[own.Venue].Lot;
            quantities[route] = quantity;
            venueQuantities[own.Venue] += quantity;
            cost += own.FixedCost + own.CarryOf(quantity);
        }

        for (int venue = 0; venue < venueQuantities.Length; venue++)
            cost += venueQuantities[venue] == 0m ? 0m : model.Venues[venue].ExactCost(venueQuantities[venue]);
        foreach (CostGroup group in model.Costs)
            cost += group.Rate * (Highest(group) - group.Before);
        return cost;
    }

    private string? BrokenSize(long[] lots)
    {
        Array.Clear(venueLots);
        Array.Clear(venueChildren);
        decimal filled = 0m;
        int children = 0;
        for (int route = 0; route < lots.Length; route++)
        {
            quantities[route] = 0m;
            if (lots[route] == 0)
                continue;
            int venue = model.Routes[route].Venue;
            if (lots[route] < model.Venues[venue].LeastLots || lots[route] > model.Routes[route].MostLots)
                return $"size of route {route}";
            quantities[route] = lots[route] * model.Venues[venue].Lot;
            venueLots[venue] += lots[route];
            venueChildren[venue]++;
            filled += quantities[route];
            children++;
        }

        for (int venue = 0; venue < venueLots.Length; venue++)
        {
            if (venueLots[venue] > model.Venues[venue].MostLots || (model.Venues[venue].IsSingle && venueChildren[venue] > 1))
                return $"venue {venue}";
        }

        return filled > model.Wanted ? "wanted" : children > model.MaximumChildren ? "children" : null;
    }

    private string? BrokenLimit(LotPlan? plan)
    {
        for (int index = 0; index < model.Limits.Length; index++)
        {
            LimitGroup limit = model.Limits[index];
            if (plan is not null && plan.IsProven(index))
                continue;
            foreach (ConvexRow row in limit.Rows)
            {
                if (row.At(quantities) > limit.Bound)
                    return $"{limit.Family} {limit.Where}";
            }
        }

        return null;
    }

    private decimal Highest(CostGroup group)
    {
        decimal highest = decimal.MinValue;
        foreach (ConvexRow row in group.Rows)
            highest = Math.Max(highest, row.At(quantities));
        return highest;
    }
}
