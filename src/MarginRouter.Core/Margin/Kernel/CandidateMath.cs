using System.Numerics;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>
/// Figures of an account after one more fill, from the pieces of its last evaluation: what the fill touches (its position, the group of
/// its underlying, one or two assets) is exchanged in the sums, everything else stays. The cost does not grow with the account.
/// </summary>
internal static class CandidateMath
{
    /// <summary>Evaluates the account as if the fill had been done; the account stays as it is.</summary>
    public static void Evaluate<T>(PreparedBook<T> book, in CandidateFill<T> fill, out BookResult<T> result)
        where T : struct, INumber<T>
    {
        BookSums<T> sums = book.Sums;
        IsolatedPart<T> worst = book.Parts.Worst;
        MissNote note = default;
        ref readonly ContractState<T> before = ref book.Contracts[fill.Position];
        if (before.IsSpot)
            Exchange(book, before, fill, ref sums, ref note);
        else
            Contract(book, before, fill, ref sums, ref worst, ref note);
        book.Finish(sums, worst, out result);
        if (sums.Missing > 0)
        {
            note.Miss(book.FirstNote);
            result.Note = note;
        }
    }

    /// <summary>Does the fill: balances and position change, figures are those of the next evaluation.</summary>
    public static void Apply<T>(PreparedBook<T> book, in CandidateFill<T> fill)
        where T : struct, INumber<T>
    {
        ref ContractState<T> state = ref book.Contracts[fill.Position];
        if (state.IsSpot)
        {
            T bought = fill.Signed * state.Multiplier;
            book.Assets[state.Underlying].Book(bought);
            book.Assets[state.Quote].Book((-bought * fill.Price) - fill.Fee);
            return;
        }

        T realised = FillBooking.Book(ref state, fill.Signed, fill.Price);
        book.Assets[state.Settlement].Book(realised - fill.Fee);
    }

    /// <summary>Adds what a position counts to sums, or with -1 takes it out again; its requirement stands in its group.</summary>
    public static void Count<T>(PreparedBook<T> book, in ContractState<T> state, in ContractPiece<T> piece, int times, ref BookSums<T> sums)
        where T : struct, INumber<T>
    {
        if (!state.IsHeld)
            return;
        book.Model.Position(piece, state.Stated, times > 0 ? T.One : -T.One, ref sums);
        sums.Count(piece.InitialUnknown, piece.Note, times);
    }

    /// <summary>The group with one position exchanged, and the sums with it.</summary>
    public static GroupSides<T> Regroup<T>(PreparedBook<T> book, int group, in ContractPiece<T> old, in ContractPiece<T> piece, ref BookSums<T> sums)
        where T : struct, INumber<T>
    {
        bool nets = book.Rules.Book.NetsUnderlying;
        bool beside = book.Model.CountsBeside;
        GroupSides<T> sides = book.Groups[group];
        sums.Remove(sides, nets, beside);
        sides.Remove(old);
        sides.Add(piece);
        sums.Add(sides, nets, beside);
        return sides;
    }

    /// <summary>Exchanges what an asset adds to sums for what it adds in a state.</summary>
    public static void Swap<T>(PreparedBook<T> book, int asset, in AssetState<T> state, ref BookSums<T> sums, ref MissNote note)
        where T : struct, INumber<T>
    {
        book.Model.Asset(book, asset, state, out AssetPiece<T> piece);
        sums.Remove(book.AssetPieces[asset]);
        sums.Add(piece);
        note.Miss(piece.Note);
    }

    private static void Exchange<T>(
        PreparedBook<T> book, in ContractState<T> pair, in CandidateFill<T> fill, ref BookSums<T> sums, ref MissNote note)
        where T : struct, INumber<T>
    {
        T bought = fill.Signed * pair.Multiplier;
        AssetState<T> asset = book.Assets[pair.Underlying];
        asset.Book(bought);
        Swap(book, pair.Underlying, asset, ref sums, ref note);
        asset = book.Assets[pair.Quote];
        asset.Book((-bought * fill.Price) - fill.Fee);
        Swap(book, pair.Quote, asset, ref sums, ref note);
    }

    private static void Contract<T>(
        PreparedBook<T> book,
        in ContractState<T> before,
        in CandidateFill<T> fill,
        ref BookSums<T> sums,
        ref IsolatedPart<T> worst,
        ref MissNote note)
        where T : struct, INumber<T>
    {
        BookModel<T> model = book.Model;
        ContractState<T> after = before;
        T realised = FillBooking.Book(ref after, fill.Signed, fill.Price);
        ref readonly ContractPiece<T> old = ref book.ContractPieces[fill.Position];
        book.Piece(fill.Position, after, out ContractPiece<T> piece);
        note.Miss(piece.Note);
        Count(book, before, old, -1, ref sums);
        Count(book, after, piece, 1, ref sums);
        Regroup(book, before.Group, old, piece, ref sums);
        if (model.NetsOrders && before.Orders.Found)
        {
            ref readonly OrderPiece<T> orders = ref book.OrderPieces[fill.Position];
            sums.Initial += OrderMath.Beyond(book.Rules.Book.Orders, piece, orders) - OrderMath.Beyond(book.Rules.Book.Orders, old, orders);
        }

        AssetState<T> coin = book.Assets[before.Settlement];
        coin.Book(realised - fill.Fee);
        if (model.PoolsProfit)
            coin.Pooled += piece.Coins - old.Coins;
        Swap(book, before.Settlement, coin, ref sums, ref note);
        if (model.PartsApart)
            worst = book.Parts.With(fill.Position, after.IsHeld ? new IsolatedPart<T>(fill.Position, piece) : default);
    }
}
