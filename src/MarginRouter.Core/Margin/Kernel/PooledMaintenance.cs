using System.Numerics;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>
/// Contracts and loans over one pool of haircut collateral (margin-models section 1.3). Per asset, what is held in all wallets, what is
/// borrowed and the profit that settles in it are summed first; a positive sum counts with its weight, a negative one in full.
/// </summary>
internal sealed class PooledMaintenance<T> : BookModel<T>
    where T : struct, INumber<T>
{
    /// <inheritdoc />
    public override bool PoolsProfit => true;

    /// <inheritdoc />
    public override void Asset(PreparedBook<T> book, int index, in AssetState<T> state, out AssetPiece<T> piece)
    {
        piece = default;
        AssetMath.Hold(book, index, state.Net + state.Pooled, state, ref piece);
        AssetMath.Borrow(book, index, state, ref piece);
    }

    /// <inheritdoc />
    public override void Position(in ContractPiece<T> piece, bool stated, T sign, ref BookSums<T> sums)
    {
        // Profit has been pooled with the balances of its settlement coin.
    }

    /// <inheritdoc />
    public override void Orders(PreparedBook<T> book, int index, in ContractState<T> state, out OrderPiece<T> piece)
    {
        OrderMath.OpenLoss(book, state, out piece);
        piece.InitialUnknown |= state.Orders.Found;
    }
}
