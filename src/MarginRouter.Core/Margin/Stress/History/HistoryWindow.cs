using System.Collections.Immutable;

namespace MarginRouter.Core.Margin.Stress.History;

/// <summary>What assets did over one horizon.</summary>
/// <param name="From">Its first day.</param>
/// <param name="Moves">Relative move by asset code.</param>
public sealed record HistoryWindow(DateOnly From, ImmutableSortedDictionary<string, decimal> Moves);
