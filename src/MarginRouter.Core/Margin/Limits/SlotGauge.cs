using System.Collections.Immutable;

namespace MarginRouter.Core.Margin.Limits;

/// <summary>The pieces of one limit in one instrument with what other children may add, kept so that a candidate costs a pass over the pieces.</summary>
internal sealed class SlotGauge
{
    private readonly LimitPiece[] pieces;
    private readonly FillTerms[] pending;
    private readonly decimal weight;
    private readonly bool any;
    private readonly bool releases;
    private readonly decimal held;
    private readonly LowestPrices lowest;
    private readonly decimal[] worst;
    private readonly decimal[] settled;
    private decimal[] added = [];
    private (bool Buy, decimal Price) addedFor;

    /// <summary>Prepares one instrument.</summary>
    /// <param name="pieces">Its pieces.</param>
    /// <param name="held">Signed lots held.</param>
    /// <param name="pending">What other children may fill there.</param>
    /// <param name="weight">Share of equity in the limit.</param>
    /// <param name="any">True when every subset of fills counts, false when all fill.</param>
    public SlotGauge(LimitPiece[] pieces, decimal held, FillTerms[] pending, decimal weight, bool any)
    {
        this.pieces = pieces;
        this.held = held;
        this.pending = pending;
        this.weight = weight;
        this.any = any;
        foreach (ref readonly FillTerms fill in pending.AsSpan())
            lowest = lowest.With(fill);
        worst = new decimal[pieces.Length];
        settled = pending.Length == 0 ? worst : new decimal[pieces.Length];
        for (int k = 0; k < pieces.Length; k++)
        {
            releases |= pieces[k].Release is not null;
            if (pending.Length == 0)
                worst[k] = pieces[k].Held(held, pieces[k].Release?.PerLot(lowest) ?? 0m);
            else
                Sum(pieces[k], lowest, out worst[k], out settled[k]);
        }

        Worst = Highest(worst);
        Settled = pending.Length == 0 ? Worst : Highest(settled);
    }

    /// <summary>Largest requirement without candidates.</summary>
    public decimal Worst { get; }

    /// <summary>Requirement when exactly the reducing orders of other children have filled: where a further reduction frees least.</summary>
    public decimal Settled { get; }

    /// <summary>Largest requirement with candidates; those of other instruments are passed over.</summary>
    public decimal With(ReadOnlySpan<SlotFill> candidates, int slot, bool fromSettled)
    {
        LowestPrices prices = Lowest(candidates, slot);
        decimal highest = decimal.MinValue;
        for (int k = 0; k < pieces.Length; k++)
        {
            decimal value = Start(k, prices, fromSettled, out decimal released);
            foreach (ref readonly SlotFill candidate in candidates)
            {
                if (candidate.Slot == slot)
                    value += candidate.Terms.Lots * Added(k, candidate.Terms, released);
            }

            value = pieces[k].Divided(value);
            if (value > highest)
                highest = value;
        }

        return pieces.Length == 0 ? 0m : highest;
    }

    /// <summary>
    /// Largest whole number of lots of the last candidate, at most its own, for which <see cref="With"/> is not above a ceiling:
    /// each piece is a line in that number, so each bounds it by one division. -1 when not even zero is allowed.
    /// </summary>
    public decimal Room(ReadOnlySpan<SlotFill> candidates, int slot, bool fromSettled, decimal ceiling)
    {
        LowestPrices prices = Lowest(candidates, slot);
        FillTerms last = candidates[^1].Terms;
        decimal room = last.Lots;
        for (int k = 0; k < pieces.Length; k++)
        {
            LimitPiece piece = pieces[k];
            decimal start = Start(k, prices, fromSettled, out decimal released);
            foreach (ref readonly SlotFill assigned in candidates[..^1])
            {
                if (assigned.Slot == slot)
                    start += assigned.Terms.Lots * Added(piece, assigned.Terms, released); // Not the last asked: it would drive that out.
            }

            decimal slope = Added(k, last, released);

            // Compared after the division, as the check does: what equals the ceiling there may miss it by a last digit before.
            if (piece.Divided(start + (room * slope)) <= ceiling)
                continue;
            if (slope <= 0m || piece.Divided(start) > ceiling)
                return -1m;
            room = Math.Max(0m, decimal.Floor((piece.Undivided(ceiling) - start) / slope));
        }

        return room;
    }

    /// <summary>
    /// The pieces as lines in the lots of one candidate, so that the largest line is <see cref="With"/> where nothing depends on entry
    /// prices; where something does, it is not above it, because the candidate's own price is not counted among those lots are opened at.
    /// </summary>
    public ImmutableArray<AccountRowLine> Lines(in FillTerms candidate)
    {
        var lines = ImmutableArray.CreateBuilder<AccountRowLine>(pieces.Length);
        for (int k = 0; k < pieces.Length; k++)
        {
            decimal start = Start(k, lowest, fromSettled: false, out decimal released);
            lines.Add(new AccountRowLine(pieces[k].Divided(start), pieces[k].Divided(Added(pieces[k], candidate, released))));
        }

        return lines.MoveToImmutable();
    }

    /// <summary>The worst piece with candidates: its requirement and the change of equity of the fills that make it.</summary>
    public (decimal Required, decimal EquityChange) Describe(ReadOnlySpan<SlotFill> candidates, int slot, decimal against)
    {
        if (pending.Length == 0 && !Concerns(candidates, slot))
            return (Worst, 0m);
        LowestPrices prices = Lowest(candidates, slot);
        decimal highest = decimal.MinValue;
        (decimal Value, decimal Change) worstState = default;
        foreach (LimitPiece piece in pieces)
        {
            decimal released = piece.Release?.PerLot(prices) ?? 0m;
            (decimal Value, decimal Change) state = (piece.Held(held, released), 0m);
            foreach (ref readonly FillTerms fill in pending.AsSpan())
                Take(piece, fill, released, against, ref state);
            foreach (ref readonly SlotFill candidate in candidates)
            {
                if (candidate.Slot == slot)
                    Take(piece, candidate.Terms, released, against, ref state);
            }

            state.Value = piece.Divided(state.Value);
            decimal net = state.Value - (against * state.Change);
            if (net > highest)
            {
                highest = net;
                worstState = state;
            }
        }

        return worstState;
    }

    /// <summary>True when one of the candidates is in the instrument.</summary>
    public static bool Concerns(ReadOnlySpan<SlotFill> candidates, int slot)
    {
        foreach (ref readonly SlotFill candidate in candidates)
        {
            if (candidate.Slot == slot)
                return true;
        }

        return false;
    }

    private static decimal Highest(decimal[] values, LimitPiece[] pieces)
    {
        decimal highest = decimal.MinValue;
        for (int k = 0; k < values.Length; k++)
            highest = Math.Max(highest, pieces[k].Divided(values[k]));
        return values.Length == 0 ? 0m : highest;
    }

    private decimal Highest(decimal[] values) => Highest(values, pieces);

    private LowestPrices Lowest(ReadOnlySpan<SlotFill> candidates, int slot)
    {
        LowestPrices prices = lowest;
        if (!releases)
            return prices;
        foreach (ref readonly SlotFill candidate in candidates)
        {
            if (candidate.Slot == slot)
                prices = prices.With(candidate.Terms);
        }

        return prices;
    }

    private decimal Start(int k, in LowestPrices prices, bool fromSettled, out decimal released)
    {
        released = 0m;
        if (pieces[k].Release is not { } release)
            return fromSettled ? settled[k] : worst[k];
        released = release.PerLot(prices);
        Sum(pieces[k], prices, out decimal highest, out decimal reduced);
        return fromSettled ? reduced : highest;
    }

    private void Sum(LimitPiece piece, in LowestPrices prices, out decimal highest, out decimal reduced)
    {
        decimal released = piece.Release?.PerLot(prices) ?? 0m;
        highest = piece.Held(held, released);
        reduced = highest;
        foreach (ref readonly FillTerms fill in pending.AsSpan())
        {
            highest += fill.Lots * Added(piece, fill, released);
            if (!any || (fill.Buy ? held < 0m : held > 0m))
                reduced += fill.Lots * FilledNet(piece, fill, released, weight);
        }
    }

    private static decimal FilledNet(LimitPiece piece, in FillTerms fill, decimal released, decimal against)
    {
        decimal filled = piece.Filled(fill, released);
        return against == 0m ? filled : filled - piece.Undivided(against * fill.Equity);
    }

    /// <summary>What one lot adds to a piece. Where closing fills release nothing it depends on side and price alone, and is kept for the last of them.</summary>
    private decimal Added(int k, in FillTerms fill, decimal released)
    {
        if (releases)
            return Added(pieces[k], fill, released);
        if (added.Length == 0 || addedFor.Buy != fill.Buy || addedFor.Price != fill.Price)
        {
            if (added.Length == 0)
                added = new decimal[pieces.Length];
            addedFor = (fill.Buy, fill.Price);
            for (int i = 0; i < pieces.Length; i++)
                added[i] = Added(pieces[i], fill, 0m);
        }

        return added[k];
    }

    private decimal Added(LimitPiece piece, in FillTerms fill, decimal released)
    {
        decimal filled = FilledNet(piece, fill, released, weight);
        return any ? Math.Max(0m, Math.Max(filled, piece.Open(fill))) : filled;
    }

    private void Take(LimitPiece piece, in FillTerms fill, decimal released, decimal against, ref (decimal Value, decimal Change) state)
    {
        decimal filled = FilledNet(piece, fill, released, against);
        decimal open = piece.Open(fill);
        if (!any || (filled > 0m && filled >= open))
        {
            state.Value += fill.Lots * piece.Filled(fill, released);
            state.Change += fill.Lots * fill.Equity;
        }
        else if (open > 0m)
        {
            state.Value += fill.Lots * open;
        }
    }
}
