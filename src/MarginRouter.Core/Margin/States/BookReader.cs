using System.Numerics;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>Reads the books of one account in one number type.</summary>
internal sealed class BookReader<T>
    where T : struct, INumber<T>
{
    private readonly BookWallets wallets;
    private readonly AccountQuestion question;
    private readonly BookRules rules;
    private readonly List<BookSlot> slots;
    private readonly StateReading<T> rest = new();
    private readonly FloorRows floor;
    private readonly SpotBorrowing<T> borrowing;
    private (int Slots, StateBook<T>[] Books) prepared = (-1, []);

    /// <summary>Reads the books of an account.</summary>
    /// <param name="margin">The account.</param>
    /// <param name="wallets">Its books before any fill.</param>
    /// <param name="slots">Its instruments, as they join.</param>
    /// <param name="question">What is asked about it.</param>
    public BookReader(IStateMargin margin, BookWallets wallets, List<BookSlot> slots, AccountQuestion question)
    {
        this.wallets = wallets;
        this.slots = slots;
        this.question = question;
        rules = wallets.Rules.Book ?? new BookRules();
        floor = new FloorRows(question.Floor);
        borrowing = new SpotBorrowing<T>(margin, question.Account);
    }

    private bool IsIsolated => rules.Scope == MarginScope.Isolated;

    /// <summary>Reads a state.</summary>
    /// <param name="done">Fills in their order.</param>
    /// <param name="open">Open orders.</param>
    /// <param name="reading">Its figures.</param>
    public void Read(ReadOnlySpan<StateFill> done, ReadOnlySpan<StateFill> open, StateReading<T> reading)
    {
        reading.Clear();
        rest.Clear();
        for (int wallet = 0; wallet < wallets.Count; wallet++)
        {
            StateBook<T> state = State(wallet, done, open);
            if (state.Result.Note.Missing)
            {
                reading.Lack(state.Missing);
                return;
            }

            if (Acceptance(rest, wallet, state) is { } missing)
            {
                reading.Lack(missing);
                return;
            }

            AddParts(reading, wallet, state);
        }

        if (floor.Add(reading))
            return;
        StateLimitRows.AddParts(reading, question.Account.Subaccount, wallets.LadderUtilisation);
        reading.Limits.AddRange(rest.Limits);
        AddBrackets(reading, done, open);
        borrowing.Add(reading, done);
    }

    /// <summary>Adds what the venue wants of one book before it takes orders, in a state.</summary>
    public Refusal? Acceptance(StateReading<T> reading, int wallet, ReadOnlySpan<StateFill> done, ReadOnlySpan<StateFill> open) =>
        Acceptance(reading, wallet, State(wallet, done, open));

    /// <summary>The prepared book of a place, evaluated in a state.</summary>
    private StateBook<T> State(int wallet, ReadOnlySpan<StateFill> done, ReadOnlySpan<StateFill> open)
    {
        if (prepared.Slots != slots.Count || prepared.Books.Length != wallets.Count)
        {
            prepared = (slots.Count, [.. Enumerable.Range(0, wallets.Count).Select(place =>
                new StateBook<T>(wallets.Book(place, slots), slots, place))]);
        }

        StateBook<T> state = prepared.Books[wallet];
        state.Evaluate(done, wallets.ReadsOrders ? open : []);
        return state;
    }

    /// <summary>In isolated margin each position is a part; else each book is.</summary>
    private void AddParts(StateReading<T> reading, int wallet, StateBook<T> state)
    {
        if (!IsIsolated)
        {
            reading.Parts.Add(new PartReading<T>(wallets.Name(wallet), state.Result.LiquidationRequirement, state.Result.RatioEquity));
            return;
        }

        for (int place = 0; place < state.Count; place++)
            reading.Parts.Add(state.Part(place));
    }

    /// <summary>
    /// What the venue wants before it takes orders. Cross: initial margin within what it grants. Isolated: what fills have put aside and
    /// open orders reserve within the free balance.
    /// </summary>
    private Refusal? Acceptance(StateReading<T> reading, int wallet, StateBook<T> state)
    {
        string name = wallets.Name(wallet);
        if (IsIsolated)
        {
            T free = T.CreateChecked(wallets.Free(wallet));
            reading.Limits.Add(StateLimitRows.Acceptance(question.Account.Subaccount, name, state.Reserved + state.Taken, free));
            return null;
        }

        if (rules.NoInitial)
            return null;
        if (!state.InitialKnown)
            return new Refusal(RefusalReason.TierMissing, $"initial margin in {wallets.Rules.Name}");
        reading.Limits.Add(StateLimitRows.Acceptance(question.Account.Subaccount, name, state.Result.Initial, state.Result.Available));
        return null;
    }

    /// <summary>The largest position allowed at the chosen leverage, open orders of the larger side included.</summary>
    private void AddBrackets(StateReading<T> reading, ReadOnlySpan<StateFill> done, ReadOnlySpan<StateFill> open)
    {
        for (int i = 0; i < slots.Count; i++)
        {
            BookSlot slot = slots[i];
            if (slot.LargestAtLeverage is not { } largest)
                continue;
            decimal held = slot.HeldLots;
            decimal buys = 0m;
            decimal sells = 0m;
            foreach (ref readonly StateFill fill in done)
                held += fill.Slot == i ? fill.Signed : 0m;
            foreach (ref readonly StateFill order in open)
            {
                if (order.Slot == i && order.Side == Side.Buy)
                    buys += order.Lots;
                else if (order.Slot == i)
                    sells += order.Lots;
            }

            decimal lots = Math.Max(Math.Abs(held + buys), Math.Abs(held - sells));
            decimal size = slot.Size(wallets.Rules.TierUnit, lots * slot.Instrument.LotSize);
            reading.Limits.Add(new LimitReading<T>(
                RefusalReason.LeverageBracket, slot.Position.Instrument, T.CreateChecked(size), T.CreateChecked(largest), slot.Position.Leverage));
        }
    }
}
