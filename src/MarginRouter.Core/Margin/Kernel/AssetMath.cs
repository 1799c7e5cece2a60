using System.Numerics;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>Values of amounts in the reporting currency, collateral and debts.</summary>
internal static class AssetMath
{
    /// <summary>Value of an amount; zero with a note when the asset has no price.</summary>
    public static T Value<T>(PreparedBook<T> book, int asset, T quantity, ref MissNote note)
        where T : struct, INumber<T>
    {
        ref readonly AssetState<T> state = ref book.Assets[asset];
        if (!state.Valued && quantity != T.Zero)
            note.Miss(MissKind.Value, asset);
        return state.Reporting ? quantity : quantity * state.Value;
    }

    /// <summary>Value that counts: a debt in full, a positive balance by its table; noted when the rules have none.</summary>
    public static T Counted<T>(PreparedBook<T> book, int asset, T quantity, ref MissNote note)
        where T : struct, INumber<T>
    {
        if (quantity <= T.Zero)
            return Value(book, asset, quantity, ref note);
        RowRange table = book.Assets[asset].Haircut;
        if (!table.Found)
        {
            note.Miss(MissKind.Collateral, asset);
            return T.Zero;
        }

        ReadOnlySpan<HaircutRow<T>> rows = table.Of(book.Haircuts);
        return book.Rules.HaircutUnit switch
        {
            HaircutUnit.Value => HaircutMath.Counted(rows, Value(book, asset, quantity, ref note)),
            HaircutUnit.Coins => Value(book, asset, HaircutMath.Counted(rows, quantity), ref note),
        };
    }

    /// <summary>Equity of a balance and what initial margin may use beyond it, each by the table where the venue applies it and in full elsewhere.</summary>
    public static void Hold<T>(PreparedBook<T> book, int asset, T quantity, in AssetState<T> state, ref AssetPiece<T> piece)
        where T : struct, INumber<T>
    {
        T counted = Counted(book, asset, quantity, ref piece.Note);
        piece.Equity = counted;
        if (quantity <= T.Zero || (!state.FullMaintenance && !state.FullInitial))
            return;
        T full = Value(book, asset, quantity, ref piece.Note);
        piece.Equity = state.FullMaintenance ? full : counted;
        piece.Available = (state.FullInitial ? full : counted) - piece.Equity;
    }

    /// <summary>What a holding that counts in full as equity loses of what further borrowing is granted by; nothing where no table says so.</summary>
    public static T LostToBorrowing<T>(PreparedBook<T> book, int asset, in AssetState<T> state, ref AssetPiece<T> piece)
        where T : struct, INumber<T> => !state.Haircut.Found || state.FullBorrow || state.Held == T.Zero
            ? T.Zero
            : Counted(book, asset, state.Held, ref piece.Note) - piece.Equity;

    /// <summary>Requirement of what is owed, each part of its value at the rate of its own row.</summary>
    public static void Borrow<T>(PreparedBook<T> book, int asset, in AssetState<T> state, ref AssetPiece<T> piece)
        where T : struct, INumber<T>
    {
        if (state.Owed == T.Zero)
            return;
        T value = -Value(book, asset, state.Owed, ref piece.Note);
        ReadOnlySpan<TierRow<T>> rows = state.Borrowing.Of(book.Tiers);
        if (!TierMath.TryMaintenance(rows, value, value, book.Rules.Loans, out piece.Borrowing))
            piece.Note.Miss(MissKind.Borrowing, asset);
        else if (!TierMath.TryInitial(rows, value, value, book.Rules.Loans, out piece.Initial))
            piece.InitialUnknown = true;

        // Where a venue counts the fee of paying the debt back, it takes it on the debt with its requirement.
        if (book.Rules.Book.ClosingFee == ClosingFeeRule.OnNotional && book.Rules.HasTaker)
            piece.Borrowing += (value + piece.Borrowing) * book.Rules.Taker;
    }
}
