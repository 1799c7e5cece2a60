using System.Collections.Immutable;

namespace MarginRouter.Core.Routing.Legs;

/// <summary>
/// How a basket is sent now, and why. All children of all legs leave together; at every subset and part of their fills every limit of
/// every account holds.
/// </summary>
public sealed record BasketDecision
{
    /// <summary>The question reduced to the levels that somebody looked at. Deciding it gives an equal decision.</summary>
    public required BasketQuestion Slice { get; init; }

    /// <summary>Blocks that the whole plan comes to, all stages together; zero when it is not to open.</summary>
    public required long Blocks { get; init; }

    /// <summary>The stages of the plan; the first is sent now. Empty when nothing is sent or it is not to open.</summary>
    public required ImmutableArray<BasketStage> Stages { get; init; }

    /// <summary>By leg.</summary>
    public required ImmutableArray<LegDecision> Legs { get; init; }

    /// <summary>Expected all-in cost of all children, in the pricing asset of the first leg.</summary>
    public required CandidateCost Cost { get; init; }

    /// <summary>
    /// What the same blocks of each leg cost at least, certified, in the measure of <see cref="CandidateCost.Objective"/>: the sum of the
    /// legs' own bounds, each without the others.
    /// </summary>
    public required decimal LowerBound { get; init; }

    /// <summary>Net price of a unit if every child fills at its limit, in the pricing asset of the first leg; null when that is not known.</summary>
    public required decimal? WorstNet { get; init; }

    /// <summary>Margin of every account around all children of this attempt, ordered by id.</summary>
    public required ImmutableArray<AccountMargin> Margins { get; init; }

    /// <summary>What holds the rest back; empty when there is none.</summary>
    public required ImmutableArray<BasketBlock> Blocking { get; init; }

    /// <summary>Work units spent.</summary>
    public required int WorkUnitsUsed { get; init; }

    /// <summary>True when a leg is sent before the others: they follow once it has filled.</summary>
    public bool IsLead => Stages.Length > 0 && Stages[0].Legs.Length < Legs.Length;

    /// <summary>True when further stages are planned after this one.</summary>
    public bool HasMoreStages => Stages.Length > 1;
}
