using MarginRouter.Core.Routing.Search.Relaxation;

namespace MarginRouter.Core.Routing.Search.Model;

/// <summary>A venue of a model.</summary>
internal sealed record ModelVenue
{
    /// <summary>Base units in a lot.</summary>
    public required decimal Lot { get; init; }

    /// <summary>Most lots that it gives.</summary>
    public required long MostLots { get; init; }

    /// <summary>Fewest lots of a child.</summary>
    public required long LeastLots { get; init; }

    /// <summary>True when it is taken whole or not at all.</summary>
    public required bool IsWhole { get; init; }

    /// <summary>True when only one account may use it.</summary>
    public required bool IsSingle { get; init; }

    /// <summary>Cost against the reference price, fee included, never more than the exact one; base units and money.</summary>
    public required PiecewiseCost Cost { get; init; }

    /// <summary>The cost nearly exactly, where <see cref="Cost"/> only bounds it from below; null where they agree.</summary>
    public Func<double, double>? CloseCost { get; init; }

    /// <summary>The exact cost of a number of base units.</summary>
    public required Func<decimal, decimal> ExactCost { get; init; }
}
