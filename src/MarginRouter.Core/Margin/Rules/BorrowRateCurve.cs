namespace MarginRouter.Core.Margin.Rules;

/// <summary>A yearly borrow rate that follows how much of a pool is lent out.</summary>
/// <param name="Base">Rate up to the kink, a plain fraction per year; not negative.</param>
/// <param name="Slope">Rise per unit of utilisation beyond the kink; not negative.</param>
/// <param name="Kink">Utilisation from which it rises, in [0, 1].</param>
public sealed record BorrowRateCurve(decimal Base, decimal Slope, decimal Kink)
{
    /// <summary>The yearly rate at a share of the pool that is lent out, in [0, 1].</summary>
    public decimal At(decimal utilisation) => Base + (Slope * Math.Max(0m, utilisation - Kink));
}
