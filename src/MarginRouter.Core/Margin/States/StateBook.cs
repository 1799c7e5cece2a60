using System.Collections.Immutable;
using System.Numerics;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Margin.Kernel;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>One book of an account, prepared once and read in state after state; allocates nothing in a state once it has seen as many fills.</summary>
internal sealed class StateBook<T>
    where T : struct, INumber<T>
{
    private readonly BookNames names;
    private readonly SteppedBook<T> steps;
    private readonly ImmutableArray<int> places;
    private readonly ImmutableArray<decimal> lots;
    private readonly T[] takers;
    private readonly int coin;
    private readonly T free;
    private CandidateFill<T>[] fills = new CandidateFill<T>[4];
    private (int Contract, OrderState<T> Order)[] orders = new (int, OrderState<T>)[4];
    private BookResult<T> plain;
    private BookResult<T> result;

    /// <summary>Prepares a book.</summary>
    /// <param name="book">The book before any fill, without orders.</param>
    /// <param name="slots">All instruments of the account; those of this book stand in the order of its positions.</param>
    /// <param name="wallet">Place of the book.</param>
    public StateBook(MarginBook book, List<BookSlot> slots, int wallet)
    {
        names = new BookNames(book);
        steps = new SteppedBook<T>(BookPreparation<T>.Prepare(book, names));
        coin = names.Assets.IndexOf(book.Reporting.Code);
        free = steps.Book.Assets[coin].Net;
        int own = 0;
        places = [.. slots.Select(slot => slot.Wallet == wallet ? own++ : -1)];
        Count = own;
        lots = [.. slots.Select(slot => slot.Instrument.LotSize)];
        takers = [.. slots.Select(slot => T.CreateChecked(slot.Instrument.Fees.TakerRate))];
    }

    /// <summary>Number of its instruments.</summary>
    public int Count { get; }

    /// <summary>Figures of the last state, open orders included.</summary>
    public ref readonly BookResult<T> Result => ref result;

    /// <summary>What is missing in the last state; null when it is known.</summary>
    public Refusal? Missing => names.Refusal(result.Note);

    /// <summary>True when initial margin of positions and debts is known, whatever the rules say about open orders.</summary>
    public bool InitialKnown => result.InitialKnown || plain.InitialKnown;

    /// <summary>What open orders reserve in the last state.</summary>
    public T Reserved => result.Initial - plain.Initial;

    /// <summary>What the fills of the last state took out of the balance of the book's coin that no isolated position has put aside.</summary>
    public T Taken => free - steps.Book.Assets[coin].Net + steps.Aside;

    /// <summary>Evaluates a state; fills and orders of other books are passed over.</summary>
    public void Evaluate(ReadOnlySpan<StateFill> done, ReadOnlySpan<StateFill> open)
    {
        steps.Fill(Fills(done), out plain);
        ReadOnlySpan<(int, OrderState<T>)> own = Orders(open);
        result = plain;
        if (!own.IsEmpty)
            steps.Place(own, out result);
    }

    /// <summary>Requirement and equity of one position alone, in the last state.</summary>
    public PartReading<T> Part(int place)
    {
        PreparedBook<T> book = steps.Book;
        if (!book.Contracts[place].IsHeld)
            return new PartReading<T>(names.Instruments[place], T.Zero, T.Zero);
        IsolatedPart<T> part = new(place, book.ContractPieces[place]);
        return new PartReading<T>(names.Instruments[place], book.Rules.Rescaled(part.Requirement, book.Rules.LiquidateAt), part.Equity);
    }

    private ReadOnlySpan<CandidateFill<T>> Fills(ReadOnlySpan<StateFill> done)
    {
        if (fills.Length < done.Length)
            fills = new CandidateFill<T>[done.Length];
        int count = 0;
        foreach (ref readonly StateFill fill in done)
        {
            int place = places[fill.Slot];
            if (place < 0)
                continue;
            T signed = T.CreateChecked(fill.Signed * lots[fill.Slot]);
            T price = T.CreateChecked(fill.Price);
            T fee = takers[fill.Slot] * steps.Book.Contracts[place].ValueOf(signed, price);
            fills[count++] = new CandidateFill<T>(place, signed, price, fee);
        }

        return fills.AsSpan(0, count);
    }

    private ReadOnlySpan<(int Contract, OrderState<T> Order)> Orders(ReadOnlySpan<StateFill> open)
    {
        if (orders.Length < open.Length)
            orders = new (int, OrderState<T>)[open.Length];
        int count = 0;
        foreach (ref readonly StateFill order in open)
        {
            int place = places[order.Slot];
            if (place < 0)
                continue;
            T quantity = T.CreateChecked(order.Lots * lots[order.Slot]);
            orders[count++] = (place, new OrderState<T>(order.Side == Side.Buy, quantity, T.CreateChecked(order.Price)));
        }

        return orders.AsSpan(0, count);
    }
}
