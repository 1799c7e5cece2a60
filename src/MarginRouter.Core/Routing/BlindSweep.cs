using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Routing;

/// <summary>What a router that ignores margin would have done with the same books: the cheapest levels, each from the first account that may trade there.</summary>
/// <param name="Filled">Product lots it would have filled.</param>
/// <param name="Cost">Its all-in cost against arrival.</param>
/// <param name="CostBasisPoints">The same in basis points of arrival value; null when nothing filled.</param>
/// <param name="Breaches">Limits it would have broken, account by account.</param>
public sealed record BlindSweep(
    QuantityLots Filled,
    CandidateCost Cost,
    decimal? CostBasisPoints,
    ImmutableArray<AccountBreach> Breaches);
