namespace MarginRouter.Core.Margin.Limits;

/// <summary>The lowest prices among the fills of one instrument that are looked at together; null when that side has none.</summary>
/// <param name="Buy">Lowest price of a buy.</param>
/// <param name="Sell">Lowest price of a sell.</param>
internal readonly record struct LowestPrices(decimal? Buy, decimal? Sell)
{
    /// <summary>With one more fill.</summary>
    public LowestPrices With(in FillTerms fill) =>
        fill.Buy
            ? this with { Buy = Buy is { } buy && buy <= fill.Price ? buy : fill.Price }
            : this with { Sell = Sell is { } sell && sell <= fill.Price ? sell : fill.Price };
}
