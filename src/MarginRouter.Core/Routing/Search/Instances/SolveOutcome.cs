using System.Collections.Immutable;

namespace MarginRouter.Core.Routing.Search.Instances;

/// <summary>The split of an instance: the greatest fill that was found, at the least cost found for it, and how good that is at least.</summary>
public sealed record SolveOutcome
{
    /// <summary>Name of the instance.</summary>
    public required string Instance { get; init; }

    /// <summary>The children, in the order of the instance's routes.</summary>
    public required ImmutableArray<SolvedChild> Children { get; init; }

    /// <summary>Cost against the reference price in money, everything included; negative is a gain.</summary>
    public required decimal Objective { get; init; }

    /// <summary>No split with the same fill costs less, in money.</summary>
    public required decimal Bound { get; init; }

    /// <summary>Objective less bound in basis points of the filled value at the reference price; null when nothing is filled.</summary>
    public required decimal? GapBasisPoints { get; init; }

    /// <summary>Base units filled.</summary>
    public required decimal Filled { get; init; }

    /// <summary>Base units of the parent that are not filled.</summary>
    public required decimal Shortfall { get; init; }

    /// <summary>Work units spent: thousands of elementary operations, about a microsecond each.</summary>
    public required int WorkUnits { get; init; }
}
