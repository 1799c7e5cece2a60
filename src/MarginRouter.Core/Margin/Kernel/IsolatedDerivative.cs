using System.Numerics;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>
/// Contracts under tiered rates of which each has margin put aside for it alone (margin-models sections 1.1, 2.1, 3.1, 6): the one
/// nearest to liquidation gives the venue's ratio, what is not put aside is there for initial margin only.
/// </summary>
internal sealed class IsolatedDerivative<T> : BookModel<T>
    where T : struct, INumber<T>
{
    /// <inheritdoc />
    public override bool CountsBeside => true;

    /// <inheritdoc />
    public override bool NetsOrders => true;

    /// <inheritdoc />
    public override bool PartsApart => true;

    /// <inheritdoc />
    public override void Asset(PreparedBook<T> book, int index, in AssetState<T> state, out AssetPiece<T> piece)
    {
        piece = default;
        if (state.Reporting || !book.Rules.Book.PerSettlement)
            piece.Available = AssetMath.Value(book, index, state.Net, ref piece.Note);
    }

    /// <inheritdoc />
    public override void Position(in ContractPiece<T> piece, bool stated, T sign, ref BookSums<T> sums)
    {
        sums.Equity += sign * (piece.Aside + piece.Profit);
        if (!stated)
            sums.Available -= sign * piece.Aside;
    }

    /// <inheritdoc />
    public override void Orders(PreparedBook<T> book, int index, in ContractState<T> state, out OrderPiece<T> piece)
    {
        piece = default;
        if (!state.IsSpot)
            OrderMath.Reserve(book, index, state, out piece);
    }
}
