using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;

namespace MarginRouter.Core.Routing.Legs;

/// <summary>
/// Decides the legs of a basket jointly: the greatest number of blocks, in ratio on the lots of all legs, then the least joint cost, so
/// that every limit of every account holds at every reachable fill state of all children together. A leg that cannot be afforded stops
/// the whole and is named. Pure, like <see cref="RouteOptimizer"/>, by which it decides each leg.
/// </summary>
public sealed class BasketOptimizer(ReferenceData reference, RouteOptimizer optimizer)
{
    private MarginModelTable Models => optimizer.Models;

    /// <summary>Decides; throws <see cref="ArgumentException"/> when the question has fewer than two legs or figures that are not positive.</summary>
    public BasketDecision Decide(BasketQuestion question)
    {
        Validate(question);
        NetPrice net = new(reference, question);
        LegDecider decider = new(reference, optimizer, question);
        StagePlan plan = net.Missing is { } missing ? Nothing(question, [missing])
            : question.Purpose == BasketPurpose.Open ? new StagePlanner(reference, Models, decider, question, net).Plan()
            : Settle(question, decider, net);
        LegProof proof = new(reference, Models, question, plan.First);
        if (proof.Broken is { } broken)
        {
            plan = Nothing(question, [broken]);
            proof = new LegProof(reference, Models, question, plan.First);
        }

        ImmutableArray<LegDecision> legs = [.. plan.First.Select((leg, i) => leg is null ? LegDecision.Idle : Describe(question, decider, i, leg))];
        CandidateCost cost = default;
        decimal bound = 0m;
        for (int leg = 0; leg < legs.Length; leg++)
        {
            cost += legs[leg].Cost * net.Rate(leg);
            bound += legs[leg].LowerBound * net.Rate(leg);
        }

        return new BasketDecision
        {
            Blocks = plan.Blocks,
            Stages = plan.Stages,
            Legs = legs,
            Cost = cost,
            LowerBound = bound,
            WorstNet = net.Missing is null ? net.Worst(plan.First) : null,
            Margins = proof.Margins,
            Blocking = plan.Blocking,
            WorkUnitsUsed = decider.WorkUnitsUsed,
            Slice = decider.Slice(),
        };
    }

    private static StagePlan Nothing(BasketQuestion question, ImmutableArray<BasketBlock> why) =>
        new(0, [], new RouteDecision?[question.Legs.Length], why);

    /// <summary>Each leg that is behind, or ahead, gets as much as it can beside the others; a planned follower keeps the net limit.</summary>
    private StagePlan Settle(BasketQuestion question, LegDecider decider, NetPrice net)
    {
        LegState state = LegState.Of(question);
        var legs = new RouteDecision?[question.Legs.Length];
        JointSearch search = new(reference, decider, question, net);
        ImmutableArray<BasketBlock>.Builder blocking = ImmutableArray.CreateBuilder<BasketBlock>();
        for (int leg = 0; leg < legs.Length; leg++)
        {
            if (question.Legs[leg].Quantity.IsZero)
                continue;
            legs[leg] = decider.Decide(state, leg, question.Legs[leg].Quantity.Value, legs, LegRooms.None);
            if (!legs[leg]!.Remainder.IsZero)
                blocking.AddRange(search.BlocksOf(leg, legs[leg]!));
        }

        if (question.Purpose == BasketPurpose.Follow && net.Refuse(legs) is { } refusal)
            return Nothing(question, [refusal]);
        return new StagePlan(0, [], legs, blocking.ToImmutable());
    }

    private static LegDecision Describe(BasketQuestion question, LegDecider decider, int leg, RouteDecision decision)
    {
        decimal bound = decision.LowerBound;
        if (!decision.Planned.IsZero)
        {
            RouteDecision alone = decider.Decide(
                LegState.Of(question), leg, decision.Planned.Value, new RouteDecision?[question.Legs.Length], LegRooms.None);
            bound = alone.Planned == decision.Planned ? Math.Min(bound, alone.LowerBound) : bound;
        }

        return new LegDecision(decision.Children, decision.Planned, decision.ArrivalPrice, decision.Cost, bound, decision.Rejected);
    }

    private static void Validate(BasketQuestion question)
    {
        Require(question.Legs.Length is >= 2 and <= 8, "number of legs");
        Require(question.Legs.All(leg => leg.LotsPerBlock > 0 && leg.Ratio > 0m), "lots of a block");
        Require(question.MaximumLegging is null or > 0, "legging exposure");
        if (question.Purpose == BasketPurpose.Open)
            Require(question.Blocks > 0, "number of blocks");
        else
            Require(question.Legs.Any(leg => !leg.Quantity.IsZero), "quantity of some leg");
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
            throw new ArgumentException($"the {what} of a basket must be positive");
    }
}
