namespace MarginRouter.Core.Margin.Limits;

/// <summary>What one fill does, per lot, under one price vector. Kept as plain figures so that a check allocates nothing.</summary>
/// <param name="Buy">True for a buy.</param>
/// <param name="Lots">Size in instrument lots.</param>
/// <param name="Price">Price at which it fills, in the quote asset.</param>
/// <param name="Value">Value of one lot at that price, in the quote asset.</param>
/// <param name="Assumed">Value of one lot at the price that the venue assumes while the order is open, in the quote asset.</param>
/// <param name="Equity">Change of equity per lot filled, in the reporting currency: gain or loss against the mark, less the fee.</param>
internal readonly record struct FillTerms(bool Buy, decimal Lots, decimal Price, decimal Value, decimal Assumed, decimal Equity);
