namespace MarginRouter.Core.Margin.Search;

/// <summary>How a volatility shock scales with the time to expiry: (30 days over the days left) to a power (margin-models section 7).</summary>
internal static class VolatilityTerm
{
    private const double ReferenceDays = 30d;
    private const double DaysPerYear = 365d;
    private const int Digits = 12;

    /// <summary>The factor on the shock of a 30-day option; 1 with a power of zero or at 30 days.</summary>
    /// <param name="years">Years to expiry; positive.</param>
    /// <param name="power">The venue's power; not negative.</param>
    public static decimal Factor(decimal years, decimal power)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(years);
        double ratio = ReferenceDays / ((double)years * DaysPerYear);
        return Math.Round((decimal)FixedMath.Exp((double)power * FixedMath.Log(ratio)), Digits, MidpointRounding.ToEven);
    }
}
