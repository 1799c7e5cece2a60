using System.Collections.Immutable;
using MarginRouter.Core.Routing.Search.Model;

namespace MarginRouter.Core.Routing.Search.Lots;

/// <summary>
/// The most that each route can take whatever the others do: for every limit, the other routes are taken to ease it as far as they
/// can. A fixed cost spread over this much, and a count of children measured by it, are as close to the truth as a straight line gets.
/// </summary>
internal static class RouteCeilings
{
    /// <summary>Base units by route; never less than the route can take in any split within the limits.</summary>
    public static double[] Find(SplitModel model)
    {
        var most = new double[model.Routes.Length];
        for (int route = 0; route < most.Length; route++)
            most[route] = (double)model.Quantity(route, model.Routes[route].MostLots);
        double[] eased = [.. most];
        foreach (LimitGroup limit in model.Limits)
        {
            foreach (ConvexRow row in limit.Rows)
                Lower(row, (double)limit.Bound, eased, most);
        }

        return most;
    }

    private static void Lower(ConvexRow row, double bound, double[] eased, double[] most)
    {
        var lowest = new double[row.Parts.Length];
        double sum = (double)row.Constant;
        for (int i = 0; i < lowest.Length; i++)
        {
            lowest[i] = Lowest(row.Parts[i], eased, -1, 0.0, out _);
            sum += lowest[i];
        }

        for (int i = 0; i < lowest.Length; i++)
        {
            double room = bound - (sum - lowest[i]);
            foreach (LimitSlope slope in row.Parts[i][0].Slopes)
                most[slope.Route] = Math.Min(most[slope.Route], Crossing(row.Parts[i], eased, slope.Route, most[slope.Route], room));
        }
    }

    /// <summary>Where a part crosses a value from beyond as one route falls from its most; its most when it does not.</summary>
    private static double Crossing(ImmutableArray<AffinePiece> part, double[] eased, int route, double most, double room)
    {
        double at = most;
        for (int step = 0; step < 8; step++)
        {
            double value = Lowest(part, eased, route, at, out double slope);
            if (value <= room || slope <= 0.0)
                return at;
            at = Math.Max(0.0, at - ((value - room) / slope));
        }

        return at;
    }

    /// <summary>A value that a part is never below, with one route at a quantity and the others where they ease it most.</summary>
    private static double Lowest(ImmutableArray<AffinePiece> part, double[] eased, int route, double quantity, out double slope)
    {
        double highest = double.NegativeInfinity;
        slope = 0.0;
        foreach (AffinePiece piece in part)
        {
            double value = (double)piece.Constant;
            double own = 0.0;
            foreach (LimitSlope one in piece.Slopes)
            {
                double perUnit = (double)one.PerUnit;
                own = one.Route == route ? perUnit : own;
                value += one.Route == route ? perUnit * quantity : Math.Min(0.0, perUnit) * eased[one.Route];
            }

            if (value > highest)
            {
                highest = value;
                slope = own;
            }
        }

        return highest;
    }
}
