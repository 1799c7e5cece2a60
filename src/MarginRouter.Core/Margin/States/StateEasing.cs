using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>
/// What an account over a limit may still do besides shrinking positions (design decision 3): in no state may a candidate raise a
/// limit's excess, the utilisation of a part or its shortfall to liquidation, compared with the same state without it; nor may a move
/// of its underlying that did not liquidate the account before do so after.
/// </summary>
internal sealed class StateEasing
{
    private readonly IStateRules rules;
    private readonly AccountQuestion question;
    private readonly StateWalk walk;
    private readonly SortedDictionary<string, (StateWalk Walk, decimal[] Before)[]> moves = new(StringComparer.Ordinal);
    private readonly StateReading<decimal> without = new();
    private readonly StateReading<decimal> with = new();
    private Refusal? refusal;
    private decimal over;
    private decimal? distance;
    private bool measured;

    public StateEasing(IStateRules rules, AccountQuestion question, StateWalk walk)
    {
        this.rules = rules;
        this.question = question;
        this.walk = walk;
    }

    /// <summary>The refusal of candidates that take a limit further.</summary>
    public static Refusal Worsens(LimitReading<decimal> limit, decimal before, decimal after) =>
        new(RefusalReason.WouldWorsenBreach, $"{limit.Reason} of {limit.Subject}", after, before, limit.Threshold);

    /// <summary>Judges the candidates of the walk against the account without them.</summary>
    public Verdict Judge(WorstReadings<decimal> before)
    {
        refusal = null;
        over = decimal.MinValue;
        if (walk.Begin() is { } unproven)
            return new Verdict(unproven, null);
        for (int state = 0; state < walk.States; state++)
        {
            walk.ReadWithout(state, without);
            walk.Read(state, with);
            if (without.Lacks || with.Lacks)
                return new Verdict(without.Missing ?? with.Missing, null);
            CompareStates(before);
        }

        // Under stress only the limit itself must not worsen: liquidation is judged at today's prices.
        for (int i = 0; i < walk.Candidates.Length && question.Floor is null; i++)
        {
            if (Moved(walk.Margin[walk.Candidates[i].Slot].Base) is { } missing)
                return new Verdict(missing, null);
        }

        return new Verdict(refusal, over);
    }

    private void CompareStates(WorstReadings<decimal> before)
    {
        for (int i = 0; i < with.Limits.Count; i++)
        {
            if (with.Limits[i].Reason != RefusalReason.BorrowLimit)
                Compare(with.Limits[i], without.Limits[i].Excess, with.Limits[i].Excess);
        }

        for (int i = 0; i < with.Parts.Count && question.Floor is null; i++)
        {
            if (before.Utilisations[i] is { } ratio)
                Compare(with.Limits[i] with { Threshold = ratio }, without.Parts[i].Against(ratio), with.Parts[i].Against(ratio));
            Compare(with.Limits[i] with { Threshold = 1m }, without.Parts[i].Against(1m), with.Parts[i].Against(1m));
        }
    }

    private void Compare(LimitReading<decimal> limit, decimal was, decimal becomes)
    {
        over = Math.Max(over, becomes - was);
        if (becomes > was)
            refusal ??= Worsens(limit, was, becomes);
    }

    /// <summary>Compares after a move; the refusal when the candidates lead to a state whose figures the rules lack there.</summary>
    private Refusal? Moved(Asset underlying)
    {
        foreach ((StateWalk moved, decimal[] before) in Moves(underlying))
        {
            moved.Place(walk);
            if (moved.Begin() is { } unproven)
                return unproven;
            for (int state = 0; state < moved.Count; state++)
            {
                moved.Read(state, with);
                if (with.Lacks)
                    return with.Missing;
                for (int i = 0; i < with.Parts.Count; i++)
                    Compare(with.Limits[i] with { Threshold = 1m }, i < before.Length ? before[i] : 0m, with.Parts[i].Against(1m));
            }
        }

        return null;
    }

    /// <summary>The account where its underlying has moved as far as liquidation today, both ways; a way whose figures are missing claims nothing.</summary>
    private (StateWalk Walk, decimal[] Before)[] Moves(Asset underlying)
    {
        if (!measured)
        {
            measured = true;
            distance = StateLiquidation.Distance(rules, question);
        }

        if (moves.TryGetValue(underlying.Code, out (StateWalk Walk, decimal[] Before)[]? known))
            return known;
        List<(StateWalk Walk, decimal[] Before)> found = [];
        decimal down = distance is { } far ? Math.Max(1m - far, StateLiquidation.NearZero) : StateLiquidation.NearZero;
        foreach (decimal factor in (ReadOnlySpan<decimal>)[down, distance is { } up ? 1m + up : StateLiquidation.FarUp])
        {
            AccountQuestion moved = question with
            {
                Prices = question.Prices.Moved(question.Reference, underlying, factor),
                BeyondTables = true,
            };
            StateWalk there = new(rules.Open(moved), moved);
            for (int slot = 0; slot < walk.Margin.SlotCount && there.Unknown is null; slot++)
                there.Margin.Slot(walk.Margin[slot].Id, out _);
            if (there.Unknown is null && Shortfalls(there) is { } before)
                found.Add((there, before));
        }

        moves.Add(underlying.Code, [.. found]);
        return moves[underlying.Code];
    }

    /// <summary>How far each part may be beyond liquidation after a move without candidates; null where a figure is missing.</summary>
    private decimal[]? Shortfalls(StateWalk there)
    {
        if ((there.Place([]) ?? there.Begin()) is not null)
            return null;
        decimal[] worst = [];
        for (int state = 0; state < there.Count; state++)
        {
            there.Read(state, without);
            if (without.Lacks)
                return null;
            if (worst.Length == 0)
                worst = new decimal[without.Parts.Count];
            for (int i = 0; i < worst.Length; i++)
                worst[i] = Math.Max(worst[i], without.Parts[i].Against(1m));
        }

        return worst;
    }
}
