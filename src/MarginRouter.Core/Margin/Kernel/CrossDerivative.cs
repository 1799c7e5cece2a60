using System.Numerics;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>
/// Contracts under tiered rates that share the account's equity (margin-models sections 1.1, 2.1, 3.1, 4, 5.2, 6): linear and inverse,
/// marginal and whole-position tiers, closing fees, the larger side per underlying, borrowed assets.
/// </summary>
internal sealed class CrossDerivative<T> : BookModel<T>
    where T : struct, INumber<T>
{
    /// <inheritdoc />
    public override bool CountsBeside => true;

    /// <inheritdoc />
    public override bool NetsOrders => true;

    /// <inheritdoc />
    public override void Asset(PreparedBook<T> book, int index, in AssetState<T> state, out AssetPiece<T> piece)
    {
        piece = default;
        if (book.Rules.Book.PerSettlement)
        {
            piece.Equity = state.Reporting ? state.Net : T.Zero;
            return;
        }

        AssetMath.Hold(book, index, state.Net, state, ref piece);
        if (book.Rules.Book.BorrowTiers)
            AssetMath.Borrow(book, index, state, ref piece);
        else if (state.Net < T.Zero && !state.Reporting)
            piece.Note.Miss(MissKind.Borrowing, index);
    }

    /// <inheritdoc />
    public override void Position(in ContractPiece<T> piece, bool stated, T sign, ref BookSums<T> sums) =>
        sums.Equity += sign * piece.Profit;

    /// <inheritdoc />
    public override void Orders(PreparedBook<T> book, int index, in ContractState<T> state, out OrderPiece<T> piece)
    {
        piece = default;
        if (!state.IsSpot)
            OrderMath.Reserve(book, index, state, out piece);
    }
}
