using System.Numerics;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>Profit, requirements and fees of one contract position.</summary>
internal static class ContractMath
{
    /// <summary>The figures of one position.</summary>
    /// <param name="book">Rules, tables and asset values.</param>
    /// <param name="index">Which position, for notes.</param>
    /// <param name="state">Its state, which may be a hypothetical one.</param>
    /// <param name="piece">The figures.</param>
    public static void Evaluate<T>(PreparedBook<T> book, int index, in ContractState<T> state, out ContractPiece<T> piece)
        where T : struct, INumber<T>
    {
        piece = default;
        if (!state.IsHeld)
            return;
        if (state.IsOption)
        {
            OptionMath.Evaluate(book, index, state, ref piece);
            return;
        }

        KernelRules<T> rules = book.Rules;
        piece.IsLong = state.Quantity > T.Zero;
        T basis = rules.Book.Basis == RequirementBasis.Mark ? state.Price : state.Entry;
        T value = state.ValueOf(state.Quantity, basis);
        T fee = ClosingFee(book, index, state, value, piece.IsLong, ref piece.Note);
        T within = rules.FeeWithin ? fee : T.Zero;
        piece.Coins = state.Profit(state.Quantity, state.Entry, state.Price);
        piece.Profit = AssetMath.Value(book, state.Settlement, piece.Coins, ref piece.Note);
        T initial = Initial(book, index, state, (state.Quantity, basis, value), ref piece.InitialUnknown, ref piece.Note);
        T maintenance = Maintenance(book, index, state, (state.Quantity, basis, value), ref piece.Note);
        piece.Initial = AssetMath.Value(book, state.Settlement, initial + within, ref piece.Note);
        piece.Maintenance = AssetMath.Value(book, state.Settlement, maintenance + within, ref piece.Note);
        if (!rules.FeeWithin)
            piece.Beside = AssetMath.Value(book, state.Settlement, fee, ref piece.Note);
        if (rules.Book.Scope == MarginScope.Isolated)
            piece.Aside = Aside(book, index, state, within, ref piece);
    }

    /// <summary>Initial margin of contracts at a price, in the settlement coin, without fees.</summary>
    public static T Initial<T>(
        PreparedBook<T> book, int index, in ContractState<T> state, (T Contracts, T Price, T Value) size, ref bool unknown, ref MissNote note)
        where T : struct, INumber<T>
    {
        BookRules rules = book.Rules.Book;
        if (!rules.NoInitial && rules.InitialFromTier)
        {
            ReadOnlySpan<TierRow<T>> rows = state.Tiers.Of(book.Tiers);
            if (!TierMath.TryInitial(rows, Size(book, state, size), size.Value, book.Rules.Reading, out T amount))
                note.Miss(state.Tiers.Found ? MissKind.Size : MissKind.Tiers, index);
            return amount;
        }

        if (!rules.NoInitial && state.Leverage != T.Zero)
            return size.Value / state.Leverage;
        unknown = true;
        return T.Zero;
    }

    /// <summary>Maintenance margin of contracts at a price, in the settlement coin, without fees.</summary>
    public static T Maintenance<T>(
        PreparedBook<T> book, int index, in ContractState<T> state, (T Contracts, T Price, T Value) size, ref MissNote note)
        where T : struct, INumber<T>
    {
        if (!TierMath.TryMaintenance(state.Tiers.Of(book.Tiers), Size(book, state, size), size.Value, book.Rules.Reading, out T amount))
            note.Miss(state.Tiers.Found ? MissKind.Size : MissKind.Tiers, index);
        return amount;
    }

    /// <summary>The fee of closing a value, in the settlement coin; zero where the rules count none.</summary>
    public static T ClosingFee<T>(PreparedBook<T> book, int index, in ContractState<T> state, T value, bool bought, ref MissNote note)
        where T : struct, INumber<T>
    {
        if (book.Rules.Book.ClosingFee == ClosingFeeRule.None)
            return T.Zero;
        T fee = value * Taker(book, ref note);
        if (book.Rules.Book.ClosingFee == ClosingFeeRule.OnNotional)
            return fee;
        if (state.Leverage == T.Zero && state.Stated)
            return FeeOfStatedMargin(book, state, value, bought);
        if (state.Leverage == T.Zero)
        {
            note.Miss(MissKind.Leverage, index);
            return T.Zero;
        }

        // A long linear contract is closed lower, an inverse one is then worth more coins.
        return bought != state.IsInverse ? fee - (fee / state.Leverage) : fee + (fee / state.Leverage);
    }

    /// <summary>The taker fee; noted as missing where the rules need it and have none.</summary>
    public static T Taker<T>(PreparedBook<T> book, ref MissNote note)
        where T : struct, INumber<T>
    {
        if (!book.Rules.HasTaker)
            note.Miss(MissKind.Taker, 0);
        return book.Rules.Taker;
    }

    /// <summary>Contracts at a price in the unit of the tier tables.</summary>
    public static T Size<T>(PreparedBook<T> book, in ContractState<T> state, (T Contracts, T Price, T Value) size)
        where T : struct, INumber<T> => (book.Rules.TierUnit, state.IsInverse) switch
        {
            (TierUnit.Notional, false) or (TierUnit.Coins, true) => size.Value,
            (TierUnit.Contracts, _) => T.Abs(size.Contracts),
            _ => T.Abs(size.Contracts) * state.Multiplier,
        };

    /// <summary>
    /// The closing fee where the margin put aside, and no leverage, says when a position has nothing left: the value there is what the
    /// position is worth now, moved by that margin, the fee paid out of it.
    /// </summary>
    private static T FeeOfStatedMargin<T>(PreparedBook<T> book, in ContractState<T> state, T value, bool bought)
        where T : struct, INumber<T>
    {
        T taker = book.Rules.Taker;
        T left = bought != state.IsInverse
            ? (value - state.IsolatedMargin) / (T.One - taker)
            : (value + state.IsolatedMargin) / (T.One + taker);
        return taker * T.Max(T.Zero, left);
    }

    private static T Aside<T>(PreparedBook<T> book, int index, in ContractState<T> state, T within, ref ContractPiece<T> piece)
        where T : struct, INumber<T>
    {
        if (state.Stated)
            return AssetMath.Value(book, state.Settlement, state.IsolatedMargin, ref piece.Note);
        if (state.Leverage == T.Zero)
            piece.Note.Miss(MissKind.IsolatedMargin, index);
        (T, T, T) opened = (state.Quantity, state.Entry, state.ValueOf(state.Quantity, state.Entry));
        T initial = Initial(book, index, state, opened, ref piece.InitialUnknown, ref piece.Note);
        return AssetMath.Value(book, state.Settlement, initial + within, ref piece.Note);
    }
}
