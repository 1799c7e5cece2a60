using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Routing.Legs;

/// <summary>
/// Finds the most blocks that all legs can be sent for at once, and then the least joint cost. Legs are decided one after the other,
/// each beside what the earlier ones got; the number of blocks is narrowed until all of them are filled to the lot. Because that
/// prefers the earlier legs, several orders are tried, then accounts are left to other legs one at a time, then each leg is decided
/// once more beside all others.
/// </summary>
internal sealed class JointSearch(ReferenceData reference, LegDecider decider, BasketQuestion question, NetPrice net)
{
    private readonly List<BasketBlock> failures = [];
    private long failedAt;
    private bool failedTooFew;
    private long step = 1;

    /// <summary>What stopped the fewest blocks that could not be had in the last search; that they were too few only where nothing else did.</summary>
    public ImmutableArray<BasketBlock> Failures => [.. failures];

    /// <summary>The best split of at most so many blocks of some legs; null when not one block can be had.</summary>
    public LegSplit? Find(LegState state, int[] legs, long wanted)
    {
        failures.Clear();
        failedAt = long.MaxValue;
        failedTooFew = false;
        step = Step(state, legs);
        long top = Alone(state, legs, wanted, out decimal cheapest);
        if (top == 0)
            return null;
        LegSplit? best = null;
        foreach (int[] order in Sequences(legs))
        {
            LegSplit? found = Most(state, order, top, (LegRooms.None, best?.Blocks ?? 0));
            if (found is not null && found.IsBetterThan(best))
                best = found;

            // As much as each leg gets alone, and for no more: nothing can be better.
            if (best?.Blocks == top && best.Objective <= cheapest)
                return best;
            if (decider.IsExhausted)
                break;
        }

        best = Rearranged(state, legs, top, best);
        return best is null ? null : Cheaper(state, legs, best);
    }

    /// <summary>The most blocks that every leg gets when it has all accounts to itself, and what they cost together then.</summary>
    private long Alone(LegState state, int[] legs, long wanted, out decimal cheapest)
    {
        long top = wanted;
        foreach (int leg in legs)
        {
            RouteDecision alone = decider.Decide(state, leg, Lots(leg, wanted), new RouteDecision?[question.Legs.Length], LegRooms.None);
            long blocks = alone.Planned.Value / question.Legs[leg].LotsPerBlock;
            if (blocks < wanted)
                Fail(blocks + 1, leg, alone);
            top = Math.Min(top, blocks - (blocks % step));
        }

        var all = new RouteDecision?[question.Legs.Length];
        foreach (int leg in top == 0 ? [] : legs)
            all[leg] = decider.Decide(state, leg, Lots(leg, top), new RouteDecision?[all.Length], LegRooms.None);
        cheapest = net.Objective(all);
        return top;
    }

    /// <summary>The most blocks in one order of legs, if it is at least as many as known already.</summary>
    private LegSplit? Most(LegState state, int[] order, long top, (LegRooms Kept, long Known) given)
    {
        LegSplit? best = null;
        long low = Math.Max(0, given.Known - step);
        long high = top + step;
        long blocks = top;
        while (low < blocks && blocks < high && !decider.IsExhausted)
        {
            LegSplit? found = Try(state, order, blocks, given.Kept, out (long Guess, bool TooFew) next);
            if (found is not null || next.TooFew)
            {
                best = found ?? best;
                low = blocks;
                blocks = Middle(low, high);
                continue;
            }

            high = blocks;
            blocks = next.Guess > low && next.Guess < high ? next.Guess : Middle(low, high);
        }

        return best;
    }

    /// <summary>Decides the legs in order; null, with a number of blocks that may do, or that they are too few for a leg, when one of them cannot be filled to the lot.</summary>
    private LegSplit? Try(LegState state, int[] order, long blocks, LegRooms kept, out (long Guess, bool TooFew) next)
    {
        var legs = new RouteDecision?[question.Legs.Length];
        next = default;
        foreach (int leg in order)
        {
            legs[leg] = decider.Decide(state, leg, Lots(leg, blocks), legs, kept);
            if (legs[leg]!.Remainder.IsZero)
                continue;
            long guess = legs[leg]!.Planned.Value / question.Legs[leg].LotsPerBlock;
            next = (guess - (guess % step), IsTooFew(BlocksOf(leg, legs[leg]!)));
            if (kept == LegRooms.None)
                Fail(blocks, leg, legs[leg]!);
            return null;
        }

        if (net.Refuse(legs) is not { } refusal)
            return new LegSplit(blocks, legs, net.Objective(legs));
        if (kept == LegRooms.None && (blocks < failedAt || failedTooFew))
            Fail(blocks, [refusal]);
        return null;
    }

    /// <summary>Leaves one account after the other to the other legs, as long as that helps.</summary>
    private LegSplit? Rearranged(LegState state, int[] legs, long top, LegSplit? start)
    {
        LegSplit? best = start;
        LegRooms kept = LegRooms.None;
        bool improved = true;
        while (improved && !decider.IsExhausted)
        {
            improved = false;
            foreach ((int leg, SubaccountId account) in Shared(state, legs, kept))
            {
                LegRooms tried = kept.Keeping(leg, account);
                foreach (int[] order in Sequences(legs))
                {
                    if (decider.IsExhausted || Most(state, order, top, (tried, best?.Blocks ?? 0)) is not { } found || !found.IsBetterThan(best))
                        continue;
                    best = found;
                    kept = tried;
                    improved = true;
                }
            }
        }

        return best;
    }

    /// <summary>Decides each leg once more beside all others, as long as that is cheaper.</summary>
    private LegSplit Cheaper(LegState state, int[] legs, LegSplit start)
    {
        LegSplit best = start;
        bool improved = true;
        while (improved && !decider.IsExhausted)
        {
            improved = false;
            foreach (int leg in legs)
            {
                RouteDecision again = decider.Decide(state, leg, Lots(leg, best.Blocks), best.Legs, LegRooms.None);
                RouteDecision?[] all = [.. best.Legs];
                all[leg] = again;
                decimal objective = net.Objective(all);
                if (!again.Remainder.IsZero || objective >= best.Objective || net.Refuse(all) is not null)
                    continue;
                best = best with { Legs = all, Objective = objective };
                improved = true;
            }
        }

        return best;
    }

    /// <summary>Pairs of a leg and an account that could serve another leg as well.</summary>
    private List<(int Leg, SubaccountId Account)> Shared(LegState state, int[] legs, LegRooms kept)
    {
        List<(int, SubaccountId)> pairs = [];
        foreach (RouteAccount account in state.Accounts)
        {
            int[] served = [.. legs.Where(leg => Serves(account, leg) && !kept.IsKept(leg, account.Subaccount.Id))];
            if (served.Length < 2)
                continue;
            foreach (int leg in served)
                pairs.Add((leg, account.Subaccount.Id));
        }

        return pairs;
    }

    private bool Serves(RouteAccount account, int leg)
    {
        foreach (RouteBook book in question.Legs[leg].Books)
        {
            if (book.Unavailable is null && account.Subaccount.Instruments.Contains(book.Instrument))
                return true;
        }

        return false;
    }

    /// <summary>All orders of up to three legs; of more, each leg first, forwards and backwards.</summary>
    private static List<int[]> Sequences(int[] legs)
    {
        List<int[]> orders = [];
        if (legs.Length <= 3)
        {
            Permute(orders, [], legs);
            return orders;
        }

        for (int first = 0; first < legs.Length; first++)
        {
            int[] rest = [.. legs.Where((_, i) => i != first)];
            orders.Add([legs[first], .. rest]);
            orders.Add([legs[first], .. rest.Reverse()]);
        }

        return orders;
    }

    private static void Permute(List<int[]> orders, int[] taken, int[] left)
    {
        if (left.Length == 0)
            orders.Add(taken);
        foreach (int leg in left)
            Permute(orders, [.. taken, leg], [.. left.Where(other => other != leg)]);
    }

    /// <summary>A number of blocks between two, that fits on lots; the lower one when there is none.</summary>
    private long Middle(long low, long high) => low + ((high - low) / step / 2 * step);

    /// <summary>Only multiples of so many blocks can be whole lots of what may serve the legs.</summary>
    private long Step(LegState state, int[] legs)
    {
        long all = 1;
        foreach (int leg in legs)
        {
            long lot = 0;
            Product product = reference[question.Legs[leg].Product];
            foreach (RouteBook book in state.Books[leg])
            {
                if (book.Unavailable is null && state.Accounts.Any(account => account.Subaccount.Instruments.Contains(book.Instrument)))
                    lot = Divisor(lot, product.LotsPer(reference[book.Instrument]));
            }

            long own = lot == 0 ? 1 : lot / Divisor(lot, question.Legs[leg].LotsPerBlock);
            all = checked(all / Divisor(all, own) * own);
        }

        return all;
    }

    private static long Divisor(long left, long right)
    {
        while (right != 0)
            (left, right) = (right, left % right);
        return left;
    }

    private long Lots(int leg, long blocks) => checked(blocks * question.Legs[leg].LotsPerBlock);

    private void Fail(long blocks, int leg, RouteDecision decision) => Fail(blocks, BlocksOf(leg, decision));

    private void Fail(long blocks, ImmutableArray<BasketBlock> why)
    {
        bool tooFew = IsTooFew(why);
        bool replaces = failures.Count == 0 || (failedTooFew && !tooFew);
        if (!replaces && (blocks > failedAt || (tooFew && !failedTooFew)))
            return;
        if (replaces || blocks < failedAt)
            failures.Clear();
        failedAt = blocks;
        failedTooFew = tooFew;
        failures.AddRange(why.Where(block => !failures.Contains(block)));
    }

    /// <summary>True when a leg gets nothing only because it is so small: more blocks may be had, fewer not.</summary>
    private static bool IsTooFew(ImmutableArray<BasketBlock> why) =>
        why.All(block => block.Limit.Reason is RefusalReason.MinimumQuantity or RefusalReason.MinimumNotional);

    /// <summary>What holds a leg back: the limits that bind, else why no candidate could be used; kinds that the leg does not take last.</summary>
    public ImmutableArray<BasketBlock> BlocksOf(int leg, RouteDecision decision)
    {
        BasketBlock[] all = decision.Blocking.IsEmpty
            ? [.. decision.Rejected.Select(one => new BasketBlock(leg, one.Subaccount, one.Refusal))]
            : [.. decision.Blocking.Select(breach => new BasketBlock(leg, breach.Subaccount, breach.Limit))];
        BasketBlock[] telling = [.. all.Where(block => block.Limit.Reason != RefusalReason.InstrumentKindExcluded)];
        if (telling.Length > 0 || all.Length > 0)
            return telling.Length > 0 ? [.. telling] : [.. all];
        string symbol = reference[question.Legs[leg].Product].Symbol;
        return [new BasketBlock(leg, null, new Refusal(RefusalReason.PermissionDenied, $"no account of the desk trades {symbol}"))];
    }
}
