using System.Numerics;
using System.Runtime.CompilerServices;
using MarginRouter.Core.Margin.Kernel;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>Requirement of one risk unit from its profits by scenario and its totals, as they are or after one candidate fill.</summary>
internal static class RiskMath
{
    /// <summary>
    /// Figures of the book after one more fill, from its last evaluation: profits by scenario plus quantity times the leg's column, the
    /// least of them, and the charges that the leg touches. The cost does not grow with the book.
    /// </summary>
    /// <param name="book">The book; it stays as it is.</param>
    /// <param name="fill">The fill, as <see cref="PreparedScenarios{T}.Apply"/> takes it.</param>
    /// <param name="result">The figures.</param>
    public static void Evaluate<T>(PreparedScenarios<T> book, in CandidateFill<T> fill, out BookResult<T> result)
        where T : struct, INumber<T>
    {
        ref readonly RiskLeg<T> leg = ref book.Legs[fill.Position];
        if (leg.Unit.IsSound && leg.Unit.Balance == T.Zero)
            EvaluatePlain(book, leg, fill, out result);
        else
            EvaluateGuarded(book, leg, fill, out result);
    }

    /// <summary>Figures after a fill of a unit in which nothing can be missing and no balance hedges: one straight way, without calls over which values have to be kept.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void EvaluatePlain<T>(PreparedScenarios<T> book, in RiskLeg<T> leg, in CandidateFill<T> fill, out BookResult<T> result)
        where T : struct, INumber<T> => Evaluate(book, leg, fill, true, out result);

    /// <summary>Figures after a fill of any other unit.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void EvaluateGuarded<T>(PreparedScenarios<T> book, in RiskLeg<T> leg, in CandidateFill<T> fill, out BookResult<T> result)
        where T : struct, INumber<T> => Evaluate(book, leg, fill, false, out result);

    /// <summary>Figures after a fill.</summary>
    /// <param name="book">The book.</param>
    /// <param name="leg">The leg that it fills.</param>
    /// <param name="fill">The fill.</param>
    /// <param name="plain">True when nothing can be missing in the unit and no balance hedges; a constant where this is inlined.</param>
    /// <param name="result">The figures.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Evaluate<T>(PreparedScenarios<T> book, in RiskLeg<T> leg, in CandidateFill<T> fill, bool plain, out BookResult<T> result)
        where T : struct, INumber<T>
    {
        RiskUnit<T> unit = leg.Unit;
        ref readonly RiskPiece<T> old = ref unit.Piece;
        T quantity = leg.Quantity(fill.Signed);
        T before = leg.Held;
        RiskTotals<T> totals = old.Totals;
        Change(book, leg, fill.Position, (before, quantity), ref totals);

        // What may call another method stands before the lanes, while little has to be kept over the call.
        T? minimum = Minimum(book.Figures, unit, totals.Gross);
        (T, T) least = plain || unit.Balance == T.Zero
            ? LaneMath.Least(unit.Profits, leg.Column, quantity, unit.Parts)
            : LaneMath.Least(unit.Profits, leg.Column, quantity, unit.HedgeColumn, Hedge(unit, totals.Delta), unit.Parts);
        T? mismatch = plain ? T.Zero : Mismatch(book, unit, leg.Quote, quantity * leg.Delta);
        RiskPiece<T> piece = Require(unit, totals, least, (mismatch, minimum));
        ScenarioSums<T> sums = book.Sums;
        sums.Equity += leg.Gain(fill.Signed, fill.Price) - fill.Fee;
        sums.Scanned += piece.Requirement - old.Requirement;
        if (!plain)
        {
            if (totals.Lacking > 0)
                piece.Note = Lacking(book.Notes[fill.Position], before + quantity, old.Note);
            else
                piece.Note = MissNote.Of(Missing(book.Figures, unit, (totals.Delta, totals.OptionExpiries, -least.Item2), (mismatch, minimum)), unit.Number);
            if (piece.Note.Missing != old.Note.Missing)
                sums.Missing += piece.Note.Missing ? 1 : -1;
        }

        sums.Finish(book.Figures, out result);
        if (sums.Missing > 0)
            result.Note = piece.Note.Missing ? piece.Note : book.FirstNote;
    }

    /// <summary>
    /// Does a fill and moves profits by scenario and totals of the last evaluation with it; requirements are those of the next
    /// <see cref="Reread"/> or evaluation. The cost does not grow with the book.
    /// </summary>
    public static void Advance<T>(PreparedScenarios<T> book, in CandidateFill<T> fill)
        where T : struct, INumber<T>
    {
        ref readonly RiskLeg<T> leg = ref book.Legs[fill.Position];
        RiskUnit<T> unit = leg.Unit;
        T quantity = leg.Quantity(fill.Signed);
        T before = leg.Held;
        Change(book, leg, fill.Position, (before, quantity), ref unit.Piece.Totals);
        T delta = quantity * leg.Delta;
        if (leg.Expiry >= 0)
            book.Expiries[leg.Expiry].Delta += delta;
        if (leg.Kind == ScenarioLegKind.Option && leg.Expiry >= 0)
            book.Expiries[leg.Expiry].Options += (before + quantity != T.Zero ? 1 : 0) - (before != T.Zero ? 1 : 0);
        if (leg.Quote >= 0)
            book.Quotes[leg.Quote].Delta += delta;
        LaneMath.Add(unit.Profits, leg.Column, quantity);
        book.Apply(fill);
    }

    /// <summary>The requirement of a unit from its profits by scenario and totals as they stand; what legs lack is not named.</summary>
    public static RiskPiece<T> Reread<T>(PreparedScenarios<T> book, RiskUnit<T> unit)
        where T : struct, INumber<T> => Require(book, unit, unit.Piece.Totals);

    /// <summary>The requirement of a unit with such totals, from its profits by scenario.</summary>
    public static RiskPiece<T> Require<T>(PreparedScenarios<T> book, RiskUnit<T> unit, in RiskTotals<T> totals)
        where T : struct, INumber<T>
    {
        (T, T) least = Least(unit, Hedge(unit, totals.Delta));
        (T?, T?) charges = (Mismatch(book, unit, -1, T.Zero), Minimum(book.Figures, unit, totals.Gross));
        RiskPiece<T> piece = Require(unit, totals, least, charges);
        piece.Note = MissNote.Of(Missing(book.Figures, unit, (totals.Delta, totals.OptionExpiries, -least.Item2), charges), unit.Number);
        return piece;
    }

    /// <summary>The part of a balance that hedges a delta: up to it, never more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Hedge<T>(RiskUnit<T> unit, T delta)
        where T : struct, INumber<T>
    {
        if (unit.Balance == T.Zero)
            return T.Zero;
        T needed = -delta / unit.Index;
        return needed > T.Zero ? T.Clamp(unit.Balance, T.Zero, needed) : T.Clamp(unit.Balance, needed, T.Zero);
    }

    /// <summary>The smallest profit that counts with so much of the hedging balance, and the smallest extreme one where that is kept apart; not above zero.</summary>
    public static (T Counted, T Extreme) Least<T>(RiskUnit<T> unit, T used)
        where T : struct, INumber<T> => used == T.Zero
            ? LaneMath.Least(unit.Profits, unit.Parts)
            : LaneMath.Least(unit.Profits, unit.HedgeColumn, used, unit.Parts);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Change<T>(PreparedScenarios<T> book, in RiskLeg<T> leg, int position, (T Before, T Added) quantity, ref RiskTotals<T> totals)
        where T : struct, INumber<T>
    {
        T before = quantity.Before;
        T after = before + quantity.Added;
        T delta = quantity.Added * leg.Delta;
        totals.Delta += delta;
        if (leg.IsContract)
            totals.Gross += T.Abs(after * leg.Delta) - T.Abs(before * leg.Delta);
        if (!leg.IsSound)
            totals.Lacking += (book.Notes[position].Lacks(after) ? 1 : 0) - (book.Notes[position].Lacks(before) ? 1 : 0);
        if (leg.Expiry < 0)
            return;
        ref readonly ExpiryState<T> expiry = ref book.Expiries[leg.Expiry];
        totals.Basis += (T.Abs(expiry.Delta + delta) - T.Abs(expiry.Delta)) * expiry.Move;
        if (leg.Kind != ScenarioLegKind.Option)
            return;
        int options = expiry.Options + (after != T.Zero ? 1 : 0) - (before != T.Zero ? 1 : 0);
        totals.OptionExpiries += (options > 0 ? 1 : 0) - (expiry.Options > 0 ? 1 : 0);
    }

    /// <summary>What is missing in a unit of which a leg lacks something: by the quantity that a fill leaves, or as before.</summary>
    private static MissNote Lacking<T>(in LegNotes notes, T after, MissNote before)
        where T : struct, INumber<T> => notes.Lacks(after) ? notes.Note(after) : before;

    /// <summary>The requirement of a unit: values all through, so that those of a candidate stay in registers. What is missing is not noted yet.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="totals">Its totals, which may be hypothetical ones.</param>
    /// <param name="least">Smallest profit that counts, and the smallest extreme one where that is kept apart.</param>
    /// <param name="charges">Charge on hedges across stable currencies and minimum charge; null when not known.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static RiskPiece<T> Require<T>(RiskUnit<T> unit, in RiskTotals<T> totals, (T Counted, T Extreme) least, (T? Mismatch, T? Minimum) charges)
        where T : struct, INumber<T>
    {
        T mismatch = charges.Mismatch.GetValueOrDefault();
        T minimum = charges.Minimum.GetValueOrDefault();
        T scan = -least.Counted;
        T charge = totals.Gross * unit.ContractCharge;
        T beside = totals.Basis + charge + mismatch;
        return new RiskPiece<T>
        {
            Totals = totals,
            Requirement = T.MaxNative(scan + beside, minimum),
            Scan = scan,
            Charge = charge,
            Mismatch = mismatch,
            Minimum = minimum,
        };
    }

    /// <summary>Minimum charge on gross contract value; null when it is not known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T? Minimum<T>(ScenarioFigureSet<T> figures, RiskUnit<T> unit, T gross)
        where T : struct, INumber<T>
    {
        T raw = gross * unit.MinimumCharge;
        return raw > T.Zero && figures.MinimumMultipliers is { } multipliers ? multipliers.Charge(raw) : raw;
    }

    /// <summary>What the rules do not say of a unit of such a delta, so many expiries with options and such an extreme loss; null when they say all.</summary>
    private static MissKind? Missing<T>(
        ScenarioFigureSet<T> figures, RiskUnit<T> unit, (T Delta, int OptionExpiries, T Extreme) size, (T? Mismatch, T? Minimum) charges)
        where T : struct, INumber<T>
    {
        if (unit.DeltaBounded && T.Abs(size.Delta) > unit.LargestDelta)
            return MissKind.DeltaShock;
        if (figures.OneOptionExpiry && size.OptionExpiries > 1)
            return MissKind.OptionSpreads;
        if (unit.Dampened && size.Extreme > unit.LargestExtreme)
            return MissKind.ExtremeLoss;
        if (charges.Mismatch is null)
            return MissKind.StableMismatch;
        return charges.Minimum is null ? MissKind.MinimumCharge : null;
    }

    /// <summary>Charge on what contracts of one quote currency hedge those of another; null where it is not known.</summary>
    /// <param name="book">The book.</param>
    /// <param name="unit">The unit; with one quote currency nothing is hedged across them.</param>
    /// <param name="quote">A quote currency whose delta changes; -1 for none.</param>
    /// <param name="change">That change, which is not yet in the book.</param>
    private static T? Mismatch<T>(PreparedScenarios<T> book, RiskUnit<T> unit, int quote, T change)
        where T : struct, INumber<T>
    {
        if (unit.Quotes.Count <= 1)
            return T.Zero;
        T longs = T.Zero;
        T shorts = T.Zero;
        T least = T.One;
        for (int i = unit.Quotes.Start; i < unit.Quotes.Start + unit.Quotes.Count; i++)
        {
            T delta = book.Quotes[i].Delta + (i == quote ? change : T.Zero);
            if (delta == T.Zero)
                continue;
            longs += T.Max(delta, T.Zero);
            shorts += T.Max(-delta, T.Zero);
            least = T.Min(least, book.Quotes[i].Price);
        }

        T hedged = T.Min(longs, shorts);
        if (hedged == T.Zero)
            return T.Zero;
        return least >= book.Figures.LeastQuotePrice ? book.Figures.Mismatch!.Charge(hedged) : null;
    }
}
