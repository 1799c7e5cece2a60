using System.Numerics;
using MarginRouter.Core.Margin.Kernel;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>
/// A prepared scenario book that is read in state after state, each some fills and exchanges away from where it started. What a state
/// touches is moved and taken back before the next, so that the cost of a state follows its fills and not the book. Allocates nothing
/// after it is made; the book belongs to it.
/// </summary>
internal sealed class SteppedScenarios<T>
    where T : struct, INumber<T>
{
    private readonly PreparedScenarios<T> book;
    private readonly T[] quantities;
    private readonly T[][] profits;
    private readonly RiskPiece<T>[] pieces;
    private readonly ExpiryState<T>[] expiries;
    private readonly QuoteState<T>[] quotes;
    private readonly HeldAsset<T>[] assets;
    private readonly T[] balances;
    private readonly bool[] moved;
    private readonly ScenarioSums<T> start;
    private ScenarioSums<T> sums;

    /// <summary>Evaluates a book where it starts.</summary>
    public SteppedScenarios(PreparedScenarios<T> book)
    {
        this.book = book;
        book.Evaluate(out _);
        start = book.Sums;
        quantities = [.. book.Legs.Select(leg => leg.Held)];
        profits = [.. book.Units.Select(unit => unit.Profits.ToArray())];
        pieces = [.. book.Units.Select(unit => unit.Piece)];
        expiries = [.. book.Expiries];
        quotes = [.. book.Quotes];
        assets = [.. book.Assets];
        balances = [.. book.Units.Select(unit => unit.Balance)];
        moved = new bool[book.Units.Length];
    }

    /// <summary>The book, as it stands in the last state.</summary>
    public PreparedScenarios<T> Book => book;

    /// <summary>Fee for closing borrowings in the last state.</summary>
    public T Closing => sums.Closing;

    /// <summary>Evaluates a state.</summary>
    /// <param name="exchanged">Change of each balance by index; empty when none has moved.</param>
    /// <param name="fills">Fills of legs.</param>
    /// <param name="result">The figures.</param>
    public void Evaluate(ReadOnlySpan<T> exchanged, ReadOnlySpan<CandidateFill<T>> fills, out BookResult<T> result)
    {
        Return();
        sums = start;
        for (int asset = 0; asset < exchanged.Length; asset++)
        {
            if (exchanged[asset] != T.Zero)
                Exchange(asset, exchanged[asset]);
        }

        foreach (ref readonly CandidateFill<T> fill in fills)
        {
            ref readonly RiskLeg<T> leg = ref book.Legs[fill.Position];
            moved[leg.Unit.Number] = true;
            RiskMath.Advance(book, fill);
            sums.Equity += leg.Gain(fill.Signed, fill.Price) - fill.Fee;
        }

        for (int unit = 0; unit < moved.Length; unit++)
        {
            if (!moved[unit])
                continue;
            RiskPiece<T> piece = RiskMath.Reread(book, book.Units[unit]);
            sums.Scanned += piece.Requirement - pieces[unit].Requirement;
            sums.Missing += (piece.Note.Missing || piece.Totals.Lacking > 0 ? 1 : 0) - (pieces[unit].Note.Missing ? 1 : 0);
        }

        if (sums.Missing > 0)
            EvaluateAll(out result);
        else
            sums.Finish(book.Figures, out result);
    }

    /// <summary>What is missing first is named by an evaluation of everything.</summary>
    private void EvaluateAll(out BookResult<T> result)
    {
        book.Evaluate(out result);
        moved.AsSpan().Fill(true);
    }

    private void Exchange(int index, T change)
    {
        ref HeldAsset<T> asset = ref book.Assets[index];
        book.Count(index, asset, -1, ref sums);
        asset.Quantity += change;
        book.Count(index, asset, 1, ref sums);
        if (asset.Unit < 0)
            return;
        book.Units[asset.Unit].Balance = asset.Quantity;
        moved[asset.Unit] = true;
    }

    /// <summary>Takes back what the last state moved.</summary>
    private void Return()
    {
        assets.CopyTo(book.Assets, 0);
        for (int index = 0; index < moved.Length; index++)
        {
            if (!moved[index])
                continue;
            moved[index] = false;
            RiskUnit<T> unit = book.Units[index];
            unit.Balance = balances[index];
            unit.Piece = pieces[index];
            profits[index].CopyTo(unit.Profits, 0);
            for (int leg = unit.Legs.Start; leg < unit.Legs.Start + unit.Legs.Count; leg++)
                book.Legs[leg].Held = quantities[leg];
            Back(expiries, book.Expiries, unit.Expiries);
            Back(quotes, book.Quotes, unit.Quotes);
        }
    }

    private static void Back<TRow>(TRow[] kept, TRow[] changed, RowRange range) =>
        kept.AsSpan(range.Start, range.Count).CopyTo(changed.AsSpan(range.Start));
}
