using System.Numerics;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>
/// Contracts whose losses are borrowed against spot collateral (margin-models section 6). The requirement is a fixed amount, the
/// contracts' maintenance and what is borrowed; against it stands the settlement coin and, up to the borrowing cap, the collateral at
/// its liquidation threshold, which lies half way between its loan-to-value and one.
/// </summary>
internal sealed class CollateralLtv<T> : BookModel<T>
    where T : struct, INumber<T>
{
    private static readonly T Two = T.One + T.One;

    /// <inheritdoc />
    public override void Asset(PreparedBook<T> book, int index, in AssetState<T> state, out AssetPiece<T> piece)
    {
        piece = default;
        T net = state.Net;
        if (state.Reporting)
        {
            piece.Coin = net;
        }
        else if (net < T.Zero)
        {
            piece.Note.Miss(MissKind.Debt, index);
        }
        else if (net > T.Zero && !state.Haircut.Found)
        {
            piece.Note.Miss(MissKind.Collateral, index);
        }
        else if (net > T.Zero)
        {
            ReadOnlySpan<HaircutRow<T>> rows = state.Haircut.Of(book.Haircuts);
            T price = AssetMath.Value(book, index, T.One, ref piece.Note);
            T counted = HaircutMath.Counted(rows, net);
            piece.Available = counted * price;
            piece.Equity = (counted + HaircutMath.Within(rows, net)) / Two * price;
        }
    }

    /// <inheritdoc />
    public override void Position(in ContractPiece<T> piece, bool stated, T sign, ref BookSums<T> sums) => sums.Coin += sign * piece.Profit;

    /// <inheritdoc />
    public override void Orders(PreparedBook<T> book, int index, in ContractState<T> state, out OrderPiece<T> piece)
    {
        piece = default;
        if (state.Orders.Found)
            piece.Note.Miss(MissKind.Orders, index);
    }

    /// <inheritdoc />
    public override void Finish(PreparedBook<T> book, in BookSums<T> sums, ref BookResult<T> result)
    {
        T borrowed = T.Max(-sums.Coin, T.Zero);
        T threshold = book.Rules.Capped(sums.Equity);
        result.Equity = T.Max(sums.Coin, T.Zero) + threshold;
        result.Maintenance = book.Rules.FixedRequirement + borrowed + sums.Maintenance;
        result.Initial = sums.Initial + borrowed;
        result.Available = result.Equity + (book.Rules.Capped(sums.Available) - threshold);
        result.RatioRequirement = result.Maintenance;
        result.RatioEquity = result.Equity;
    }
}
