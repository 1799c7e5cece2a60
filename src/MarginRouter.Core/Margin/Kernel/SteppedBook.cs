using System.Numerics;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>
/// A prepared account that is read in state after state, each some fills and open orders away from where it started. What a state
/// touches is exchanged in the sums and taken back before the next, so that the cost of a state follows its fills and not the account.
/// Allocates nothing once it has seen as many open orders as there are; the book belongs to it.
/// </summary>
internal sealed class SteppedBook<T>
    where T : struct, INumber<T>
{
    private readonly PreparedBook<T> book;
    private readonly ContractState<T>[] contracts;
    private readonly ContractPiece<T>[] pieces;
    private readonly AssetState<T>[] assets;
    private readonly GroupSides<T>[] groups;
    private readonly BookSums<T> start;
    private readonly bool[] filled;
    private readonly bool[] booked;
    private readonly T[] income;
    private BookSums<T> sums;

    /// <summary>Evaluates a book where it starts; it has no open orders there.</summary>
    public SteppedBook(PreparedBook<T> book)
    {
        this.book = book;
        book.Evaluate(out _);
        start = book.Sums;
        contracts = [.. book.Contracts];
        pieces = [.. book.ContractPieces];
        assets = [.. book.Assets];
        groups = [.. book.Groups];
        filled = new bool[contracts.Length];
        booked = new bool[assets.Length];
        income = new T[assets.Length];
    }

    /// <summary>The book, as it stands in the last state.</summary>
    public PreparedBook<T> Book => book;

    /// <summary>Margin put aside by the fills of the last state for isolated positions.</summary>
    public T Aside
    {
        get
        {
            T aside = T.Zero;
            for (int i = 0; i < filled.Length; i++)
                aside += filled[i] ? book.Contracts[i].IsolatedMargin - contracts[i].IsolatedMargin : T.Zero;
            return aside;
        }
    }

    /// <summary>
    /// Goes to a state without open orders. Of each asset what goes out is booked before what comes in: what comes in repays nothing by
    /// itself, so that no order of the fills leaves more owed.
    /// </summary>
    /// <param name="fills">Fills in their order, which matters for the entry prices of contracts.</param>
    /// <param name="result">The figures.</param>
    public void Fill(ReadOnlySpan<CandidateFill<T>> fills, out BookResult<T> result)
    {
        Return();
        foreach (ref readonly CandidateFill<T> fill in fills)
        {
            ref ContractState<T> state = ref book.Contracts[fill.Position];
            if (state.IsSpot)
            {
                T bought = fill.Signed * state.Multiplier;
                Move(state.Underlying, bought);
                Move(state.Quote, (-bought * fill.Price) - fill.Fee);
                continue;
            }

            filled[fill.Position] = true;
            T realised = FillBooking.Book(ref state, fill.Signed, fill.Price);
            Move(state.Settlement, realised - fill.Fee);
        }

        for (int i = 0; i < booked.Length; i++)
        {
            if (!booked[i])
                continue;
            book.Assets[i].Book(income[i]);
            income[i] = T.Zero;
        }

        sums = start;
        for (int i = 0; i < filled.Length; i++)
        {
            if (filled[i])
                Position(i);
        }

        MissNote note = default;
        for (int i = 0; i < booked.Length; i++)
        {
            if (booked[i])
                CandidateMath.Swap(book, i, book.Assets[i], ref sums, ref note);
        }

        Finish(out result);
    }

    /// <summary>Adds open orders to the state.</summary>
    /// <param name="open">Contract and order, in any order.</param>
    /// <param name="result">The figures with them.</param>
    public void Place(ReadOnlySpan<(int Contract, OrderState<T> Order)> open, out BookResult<T> result)
    {
        book.Reserve(open.Length);
        int placed = 0;
        for (int first = 0; first < open.Length; first++)
        {
            int contract = open[first].Contract;
            if (book.Contracts[contract].Orders.Found)
                continue;
            int begin = placed;
            foreach (ref readonly (int Contract, OrderState<T> Order) order in open[first..])
            {
                if (order.Contract == contract)
                    book.Orders[placed++] = order.Order;
            }

            book.Contracts[contract].Orders = new RowRange(begin, placed - begin);
            book.Model.Orders(book, contract, book.Contracts[contract], out OrderPiece<T> piece);
            sums.Add(piece);
            if (book.Model.NetsOrders)
                sums.Initial += OrderMath.Beyond(book.Rules.Book.Orders, book.ContractPieces[contract], piece);
        }

        Finish(out result);
        foreach (ref readonly (int Contract, OrderState<T> Order) order in open)
            book.Contracts[order.Contract].Orders = default;
    }

    private void Move(int asset, T change)
    {
        booked[asset] = true;
        if (change < T.Zero)
            book.Assets[asset].Book(change);
        else
            income[asset] += change;
    }

    private void Position(int index)
    {
        ref readonly ContractState<T> state = ref book.Contracts[index];
        book.Piece(index, state, out ContractPiece<T> piece);
        CandidateMath.Count(book, contracts[index], pieces[index], -1, ref sums);
        CandidateMath.Count(book, state, piece, 1, ref sums);
        book.Groups[state.Group] = CandidateMath.Regroup(book, state.Group, pieces[index], piece, ref sums);
        book.ContractPieces[index] = piece;
        if (!book.Model.PoolsProfit)
            return;
        book.Assets[state.Settlement].Pooled += piece.Coins - pieces[index].Coins;
        booked[state.Settlement] = true;
    }

    /// <summary>Turns sums into figures; what is missing first is named by an evaluation of everything.</summary>
    private void Finish(out BookResult<T> result)
    {
        if (sums.Missing == 0)
        {
            book.Finish(sums, default, out result);
            return;
        }

        AssetPiece<T>[] kept = [.. book.AssetPieces];
        book.Evaluate(out result);
        kept.CopyTo(book.AssetPieces, 0);
        filled.AsSpan().Fill(true);
        booked.AsSpan().Fill(true);
    }

    /// <summary>Takes back what the last state moved.</summary>
    private void Return()
    {
        for (int i = 0; i < filled.Length; i++)
        {
            if (!filled[i])
                continue;
            filled[i] = false;
            book.Contracts[i] = contracts[i];
            book.ContractPieces[i] = pieces[i];
            book.Groups[contracts[i].Group] = groups[contracts[i].Group];
        }

        for (int i = 0; i < booked.Length; i++)
        {
            if (booked[i])
                book.Assets[i] = assets[i];
            booked[i] = false;
        }
    }
}
