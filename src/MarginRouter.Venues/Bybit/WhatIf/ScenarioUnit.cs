using System.Collections.Immutable;

namespace MarginRouter.Venues.Bybit.WhatIf;

/// <summary>The scenario grid of one underlying over all its contracts.</summary>
/// <param name="BaseCoin">The underlying (baseCoin).</param>
/// <param name="Ranges">Its price points (totalPnlRanges.ALL).</param>
public sealed record ScenarioUnit(string BaseCoin, ImmutableArray<ProfitRange> Ranges)
{
    /// <summary>The greatest loss over the grid, not negative: the stress loss that our scenario model gives for the same unit.</summary>
    public decimal WorstLoss => Math.Max(0m, -Ranges.SelectMany(range => range.Profits).DefaultIfEmpty(0m).Min());
}
