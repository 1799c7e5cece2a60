using System.Collections.Immutable;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Baskets;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Routing.Legs;

namespace MarginRouter.Host.Journal;

/// <summary>
/// Recomputes every decision of a journal from its own slice and compares the bytes; beside it rebuilds the ledger and compares the
/// accounts that the decision saw.
/// </summary>
internal sealed class DecisionReplay(Firm firm, RouteOptimizer optimizer, RouterEngine engine)
{
    private readonly RecordWriter recorded = new();
    private readonly RecordWriter recomputed = new();

    /// <summary>Replays a journal directory.</summary>
    public (RecoveredState State, ImmutableArray<ReplayedDecision> Decisions) Run(string directory)
    {
        ImmutableArray<ReplayedDecision>.Builder results = ImmutableArray.CreateBuilder<ReplayedDecision>();
        RecoveredState state = JournalRecovery.Run(directory, engine, record =>
        {
            if (record.Decision is not null || record.Basket is not null)
                results.Add(Compare(record));
        });
        return (state, results.ToImmutable());
    }

    private ReplayedDecision Compare(JournalRecord record)
    {
        if (record.Basket is { } basket)
            return Compare(record.Position, basket);
        RouteDecision decision = record.Decision!;
        recorded.Clear();
        recomputed.Clear();
        DecisionCodec.Write(recorded, decision);
        DecisionCodec.Write(recomputed, optimizer.Decide(decision.Slice));
        bool same = recorded.Written.SequenceEqual(recomputed.Written);
        return new ReplayedDecision(
            record.Position,
            decision.Slice.Parent.Value,
            decision.Slice.Attempt,
            decision.Children.Length,
            same,
            SameAccounts(decision),
            recorded.Written.Length,
            same ? null : recorded.Written.CommonPrefixLength(recomputed.Written));
    }

    private ReplayedDecision Compare(long position, BasketDecision decision)
    {
        recorded.Clear();
        recomputed.Clear();
        BasketCodec.Write(recorded, decision);
        BasketCodec.Write(recomputed, new BasketOptimizer(firm.Reference, optimizer).Decide(decision.Slice));
        bool same = recorded.Written.SequenceEqual(recomputed.Written);
        LegQuestion first = decision.Slice.Legs[0];
        (int bytes, int? difference) = (recorded.Written.Length, same ? null : recorded.Written.CommonPrefixLength(recomputed.Written));
        return new ReplayedDecision(
            position, decision.Slice.Basket.Value, first.Attempt, decision.Legs.Sum(leg => leg.Children.Length), same, SameAccounts(decision), bytes, difference);
    }

    private bool SameAccounts(BasketDecision decision)
    {
        long number = decision.Slice.Basket.Value;
        BasketOrder? basket = number >= 1 && number <= engine.Parents.Count ? engine.Parents[(int)number - 1].Leg?.Basket : null;
        if (basket is null)
            throw new JournalFormatException($"a decision for basket {number}, which the journal does not hold");
        if (firm.FindDesk(basket.Request.Desk) is not { } desk)
            return false;
        recorded.Clear();
        recomputed.Clear();
        BasketCodec.Write(recorded, decision.Slice);
        BasketCodec.Write(recomputed, decision.Slice with { Accounts = engine.Accounts(basket, desk) });
        return recorded.Written.SequenceEqual(recomputed.Written);
    }

    private bool SameAccounts(RouteDecision decision)
    {
        long number = decision.Slice.Parent.Value;
        if (number < 1 || number > engine.Parents.Count)
            throw new JournalFormatException($"a decision for parent {number}, which the journal does not hold");
        ParentOrder parent = engine.Parents[(int)number - 1];
        Desk? desk = firm.FindDesk(parent.Request.Desk);
        if (desk is null)
            return false;
        ImmutableArray<RouteAccount> rebuilt = engine.Accounts(parent, desk);
        recorded.Clear();
        recomputed.Clear();
        RouteRequestCodec.Write(recorded, decision.Slice);
        RouteRequestCodec.Write(recomputed, decision.Slice with { Accounts = rebuilt });
        return recorded.Written.SequenceEqual(recomputed.Written);
    }
}
