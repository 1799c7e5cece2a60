using System.Collections.Immutable;

namespace MarginRouter.Core.Margin.Stress;

/// <summary>The scenarios of one stress file.</summary>
public sealed record StressSet
{
    /// <summary>Its name, for reports.</summary>
    public required string Name { get; init; }

    /// <summary>The day for which its figures were chosen or true.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Where they come from; at least one.</summary>
    public required ImmutableArray<string> Sources { get; init; }

    /// <summary>What a reader should know.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Money and stable coins, which market-wide moves leave alone.</summary>
    public required ImmutableSortedSet<string> Pegged { get; init; }

    /// <summary>The entries in file order; names are unique.</summary>
    public required ImmutableArray<StressRule> Rules { get; init; }

    /// <summary>What books look like where none is given; null when the file says nothing about it.</summary>
    public DepthModel? Depth { get; init; }

    /// <summary>The scenarios for an exposure, in file order.</summary>
    public ImmutableArray<StressScenario> Scenarios(StressExposure exposure) => [.. Rules.SelectMany(rule => rule.For(exposure, Pegged))];
}
