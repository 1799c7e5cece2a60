namespace MarginRouter.Core.Margin.Search;

/// <summary>
/// Exponential, logarithm and normal distribution that give the same bits on every machine: only sums, products, quotients and
/// square roots of IEEE doubles in a written order, with no fused operation and no call into a platform's mathematics library.
/// </summary>
internal static class FixedMath
{
    private const double Ln2High = 0.693147180369123816490;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double InverseLn2 = 1.44269504088896338700;
    private const double SquareRootOfHalf = 0.70710678118654752440;
    private const double InverseRootTwoPi = 0.39894228040143267794;
    private const double LargestExponent = 708d;
    private const int ExponentTerms = 14;
    private const int LogarithmTerms = 12;
    private const int FractionLevels = 60;

    /// <summary>From here on the tail's continued fraction is more exact than the series around zero.</summary>
    private const double SeriesReach = 5d;

    /// <summary>e to a power; the power is cut to [-708, 708], where the result is still a normal number.</summary>
    public static double Exp(double power)
    {
        if (double.IsNaN(power))
            throw new ArgumentOutOfRangeException(nameof(power));
        double x = Math.Clamp(power, -LargestExponent, LargestExponent);
        double whole = Math.Floor((x * InverseLn2) + 0.5d);
        double rest = x - (whole * Ln2High);
        rest -= whole * Ln2Low;
        double sum = 1d;
        for (int n = ExponentTerms; n >= 1; n--)
            sum = 1d + (rest * sum / n);
        return sum * BitConverter.Int64BitsToDouble(((long)whole + 1023L) << 52);
    }

    /// <summary>Natural logarithm of a positive normal number.</summary>
    public static double Log(double value)
    {
        if (!double.IsNormal(value) || value < 0d)
            throw new ArgumentOutOfRangeException(nameof(value), value, "a logarithm needs a positive number");
        long bits = BitConverter.DoubleToInt64Bits(value);
        long exponent = (bits >> 52) - 1022L;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFFL) | 0x3FE0_0000_0000_0000L);
        if (mantissa < SquareRootOfHalf)
        {
            mantissa += mantissa;
            exponent--;
        }

        double s = (mantissa - 1d) / (mantissa + 1d);
        double square = s * s;
        double sum = 0d;
        for (int n = LogarithmTerms; n >= 1; n--)
            sum = square * ((1d / ((2 * n) + 1)) + sum);
        return (exponent * Ln2High) + ((2d * s * (1d + sum)) + (exponent * Ln2Low));
    }

    /// <summary>Density of the standard normal distribution.</summary>
    public static double NormalDensity(double x) => InverseRootTwoPi * Exp(-0.5d * x * x);

    /// <summary>Share of the standard normal distribution below a value, in [0, 1].</summary>
    public static double NormalBelow(double x)
    {
        double magnitude = Math.Abs(x);
        if (magnitude < SeriesReach)
            return 0.5d + (NormalDensity(x) * Series(x));
        double tail = NormalDensity(magnitude) / Fraction(magnitude);
        return x < 0d ? tail : 1d - tail;
    }

    /// <summary>x + x^3/3 + x^5/(3 x 5) + ..., all of one sign.</summary>
    private static double Series(double x)
    {
        double term = x;
        double sum = x;
        double square = x * x;
        for (int divisor = 3; Math.Abs(term) > 1e-18 * Math.Abs(sum); divisor += 2)
        {
            term = term * square / divisor;
            sum += term;
        }

        return sum;
    }

    /// <summary>x + 1/(x + 2/(x + 3/...)), Laplace's continued fraction of the tail.</summary>
    private static double Fraction(double x)
    {
        double value = x;
        for (int level = FractionLevels; level >= 1; level--)
            value = x + (level / value);
        return value;
    }
}
