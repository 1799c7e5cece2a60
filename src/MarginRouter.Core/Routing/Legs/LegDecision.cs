using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Routing.Legs;

/// <summary>What a basket's decision gives one leg in this attempt.</summary>
/// <param name="Children">Its children; empty when it has nothing to do now.</param>
/// <param name="Planned">Their sum in product lots.</param>
/// <param name="ArrivalPrice">Mid of its usable books in its pricing asset; null when it has nothing to do or there is none.</param>
/// <param name="Cost">Expected all-in cost of the children, in its pricing asset.</param>
/// <param name="LowerBound">What the same lots cost at least if the other legs left every account to it.</param>
/// <param name="Rejected">Candidates not taken, or not fully, each with its one reason.</param>
public sealed record LegDecision(
    ImmutableArray<RouteChild> Children,
    QuantityLots Planned,
    decimal? ArrivalPrice,
    CandidateCost Cost,
    decimal LowerBound,
    ImmutableArray<RejectedCandidate> Rejected)
{
    /// <summary>A leg that has nothing to do in this attempt.</summary>
    public static LegDecision Idle { get; } = new([], QuantityLots.Zero, null, default, 0m, []);
}
