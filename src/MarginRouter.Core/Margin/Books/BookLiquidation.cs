namespace MarginRouter.Core.Margin.Books;

/// <summary>The nearest price factor at which a book liquidates, on either way from where it stands.</summary>
internal static class BookLiquidation
{
    private const decimal Lowest = 0.000000001m;
    private const decimal Highest = 1000m;

    // Between known breakpoints a wide stretch is one formula; where they are not known, stretches stay short.
    private const decimal KnownRatio = 1.25m;
    private const decimal UnknownRatio = 1.03m;

    /// <summary>The nearest factor, 1 when it is due already; null when neither way liquidates between a billionth and a thousandfold.</summary>
    /// <param name="excess">Requirement less equity at a price factor; at or above zero is liquidated, null where a rule is missing, which ends the search on that way.</param>
    /// <param name="breaks">Every factor at which the requirement may jump; null when they are not known, and a jump band narrower than 3 % may then be passed over.</param>
    /// <param name="within">Relative move beyond which no answer is wanted; null for none.</param>
    public static decimal? Nearest(Func<decimal, decimal?> excess, IEnumerable<decimal>? breaks = null, decimal? within = null)
    {
        if (excess(1m) >= 0m)
            return 1m;
        decimal[] known = [.. breaks ?? []];
        decimal ratio = breaks is null ? UnknownRatio : KnownRatio;
        decimal[][] knots = [Knots(known, 1m / ratio), Knots(known, ratio)];
        LiquidationWay[] ways = [new(excess), new(excess)];
        int[] next = [1, 1];
        decimal? nearest = null;

        // Both ways are walked outward together, so that neither is walked further than the other's crossing.
        while (true)
        {
            decimal reached = nearest is { } crossing ? Math.Abs(crossing - 1m) : within ?? Highest;
            int side = Start(0) <= Start(1) ? 0 : 1;
            if (Start(side) > reached)
                return nearest;
            decimal? found = ways[side].Within(knots[side][next[side] - 1], knots[side][next[side]]);
            next[side] = found is null ? next[side] + 1 : knots[side].Length;
            if (found is { } factor && (nearest is null || Math.Abs(factor - 1m) < reached || (Math.Abs(factor - 1m) == reached && factor < 1m)))
                nearest = factor;
        }

        decimal Start(int side) => next[side] < knots[side].Length && !ways[side].Ended ? Math.Abs(knots[side][next[side] - 1] - 1m) : decimal.MaxValue;
    }

    /// <summary>Ends of the stretches of one way, from 1 on: a grid by a ratio, and the breakpoints.</summary>
    private static decimal[] Knots(decimal[] breaks, decimal ratio)
    {
        List<decimal> knots = [1m];
        for (decimal factor = ratio; factor is > Lowest and < Highest; factor *= ratio)
            knots.Add(factor);
        knots.Add(ratio < 1m ? Lowest : Highest);
        knots.AddRange(breaks.Where(factor => factor is > Lowest and < Highest && factor < 1m == ratio < 1m && factor != 1m));
        return [.. (ratio < 1m ? knots.OrderDescending() : knots.Order()).Distinct()];
    }
}
