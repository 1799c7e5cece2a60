using System.Numerics;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>
/// Borrowed spot judged by tiers of each debt against haircut collateral less debts and less the loss that open orders would have
/// (margin-models section 1.2, Pro).
/// </summary>
internal sealed class TieredLiability<T> : BookModel<T>
    where T : struct, INumber<T>
{
    /// <inheritdoc />
    public override bool HoldsContracts => false;

    /// <inheritdoc />
    public override void Asset(PreparedBook<T> book, int index, in AssetState<T> state, out AssetPiece<T> piece)
    {
        piece = default;
        AssetMath.Hold(book, index, state.Net, state, ref piece);
        AssetMath.Borrow(book, index, state, ref piece);
    }

    /// <inheritdoc />
    public override void Position(in ContractPiece<T> piece, bool stated, T sign, ref BookSums<T> sums)
    {
        // There are no contracts under these rules: holding one is noted as missing.
    }

    /// <inheritdoc />
    public override void Orders(PreparedBook<T> book, int index, in ContractState<T> state, out OrderPiece<T> piece) =>
        OrderMath.OpenLoss(book, state, out piece);
}
