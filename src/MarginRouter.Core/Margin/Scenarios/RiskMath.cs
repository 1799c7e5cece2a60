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
        ref readonly RiskUnit<T> unit = ref book.Units[leg.Unit];
        T quantity = leg.Quantity(fill.Signed);
        T before = book.Quantities[fill.Position];
        RiskTotals<T> totals = book.Totals[leg.Unit];
        Change(book, fill.Position, before, quantity, ref totals);
        T used = Hedge(unit, totals.Delta);
        int lanes = unit.Lanes.Count;
        ReadOnlySpan<T> profits = book.Profits.AsSpan(unit.Lanes.Start, lanes);
        ReadOnlySpan<T> column = book.Columns.AsSpan(leg.Column, lanes);
        (T, T) least = used == T.Zero
            ? LaneMath.Least(profits, column, quantity, unit.Ordinary)
            : LaneMath.Least(profits, column, quantity, book.Columns.AsSpan(unit.HedgeColumn, lanes), used, unit.Ordinary);
        Require(book, leg.Unit, totals, least, (leg.Quote, quantity * leg.Delta), out RiskPiece<T> piece);
        ref readonly RiskPiece<T> old = ref book.Pieces[leg.Unit];
        if (totals.Lacking > 0)
        {
            ref readonly LegNotes notes = ref book.Notes[fill.Position];
            piece.Note = notes.Lacks(before + quantity) ? notes.Note(before + quantity) : old.Note;
        }

        ScenarioSums<T> sums = book.Sums;
        sums.Equity += leg.Gain(fill.Signed, fill.Price) - fill.Fee;
        sums.Scanned += piece.Requirement - old.Requirement;
        sums.Missing += (piece.Note.Missing ? 1 : 0) - (old.Note.Missing ? 1 : 0);
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
        ref readonly RiskUnit<T> unit = ref book.Units[leg.Unit];
        T quantity = leg.Quantity(fill.Signed);
        T before = book.Quantities[fill.Position];
        Change(book, fill.Position, before, quantity, ref book.Totals[leg.Unit]);
        T delta = quantity * leg.Delta;
        if (leg.Expiry >= 0)
            book.Expiries[leg.Expiry].Delta += delta;
        if (leg.Kind == ScenarioLegKind.Option && leg.Expiry >= 0)
            book.Expiries[leg.Expiry].Options += (before + quantity != T.Zero ? 1 : 0) - (before != T.Zero ? 1 : 0);
        if (leg.Quote >= 0)
            book.Quotes[leg.Quote].Delta += delta;
        int lanes = unit.Lanes.Count;
        ReadOnlySpan<T> column = book.Columns.AsSpan(leg.Column, lanes);
        LaneMath.Add(book.Profits.AsSpan(unit.Lanes.Start, lanes), column, quantity);
        book.Apply(fill);
    }

    /// <summary>The requirement of a unit from its profits by scenario and totals as they stand; what legs lack is not named.</summary>
    public static void Reread<T>(PreparedScenarios<T> book, int index, out RiskPiece<T> piece)
        where T : struct, INumber<T>
    {
        ref readonly RiskUnit<T> unit = ref book.Units[index];
        ref readonly RiskTotals<T> totals = ref book.Totals[index];
        T used = Hedge(unit, totals.Delta);
        (T, T) least = (Least(book, unit, used, extreme: false), Least(book, unit, used, extreme: true));
        Require(book, index, totals, least, (-1, T.Zero), out piece);
    }

    /// <summary>The part of a balance that hedges a delta: up to it, never more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Hedge<T>(in RiskUnit<T> unit, T delta)
        where T : struct, INumber<T>
    {
        if (unit.Balance == T.Zero)
            return T.Zero;
        T needed = -delta / unit.Index;
        return needed > T.Zero ? T.Clamp(unit.Balance, T.Zero, needed) : T.Clamp(unit.Balance, needed, T.Zero);
    }

    /// <summary>The smallest profit over ordinary or extreme scenarios, not above zero.</summary>
    public static T Least<T>(PreparedScenarios<T> book, in RiskUnit<T> unit, T used, bool extreme)
        where T : struct, INumber<T>
    {
        (int start, int count) = Part(unit, extreme);
        ReadOnlySpan<T> profits = book.Profits.AsSpan(unit.Lanes.Start + start, count);
        return used == T.Zero
            ? LaneMath.Least(profits)
            : LaneMath.Least(profits, book.Columns.AsSpan(unit.HedgeColumn + start, count), used, count).First;
    }

    /// <summary>The requirement of a unit.</summary>
    /// <param name="book">The book.</param>
    /// <param name="index">The unit.</param>
    /// <param name="totals">Its totals, which may be hypothetical ones.</param>
    /// <param name="least">Smallest profit over ordinary and over extreme scenarios.</param>
    /// <param name="change">A change of the delta of one quote currency that is not yet in the book; -1 for none.</param>
    /// <param name="piece">The requirement.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Require<T>(
        PreparedScenarios<T> book, int index, in RiskTotals<T> totals, (T Ordinary, T Extreme) least, (int Quote, T Delta) change, out RiskPiece<T> piece)
        where T : struct, INumber<T>
    {
        ref readonly RiskUnit<T> unit = ref book.Units[index];
        ScenarioFigureSet<T> figures = book.Figures;
        piece = default;
        if (unit.DeltaBounded && T.Abs(totals.Delta) > unit.LargestDelta)
            piece.Note.Miss(MissKind.DeltaShock, index);
        if (figures.OneOptionExpiry && totals.OptionExpiries > 1)
            piece.Note.Miss(MissKind.OptionSpreads, index);
        piece.Scan = -least.Ordinary;
        T extreme = -least.Extreme * figures.ExtremeFraction;
        if (!unit.Dampened)
            piece.Scan = extreme > piece.Scan ? extreme : piece.Scan;
        else if (-least.Extreme > unit.LargestExtreme)
            piece.Note.Miss(MissKind.ExtremeLoss, index);
        piece.Basis = totals.Basis;
        piece.Charge = totals.Gross * unit.ContractCharge;
        if (unit.Quotes.Count > 1 && !TryMismatch(book, unit, change, out piece.Mismatch))
            piece.Note.Miss(MissKind.StableMismatch, index);
        piece.Minimum = totals.Gross * unit.MinimumCharge;
        if (piece.Minimum > T.Zero && figures.MinimumMultipliers is { } multipliers && !multipliers.TryCharge(piece.Minimum, out piece.Minimum))
            piece.Note.Miss(MissKind.MinimumCharge, index);
        T added = piece.Scan + piece.Basis + piece.Charge + piece.Mismatch;
        piece.Requirement = added > piece.Minimum ? added : piece.Minimum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Change<T>(PreparedScenarios<T> book, int position, T before, T quantity, ref RiskTotals<T> totals)
        where T : struct, INumber<T>
    {
        ref readonly RiskLeg<T> leg = ref book.Legs[position];
        T after = before + quantity;
        T delta = quantity * leg.Delta;
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

    private static (int Start, int Count) Part<T>(in RiskUnit<T> unit, bool extreme)
        where T : struct, INumber<T> => extreme ? (unit.Ordinary, unit.Lanes.Count - unit.Ordinary) : (0, unit.Ordinary);

    /// <summary>Charge on what contracts of one quote currency hedge those of another; false where it is not known.</summary>
    private static bool TryMismatch<T>(PreparedScenarios<T> book, in RiskUnit<T> unit, (int Quote, T Delta) change, out T charge)
        where T : struct, INumber<T>
    {
        T longs = T.Zero;
        T shorts = T.Zero;
        T least = T.One;
        for (int i = unit.Quotes.Start; i < unit.Quotes.Start + unit.Quotes.Count; i++)
        {
            T delta = book.Quotes[i].Delta + (i == change.Quote ? change.Delta : T.Zero);
            if (delta == T.Zero)
                continue;
            longs += T.Max(delta, T.Zero);
            shorts += T.Max(-delta, T.Zero);
            least = T.Min(least, book.Quotes[i].Price);
        }

        charge = T.Zero;
        T hedged = T.Min(longs, shorts);
        return hedged == T.Zero || (least >= book.Figures.LeastQuotePrice && book.Figures.Mismatch!.TryCharge(hedged, out charge));
    }
}
