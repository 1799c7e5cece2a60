using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Kernel;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>
/// One book of an account, prepared once and evaluated in state after state: fills are booked into its arrays, open orders written
/// into places kept for them, and both taken back before the next state.
/// </summary>
internal sealed class StateBook
{
    private readonly MarginBook book;
    private readonly ImmutableArray<BookSlot> slots;
    private readonly BookNames names;
    private readonly PreparedBook<decimal> plain;
    private readonly ContractState<decimal>[] contracts;
    private readonly AssetState<decimal>[] assets;
    private readonly int coin;
    private PreparedBook<decimal>? ordered;
    private int places;
    private BookResult<decimal> result;
    private BookResult<decimal>? plainResult;

    /// <summary>Prepares a book.</summary>
    /// <param name="book">The book before any fill, without orders.</param>
    /// <param name="slots">Its instruments, in the order of its positions.</param>
    public StateBook(MarginBook book, ImmutableArray<BookSlot> slots)
    {
        this.book = book;
        this.slots = slots;
        names = new BookNames(book);
        plain = BookPreparation<decimal>.Prepare(book, names);
        contracts = [.. plain.Contracts];
        assets = [.. plain.Assets];
        coin = names.Assets.IndexOf(book.Reporting.Code);
    }

    /// <summary>Figures of the last state, open orders included.</summary>
    public ref readonly BookResult<decimal> Result => ref result;

    /// <summary>What is missing in the last state; null when it is known.</summary>
    public Refusal? Missing => names.Refusal(result.Note);

    /// <summary>True when initial margin of positions and debts is known, whatever the rules say about open orders.</summary>
    public bool InitialKnown => result.InitialKnown || Plain().InitialKnown;

    /// <summary>What open orders reserve in the last state.</summary>
    public decimal Reserved => result.Initial - Plain().Initial;

    /// <summary>Balance of the book's coin that no isolated position has put aside since before the fills.</summary>
    public decimal Free { get; private set; }

    /// <summary>Evaluates a state.</summary>
    /// <param name="done">Fills of this book's instruments, by place in it.</param>
    /// <param name="open">Open orders of them.</param>
    public void Evaluate(ReadOnlySpan<StateFill> done, ReadOnlySpan<StateFill> open)
    {
        Fill(plain, done);
        plainResult = null;
        Free = plain.Assets[coin].Net;
        for (int i = 0; i < contracts.Length; i++)
            Free -= plain.Contracts[i].IsolatedMargin - contracts[i].IsolatedMargin;
        if (open.IsEmpty)
        {
            result = Plain();
            return;
        }

        PreparedBook<decimal> whole = WithPlaces(open.Length);
        Fill(whole, done);
        for (int i = 0; i < contracts.Length; i++)
            Place(whole, i, open);
        whole.Evaluate(out result);
    }

    /// <summary>Requirement and equity of one position alone, in the last state.</summary>
    public PartReading Part(int index)
    {
        Plain();
        ref readonly ContractState<decimal> state = ref plain.Contracts[index];
        if (!state.IsHeld)
            return new PartReading(names.Instruments[index], 0m, 0m);
        IsolatedPart<decimal> part = new(index, plain.ContractPieces[index]);
        return new PartReading(names.Instruments[index], plain.Rules.Rescaled(part.Requirement, plain.Rules.LiquidateAt), part.Equity);
    }

    private static void Place(PreparedBook<decimal> whole, int index, ReadOnlySpan<StateFill> open)
    {
        RowRange range = whole.Contracts[index].Orders;
        for (int place = 0; place < range.Count; place++)
        {
            // An empty place holds nothing at the price of one.
            whole.Orders[range.Start + place] = place < open.Length && open[place].Slot == index
                ? new OrderState<decimal>(open[place].Side == Side.Buy, open[place].Lots, open[place].Price)
                : new OrderState<decimal>(true, 0m, 1m);
        }
    }

    private BookResult<decimal> Plain()
    {
        if (plainResult is { } known)
            return known;
        plain.Evaluate(out BookResult<decimal> found);
        plainResult = found;
        return found;
    }

    private void Fill(PreparedBook<decimal> prepared, ReadOnlySpan<StateFill> done)
    {
        for (int i = 0; i < contracts.Length; i++)
        {
            RowRange orders = prepared.Contracts[i].Orders;
            prepared.Contracts[i] = contracts[i];
            prepared.Contracts[i].Orders = orders;
        }

        assets.CopyTo(prepared.Assets, 0);
        foreach (ref readonly StateFill fill in done)
        {
            decimal value = contracts[fill.Slot].ValueOf(fill.Lots, fill.Price);
            decimal fee = slots[fill.Slot].Instrument.Fees.TakerRate * value;
            CandidateMath.Apply(prepared, new CandidateFill<decimal>(fill.Slot, fill.Signed, fill.Price, fee));
        }
    }

    /// <summary>The book with so many places for open orders of each instrument.</summary>
    private PreparedBook<decimal> WithPlaces(int count)
    {
        if (ordered is not null && count <= places)
            return ordered;
        places = count;
        MarginBook reserved = book with
        {
            Orders =
            [
                .. book.Positions.SelectMany(position =>
                    Enumerable.Repeat(new CaseOrder(position.Instrument, Side.Buy, 0m, 1m, 0m, ReduceOnly: false), count)),
            ],
        };
        ordered = BookPreparation<decimal>.Prepare(reserved, names);
        return ordered;
    }
}
