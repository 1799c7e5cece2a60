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
    private decimal? distance;
    private bool measured;

    public StateEasing(IStateRules rules, AccountQuestion question, StateWalk walk)
    {
        this.rules = rules;
        this.question = question;
        this.walk = walk;
    }

    /// <summary>The refusal of candidates that take a limit further.</summary>
    public static Refusal Worsens(LimitReading limit, decimal before, decimal after) =>
        new(RefusalReason.WouldWorsenBreach, $"{limit.Reason} of {limit.Subject}", after, before, limit.Threshold);

    /// <summary>Judges candidates against the account without them.</summary>
    public Verdict Judge(StateFill[] candidates, WorstReadings before)
    {
        Refusal? refusal = null;
        decimal over = decimal.MinValue;
        Refusal? missing = walk.Compare(candidates, (without, with) =>
        {
            for (int i = 0; i < with.Limits.Count; i++)
            {
                if (with.Limits[i].Reason != RefusalReason.BorrowLimit)
                    Compare(with.Limits[i], without.Limits[i].Excess, with.Limits[i].Excess);
            }

            // Under stress only the limit itself must not worsen: liquidation is judged at today's prices.
            for (int i = 0; i < with.Parts.Count && question.Floor is null; i++)
            {
                foreach (decimal weight in before.Utilisations[i] is { } ratio ? (decimal[])[ratio, 1m] : [1m])
                    Compare(with.Limits[i] with { Threshold = weight }, without.Parts[i].Against(weight), with.Parts[i].Against(weight));
            }
        });
        if (missing is not null)
            return new Verdict(missing, null);
        foreach (StateFill candidate in question.Floor is null ? candidates : [])
            missing ??= Moved(walk.Margin[candidate.Slot].Base, candidates, Compare);
        if (missing is not null)
            return new Verdict(missing, null);
        return new Verdict(refusal, over);

        void Compare(LimitReading limit, decimal without, decimal with)
        {
            over = Math.Max(over, with - without);
            if (with > without)
                refusal ??= Worsens(limit, without, with);
        }
    }

    /// <summary>Compares after a move; the refusal when the candidates lead to a state whose figures the rules lack there.</summary>
    private Refusal? Moved(Asset underlying, StateFill[] candidates, Action<LimitReading, decimal, decimal> compare)
    {
        foreach ((StateWalk moved, decimal[] before) in Moves(underlying))
        {
            StateFill[] placed = [.. candidates.Select(candidate => candidate with
            {
                Slot = moved.Margin.Slot(walk.Margin[candidate.Slot].Id, out _),
            })];
            Refusal? missing = moved.Visit(placed, reading =>
            {
                for (int i = 0; i < reading.Parts.Count; i++)
                    compare(reading.Limits[i] with { Threshold = 1m }, i < before.Length ? before[i] : 0m, reading.Parts[i].Against(1m));
            });
            if (missing is not null)
                return missing;
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
            List<decimal> before = [];
            Refusal? missing = there.Unknown ?? there.Visit([], reading =>
            {
                for (int i = 0; i < reading.Parts.Count; i++)
                {
                    decimal excess = Math.Max(0m, reading.Parts[i].Against(1m));
                    if (i == before.Count)
                        before.Add(excess);
                    else
                        before[i] = Math.Max(before[i], excess);
                }
            });
            if (missing is null)
                found.Add((there, [.. before]));
        }

        moves.Add(underlying.Code, [.. found]);
        return moves[underlying.Code];
    }
}
