using System.Collections.Immutable;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Stress;

namespace MarginRouter.Core.Routing;

/// <summary>What a desk allows the router to do with a parent, and what it counts as cost.</summary>
/// <param name="FillStates">At which fill states limits must hold.</param>
/// <param name="Breach">What accounts over a limit may do.</param>
/// <param name="MaximumChildren">Most children of one attempt; at least 1.</param>
/// <param name="CollarBasisPoints">Worst price of any child against the arrival price, in basis points; positive.</param>
public sealed record RoutePolicy(FillStatePolicy FillStates, BreachPolicy Breach, int MaximumChildren, decimal CollarBasisPoints)
{
    /// <summary>
    /// Share of the quantity, in basis points, that may stay unfilled where getting it would cost more than
    /// <see cref="MaximumMarginalCostBasisPoints"/> (a further order's ticket, a dearer arrangement of the rest); 0 to 10,000, default 1.
    /// </summary>
    public decimal FillToleranceBasisPoints { get; init; } = 1m;

    /// <summary>
    /// Most that one more unit may cost, everything included, against arrival in basis points; dearer liquidity is left alone. Null for no
    /// limit but the collar.
    /// </summary>
    public decimal? MaximumMarginalCostBasisPoints { get; init; }

    /// <summary>
    /// By how much, in basis points, the parent's own trading may have moved the mark: added to the move that an account must survive where
    /// it has a least liquidation distance. Not negative, default 0.
    /// </summary>
    public decimal MarkImpactBasisPoints { get; init; }

    /// <summary>True to count on no more of a venue's displayed size than the router's own children have been getting there; default true.</summary>
    public bool UsesFillRatio { get; init; } = true;

    /// <summary>How long a position is expected to be held, in milliseconds, for funding, borrow and the price of capital; default 0: not counted.</summary>
    public long HoldingMilliseconds { get; init; }

    /// <summary>Limits under stress of every account that takes part; default none.</summary>
    public ImmutableArray<StressFloor> StressFloors { get; init; } = [];
}
