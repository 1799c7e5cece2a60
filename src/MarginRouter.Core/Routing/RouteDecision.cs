using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Routing.Transfers;

namespace MarginRouter.Core.Routing;

/// <summary>
/// A routing decision with its explanation. It carries the part of the request that it depends on (<see cref="Slice"/>), so that
/// it can be recomputed from the journal alone.
/// </summary>
public sealed record RouteDecision
{
    /// <summary>
    /// The request reduced to what the decision used: per book the levels that it or the blind sweep consumed plus one, and those that
    /// the search looked at beyond them. Deciding it gives an equal decision.
    /// </summary>
    public required RouteRequest Slice { get; init; }

    /// <summary>The children, in order of their leg; empty when nothing can be done.</summary>
    public required ImmutableArray<RouteChild> Children { get; init; }

    /// <summary>Sum of the children in product lots.</summary>
    public required QuantityLots Planned { get; init; }

    /// <summary>Wanted less planned, in product lots.</summary>
    public required QuantityLots Remainder { get; init; }

    /// <summary>Arrival price: mid of the consolidated book of usable venues, in the pricing asset; null when there is none.</summary>
    public required decimal? ArrivalPrice { get; init; }

    /// <summary>Expected all-in cost of the children.</summary>
    public required CandidateCost Cost { get; init; }

    /// <summary>The same in basis points of the arrival value; null when nothing is planned.</summary>
    public required decimal? CostBasisPoints { get; init; }

    /// <summary>
    /// What the same fill costs at least, certified: no split that obeys the limits is below it in the measure of
    /// <see cref="CandidateCost.Objective"/>.
    /// </summary>
    public required decimal LowerBound { get; init; }

    /// <summary>How far the split may be from the best of its fill, in basis points of arrival value; null when nothing is planned.</summary>
    public required decimal? GapBasisPoints { get; init; }

    /// <summary>Candidates not taken, or not fully, each with its one reason.</summary>
    public required ImmutableArray<RejectedCandidate> Rejected { get; init; }

    /// <summary>Margin of every account around the decision, ordered by id.</summary>
    public required ImmutableArray<AccountMargin> Margins { get; init; }

    /// <summary>What holds the remainder back; empty when there is none.</summary>
    public required ImmutableArray<AccountBreach> Blocking { get; init; }

    /// <summary>What more collateral would be worth in the accounts that margin holds back, by account.</summary>
    public required ImmutableArray<AccountRelief> Reliefs { get; init; }

    /// <summary>What would be filled more without each limit beside margin that holds the remainder back; empty without a remainder.</summary>
    public ImmutableArray<LimitRelief> LimitReliefs { get; init; } = [];

    /// <summary>Whether moving collateral would be worth its cost; null when the request did not ask. Nothing acts on it.</summary>
    public TransferAdvice? Transfers { get; init; }

    /// <summary>The margin-blind comparison.</summary>
    public required BlindSweep Blind { get; init; }

    /// <summary>Work units spent.</summary>
    public required int WorkUnitsUsed { get; init; }
}
