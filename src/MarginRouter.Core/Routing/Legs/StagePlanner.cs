using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;

namespace MarginRouter.Core.Routing.Legs;

/// <summary>
/// Plans the stages of a basket. Without a stated legging exposure everything goes at once. With one, slices of at most that size
/// follow each other, because filled legs offset each other and give their accounts room again; and where no slice can go at once, one
/// leg goes before the others, if they can follow when it has filled. Each stage is tried on the accounts and books that the earlier
/// ones leave when they fill at their limits.
/// </summary>
internal sealed class StagePlanner(
    ReferenceData reference, MarginModelTable models, LegDecider decider, BasketQuestion question, NetPrice net)
{
    private const int MostStages = 64;
    private readonly JointSearch search = new(reference, decider, question, net);
    private readonly int[] all = [.. Enumerable.Range(0, question.Legs.Length)];
    private readonly ImmutableArray<BasketStage>.Builder stages = ImmutableArray.CreateBuilder<BasketStage>();
    private readonly RouteDecision?[] none = new RouteDecision?[question.Legs.Length];

    /// <summary>Plans.</summary>
    public StagePlan Plan()
    {
        LegState state = LegState.Of(question);
        RouteDecision?[]? first = null;
        ImmutableArray<BasketBlock> blocking = [];
        long done = 0;
        while (done < question.Blocks && stages.Count < MostStages && !decider.IsExhausted)
        {
            long slice = Math.Min(question.MaximumLegging ?? question.Blocks, question.Blocks - done);
            LegSplit? together = search.Find(state, all, slice);
            blocking = search.Failures;
            if (together is not null)
            {
                first ??= together.Legs;
                stages.Add(new BasketStage([.. all], together.Blocks));
                done += together.Blocks;
                if (question.MaximumLegging is null || done == question.Blocks)
                    break;
                state = state.After(reference, models, together.Legs);
            }
            else if (question.MaximumLegging is not null && Lead(state, slice) is { } led)
            {
                first ??= led.First;
                done += led.Blocks;
                stages.AddRange(led.Stages);
                state = led.After;
            }
            else
            {
                break;
            }
        }

        return new StagePlan(done, stages.ToImmutable(), first ?? none, done == question.Blocks ? [] : blocking);
    }

    /// <summary>The leg that can go first and lets the others follow for the most blocks, then for the least money; null when there is none.</summary>
    private Leading? Lead(LegState state, long slice)
    {
        Leading? best = null;
        foreach (int leg in all)
        {
            RouteDecision alone = decider.Decide(state, leg, slice * question.Legs[leg].LotsPerBlock, none, LegRooms.None);
            long blocks = alone.Planned.Value / question.Legs[leg].LotsPerBlock;
            while (blocks > 0 && !decider.IsExhausted)
            {
                Leading? led = Follow(state, leg, blocks, out long fewer);
                if (led is not null && (best is null || led.Blocks > best.Blocks || (led.Blocks == best.Blocks && led.Objective < best.Objective)))
                    best = led;
                if (led is not null || fewer >= blocks)
                    break;
                blocks = fewer;
            }
        }

        return best;
    }

    /// <summary>So many blocks of one leg, then of all others; null, with a number that may do, when they cannot follow for that many.</summary>
    private Leading? Follow(LegState state, int leg, long blocks, out long fewer)
    {
        fewer = 0;
        RouteDecision?[] lead = [.. none];
        lead[leg] = decider.Decide(state, leg, blocks * question.Legs[leg].LotsPerBlock, none, LegRooms.None);
        if (!lead[leg]!.Remainder.IsZero)
        {
            fewer = blocks - 1;
            return null;
        }

        LegState filled = state.After(reference, models, lead);
        int[] others = [.. all.Where(other => other != leg)];
        if (search.Find(filled, others, blocks) is not { } rest)
            return null;
        fewer = rest.Blocks;
        RouteDecision?[] together = [.. rest.Legs];
        together[leg] = lead[leg];
        if (rest.Blocks < blocks || net.Refuse(together) is not null)
        {
            fewer = Math.Min(rest.Blocks, blocks - 1);
            return null;
        }

        return new Leading(
            blocks,
            lead,
            filled.After(reference, models, rest.Legs),
            [new BasketStage([leg], blocks), new BasketStage([.. others], blocks)],
            net.Objective(together));
    }

    private sealed record Leading(long Blocks, RouteDecision?[] First, LegState After, ImmutableArray<BasketStage> Stages, decimal Objective);
}
