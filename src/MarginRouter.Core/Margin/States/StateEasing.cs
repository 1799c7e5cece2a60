using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>
/// What an account over a limit may still do besides shrinking positions (design decision 3). Every state is compared with the same state
/// of the other children without the candidates: no limit may be exceeded that held, nor one that did not be exceeded by more; the
/// utilisation of no part may rise; and no move of one underlying may liquidate that is not longer than the least that did before.
/// </summary>
internal sealed class StateEasing
{
    /// <summary>States of the other children whose liquidation distance is sought for one question at most; more are refused by name.</summary>
    private const int MostDistances = 64;

    // Looked at besides the distance itself: shares of it, and factors of the whole line where nothing liquidates.
    private static readonly decimal[] Shares = [0.25m, 0.5m, 0.75m, 1m];
    private static readonly decimal[] Line = [StateLiquidation.NearZero, 0.1m, 0.4m, 0.7m, 0.9m, 1.1m, 1.5m, 3m, 10m, 100m, StateLiquidation.FarUp];

    private readonly AccountQuestion question;
    private readonly StateWalk walk;
    private readonly StateDistance distances;
    private readonly StateReading<decimal> without = new();
    private readonly StateReading<decimal> with = new();
    private readonly List<decimal[]> states = [];
    private Refusal? refusal;
    private decimal over;

    public StateEasing(IStateRules rules, AccountQuestion question, StateWalk walk)
    {
        this.question = question;
        this.walk = walk;
        distances = new StateDistance(rules, question);
    }

    /// <summary>The refusal of candidates that take a limit further.</summary>
    public static Refusal Worsens(LimitReading<decimal> limit, decimal before, decimal after) =>
        new(RefusalReason.WouldWorsenBreach, $"{limit.Reason} of {limit.Subject}", after, before, limit.Threshold);

    /// <summary>Judges the candidates of the walk against the account without them.</summary>
    public Verdict Judge()
    {
        refusal = null;
        over = decimal.MinValue;
        if (walk.Begin() is { } unproven)
            return new Verdict(unproven, null);
        for (int state = 0; state < walk.Count; state++)
        {
            walk.ReadWithout(state, without);
            walk.Read(state, with);
            if (without.Lacks || with.Lacks)
                return new Verdict(without.Missing ?? with.Missing, null);
            CompareStates();
        }

        // Under stress only the limit itself must not worsen: liquidation is judged at today's prices.
        return refusal is null && question.Floor is null && CompareMoves() is { } missing
            ? new Verdict(missing, null)
            : new Verdict(refusal, over);
    }

    private void CompareStates()
    {
        for (int i = 0; i < with.Limits.Count; i++)
        {
            if (with.Limits[i].Reason != RefusalReason.BorrowLimit)
                Compare(with.Limits[i], Math.Max(0m, without.Limits[i].Excess), with.Limits[i].Excess);
        }

        for (int i = 0; i < with.Parts.Count && question.Floor is null; i++)
        {
            if (without.Parts[i].Utilisation is not { } ratio)
                Compare(with.Limits[i] with { Threshold = 1m }, without.Parts[i].Against(1m), with.Parts[i].Against(1m));
            else if (with.Parts[i].Utilisation is not { } becomes || becomes > ratio)
                Refuse(with.Limits[i] with { Threshold = ratio }, 0m, with.Parts[i].Against(ratio));
        }
    }

    private void Compare(LimitReading<decimal> limit, decimal was, decimal becomes)
    {
        over = Math.Max(over, becomes - was);
        if (becomes > was)
            Refuse(limit, was, becomes);
    }

    private void Refuse(LimitReading<decimal> limit, decimal was, decimal becomes)
    {
        over = Math.Max(over, becomes - was);
        refusal ??= Worsens(limit, was, becomes);
    }

    /// <summary>
    /// Compares each state of the other children after the moves that it survives today; the refusal when the candidates lead to a state
    /// whose figures the rules lack there.
    /// </summary>
    private Refusal? CompareMoves()
    {
        List<Asset> underlyings = Underlyings();
        states.Clear();
        TakeStates(walk);

        // The list grows by the states in which a moved account bends.
        for (int next = 0; next < states.Count; next++)
        {
            if (states.Count > MostDistances)
                return new Refusal(RefusalReason.FillStatesUnproven, "liquidation distance", states.Count, MostDistances);
            decimal[] filled = states[next];
            decimal? distance = distances.Nearest(filled, underlyings);
            foreach (decimal factor in distance is { } far ? Factors(far) : Line)
            {
                foreach (Asset underlying in underlyings)
                {
                    if (CompareAt(distances.Moved(underlying, factor), filled) is { } missing)
                        return missing;
                    if (refusal is not null)
                        return null;
                }
            }
        }

        return null;
    }

    /// <summary>Takes in the states of the other children that a walk reads.</summary>
    private void TakeStates(StateWalk from)
    {
        for (int state = 0; state < from.States; state++)
        {
            ReadOnlySpan<decimal> filled = from.PendingFilled(state);
            bool seen = false;
            foreach (decimal[] other in states)
                seen |= filled.SequenceEqual(other);
            if (!seen)
                states.Add(filled.ToArray());
        }
    }

    private static IEnumerable<decimal> Factors(decimal distance)
    {
        foreach (decimal share in Shares)
        {
            yield return Math.Max(1m - (share * distance), StateLiquidation.NearZero);
            yield return 1m + (share * distance);
        }
    }

    /// <summary>The states of a moved account in which these lots of the other children have filled: those that bend there and those that bend today.</summary>
    private Refusal? CompareAt(StateWalk there, decimal[] filled)
    {
        if (there.Unknown is not null)
            return null;
        there.Place(walk);
        there.ReadWithout(filled, without);
        if (without.Lacks)
            return null;
        if (there.Begin() is { } unproven)
            return unproven;
        TakeStates(there);
        foreach (StateWalk box in (ReadOnlySpan<StateWalk>)[there, walk])
        {
            for (int state = 0; state < box.Count; state++)
            {
                if (!box.PendingFilled(state % box.States).SequenceEqual(filled))
                    continue;
                there.Read(box, state, with);
                if (with.Lacks)
                    return with.Missing;
                for (int i = 0; i < with.Parts.Count; i++)
                {
                    decimal was = i < without.Parts.Count ? Math.Max(0m, without.Parts[i].Against(1m)) : 0m;
                    Compare(with.Limits[i] with { Threshold = 1m }, was, with.Parts[i].Against(1m));
                }
            }
        }

        return null;
    }

    /// <summary>What is held or owed, and what the children of the account trade.</summary>
    private List<Asset> Underlyings()
    {
        List<Asset> found = [.. StateLiquidation.Underlyings(question)];
        foreach (ref readonly StateFill child in walk.Children)
        {
            Asset underlying = walk.Margin[child.Slot].Base;
            if (child.Lots != 0m && underlying != question.Account.Subaccount.Reporting && !found.Contains(underlying))
                found.Add(underlying);
        }

        return found;
    }
}
