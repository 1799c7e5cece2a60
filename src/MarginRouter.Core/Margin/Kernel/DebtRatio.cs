using System.Numerics;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>
/// Borrowed spot judged by debt against assets without haircut (margin-models sections 1.2 and 4). The venue's threshold is rescaled
/// into the requirement: the assets that the debt needs so as not to be liquidated.
/// </summary>
internal sealed class DebtRatio<T> : BookModel<T>
    where T : struct, INumber<T>
{
    /// <inheritdoc />
    public override bool HoldsContracts => false;

    /// <inheritdoc />
    public override void Asset(PreparedBook<T> book, int index, in AssetState<T> state, out AssetPiece<T> piece)
    {
        piece = default;
        piece.Equity = AssetMath.Value(book, index, state.Held, ref piece.Note);
        piece.Available = AssetMath.LostToBorrowing(book, index, state, ref piece);
        piece.Borrowing = -AssetMath.Value(book, index, state.Owed, ref piece.Note);
    }

    /// <inheritdoc />
    public override void Position(in ContractPiece<T> piece, bool stated, T sign, ref BookSums<T> sums)
    {
        // There are no contracts under these rules: holding one is noted as missing.
    }

    /// <inheritdoc />
    public override void Orders(PreparedBook<T> book, int index, in ContractState<T> state, out OrderPiece<T> piece)
    {
        // The sources do not say how these modes reserve for open orders.
        piece = default;
        if (state.IsSpot && state.Orders.Found)
            piece.Note.Miss(MissKind.InstrumentOrders, index);
    }

    /// <inheritdoc />
    public override void Finish(PreparedBook<T> book, in BookSums<T> sums, ref BookResult<T> result)
    {
        KernelRules<T> rules = book.Rules;
        T debt = sums.Maintenance;
        result.Equity = sums.Equity;
        result.Available = sums.Equity + sums.Available;
        result.Maintenance = rules.Rescaled(debt, rules.LiquidateAt);
        result.Initial = rules.Rescaled(debt, rules.AcceptAt);
        result.InitialKnown &= rules.AcceptKnown || debt == T.Zero;
        result.RatioRequirement = debt;
        result.RatioEquity = sums.Equity;
    }
}
