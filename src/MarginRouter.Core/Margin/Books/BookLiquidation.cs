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
    public static decimal? Nearest(Func<decimal, decimal?> excess, IEnumerable<decimal>? breaks = null)
    {
        if (excess(1m) >= 0m)
            return 1m;
        decimal[] known = [.. breaks ?? []];
        decimal ratio = breaks is null ? UnknownRatio : KnownRatio;
        decimal? down = new LiquidationWay(excess).First(Knots(known, 1m / ratio));
        decimal? up = new LiquidationWay(excess).First(Knots(known, ratio));
        return (down, up) switch
        {
            ({ } below, { } above) => 1m - below <= above - 1m ? below : above,
            _ => down ?? up,
        };
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
