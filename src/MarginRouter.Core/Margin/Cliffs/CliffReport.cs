using System.Collections.Immutable;

namespace MarginRouter.Core.Margin.Cliffs;

/// <summary>What lies near an account.</summary>
/// <param name="Utilisation">Utilisation today; null with equity at or below zero.</param>
/// <param name="Cliffs">Cliffs by path, then by distance from today.</param>
/// <param name="Elasticities">By path.</param>
public sealed record CliffReport(
    decimal? Utilisation, ImmutableArray<MarginCliff> Cliffs, ImmutableArray<MarginElasticity> Elasticities);
