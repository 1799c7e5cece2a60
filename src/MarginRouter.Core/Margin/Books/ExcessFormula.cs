namespace MarginRouter.Core.Margin.Books;

/// <summary>
/// a + b h + c / h over a stretch of price factors, in units of the largest amount that it was fitted to; h is the factor over the first
/// one of the stretch, so that no coefficient grows large.
/// </summary>
internal readonly record struct ExcessFormula
{
    private const int SquareRootSteps = 100;
    private const decimal Far = 8m;
    private readonly decimal origin;
    private readonly decimal scale;
    private readonly decimal constant;
    private readonly decimal rising;
    private readonly decimal falling;

    private ExcessFormula((decimal Origin, decimal Scale) units, decimal constant, decimal rising, decimal falling)
    {
        (origin, scale) = units;
        this.constant = constant;
        this.rising = rising;
        this.falling = falling;
    }

    /// <summary>The formula through the first, the middle and the last of five points.</summary>
    public static ExcessFormula Through(ReadOnlySpan<decimal> at, ReadOnlySpan<decimal> found)
    {
        decimal scale = 0m;
        foreach (decimal one in found)
            scale = Math.Max(scale, Math.Abs(one));
        if (scale == 0m)
            scale = 1m;
        decimal first = found[0] / scale;
        decimal middle = at[2] / at[0];
        decimal last = at[4] / at[0];
        decimal half = ((found[2] / scale) - first) / (middle - 1m);
        decimal whole = ((found[4] / scale) - first) / (last - 1m);
        decimal falling = (half - whole) / ((1m / last) - (1m / middle));
        decimal rising = half + (falling / middle);
        return new ExcessFormula((at[0], scale), first - rising - falling, rising, falling);
    }

    /// <summary>Largest error at the points between, over the largest amount.</summary>
    public decimal Error(ReadOnlySpan<decimal> at, ReadOnlySpan<decimal> found) =>
        Math.Max(Math.Abs(At(at[1]) - (found[1] / scale)), Math.Abs(At(at[3]) - (found[3] / scale)));

    /// <summary>The root that lies between two factors, of two the one nearer to the first; null when there is none.</summary>
    public decimal? Root(decimal near, decimal far)
    {
        (decimal? one, decimal? other) = Roots();
        decimal? first = Between(one * origin, near, far);
        decimal? second = Between(other * origin, near, far);
        return first is null || (second is not null && Math.Abs(second.Value - near) < Math.Abs(first.Value - near)) ? second : first;
    }

    /// <summary>Smallest absolute value between two factors when there is no root between them.</summary>
    public decimal Least(decimal near, decimal far)
    {
        decimal least = Math.Min(Math.Abs(At(near)), Math.Abs(At(far)));
        return Over(falling, rising) is > 0m and { } square && Between(SquareRoot(square) * origin, near, far) is { } turn
            ? Math.Min(least, Math.Abs(At(turn)))
            : least;
    }

    private decimal At(decimal factor) => constant + (rising * (factor / origin)) + (falling / (factor / origin));

    private (decimal? One, decimal? Other) Roots()
    {
        if (rising == 0m)
            return (Over(-falling, constant), null);
        decimal inner = (constant * constant) - (4m * rising * falling);
        if (inner < 0m)
            return (null, null);

        // The root of the larger numerator first; the other from the product of both, so that nothing cancels.
        decimal sum = -(constant + (constant < 0m ? -SquareRoot(inner) : SquareRoot(inner))) / 2m;
        return (Over(sum, rising), Over(falling, sum));
    }

    /// <summary>A quotient; null where it lies far outside every stretch, whose factors are all near 1 here.</summary>
    private static decimal? Over(decimal numerator, decimal denominator) =>
        denominator == 0m || Math.Abs(numerator) > Far * Math.Abs(denominator) ? null : numerator / denominator;

    private static decimal? Between(decimal? factor, decimal near, decimal far) =>
        factor is { } one && one > Math.Min(near, far) && one < Math.Max(near, far) ? one : null;

    private static decimal SquareRoot(decimal square)
    {
        decimal root = Math.Max(1m, square);
        if (square == 0m)
            return 0m;
        for (int i = 0; i < SquareRootSteps; i++)
        {
            decimal next = (root + (square / root)) / 2m;
            if (next == root)
                break;
            root = next;
        }

        return root;
    }
}
