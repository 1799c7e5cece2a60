namespace MarginRouter.Core.Instruments;

/// <summary>Division of a decimal into whole steps of a grid. The figures come from desks and venues, so nothing here may throw.</summary>
internal static class GridStep
{
    /// <summary>The number of steps; false when the value is not exactly a whole number of them or beyond the range of a long.</summary>
    public static bool TryWhole(decimal value, decimal step, out long whole)
    {
        whole = 0;

        // A step below one could carry the quotient beyond the largest decimal.
        if (step < 1m && Math.Abs(value) > decimal.MaxValue * step)
            return false;
        decimal quotient = value / step;
        if (quotient != decimal.Truncate(quotient) || quotient > long.MaxValue || quotient < long.MinValue)
            return false;
        whole = (long)quotient;
        return whole * step == value;
    }
}
