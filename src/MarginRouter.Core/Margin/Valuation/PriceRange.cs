namespace MarginRouter.Core.Margin.Valuation;

/// <summary>Which figures can be prices at all: within it products and quotients of two prices cannot overflow.</summary>
internal static class PriceRange
{
    private const decimal Least = 0.00000000000001m;
    private const decimal Most = 1_000_000_000_000m;

    public static bool Holds(decimal price) => price is >= Least and <= Most;
}
