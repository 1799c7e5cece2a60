namespace MarginRouter.Core.Margin.Books;

/// <summary>
/// The nearest price factor at which a book liquidates. Whole-position tiers make the requirement jump, so the way is walked in small
/// steps and the first step over the line is halved until it is exact.
/// </summary>
internal static class BookLiquidation
{
    private const int Steps = 700;
    private const int Halvings = 80;
    private const decimal Ratio = 1.03m;

    /// <summary>The nearest factor, 1 when it is due already; null when neither way liquidates.</summary>
    /// <param name="excess">Requirement less equity at a price factor; above zero is liquidated, null where a rule is missing, which ends the search on that way.</param>
    public static decimal? Nearest(Func<decimal, decimal?> excess)
    {
        if (excess(1m) >= 0m)
            return 1m;
        decimal? down = Walk(excess, 1m / Ratio);
        decimal? up = Walk(excess, Ratio);
        return (down, up) switch
        {
            ({ } below, { } above) => 1m - below <= above - 1m ? below : above,
            _ => down ?? up,
        };
    }

    private static decimal? Walk(Func<decimal, decimal?> excess, decimal ratio)
    {
        decimal safe = 1m;
        decimal factor = ratio;

        // 700 steps reach down to a billionth; upward a thousandfold is far enough.
        for (int step = 0; step < Steps && factor is > 0.000000001m and < 1000m; step++)
        {
            decimal? found = excess(factor);
            if (found is null)
                return null;
            if (found >= 0m)
                return Halve(excess, safe, factor);
            safe = factor;
            factor *= ratio;
        }

        return null;
    }

    private static decimal Halve(Func<decimal, decimal?> excess, decimal safe, decimal over)
    {
        for (int i = 0; i < Halvings; i++)
        {
            decimal middle = (safe + over) / 2m;
            if (middle == safe || middle == over)
                break;
            if (excess(middle) >= 0m)
                over = middle;
            else
                safe = middle;
        }

        return over;
    }
}
