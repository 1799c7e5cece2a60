using System.Collections.Immutable;

namespace MarginRouter.Venues.Bybit.WhatIf;

/// <summary>One price point of the venue's scenario grid.</summary>
/// <param name="PriceMove">Relative move of the underlying, for example -0.1 (priceScale).</param>
/// <param name="Profits">Profit at each volatility point, in USD, in the order of the venue; negative is a loss (pnls).</param>
public sealed record ProfitRange(decimal PriceMove, ImmutableArray<decimal> Profits);
