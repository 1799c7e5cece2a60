using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>
/// A live account read as a book. Where each settlement coin is an account of its own there is one book a coin. Open orders are
/// reserved for by the venue's own rule where the rule set has one; where it has none, the fill states themselves reserve, because
/// every state in which the orders have filled must hold as well.
/// </summary>
internal sealed class BookStateMargin : IStateMargin
{
    private readonly BookWallets wallets;
    private readonly AccountQuestion question;
    private readonly BookRules book;
    private readonly List<BookSlot> slots = [];
    private (int Slots, StateBook[] Books) prepared = (-1, []);

    public BookStateMargin(MarginRuleSet rules, AccountQuestion question)
    {
        this.question = question;
        book = rules.Book ?? new BookRules();
        wallets = new BookWallets(rules, question);
        foreach (PositionSnapshot position in question.Account.Positions)
        {
            if (position.Quantity.IsFlat || Unknown is not null)
                continue;
            Slot(position.Instrument, out Refusal? refusal);
            Unknown ??= refusal;
        }

        if (slots.Count == 0)
            wallets.Open(question.Account.Subaccount.Reporting);
    }

    /// <inheritdoc />
    public Refusal? Unknown { get; }

    /// <inheritdoc />
    public int SlotCount => slots.Count;

    private MarginRuleSet Rules => wallets.Rules;

    private bool IsIsolated => book.Scope == MarginScope.Isolated;

    /// <summary>False where the rules do not say what an open order reserves.</summary>
    private bool ReadsOrders => Rules.Model is not (MarginModelKind.DebtRatio or MarginModelKind.CollateralLtv) && book.Orders != OrderNetting.Refused;

    /// <inheritdoc />
    public Instrument this[int slot] => slots[slot].Instrument;

    /// <inheritdoc />
    public int Slot(InstrumentId instrument, out Refusal? refusal)
    {
        refusal = null;
        for (int i = 0; i < slots.Count; i++)
        {
            if (slots[i].Instrument.Id == instrument)
                return i;
        }

        if (wallets.Join(question.Reference[instrument], out refusal) is not { } joined)
            return -1;
        slots.Add(joined);
        return slots.Count - 1;
    }

    /// <inheritdoc />
    public int Group(int slot) => slot;

    /// <inheritdoc />
    public IReadOnlyList<Bend> Bends(int group)
    {
        BookSlot slot = slots[group];
        if (slot.Position.IsSpot)
            return [];
        ImmutableArray<decimal> perLot = [.. Enumerable.Range(0, group + 1).Select(i => i == group ? 1m : 0m)];
        return [new Bend(slot.HeldLots, perLot, [.. slot.BendingLots(Rules.TierUnit, book.Application)], Whole: true)];
    }

    /// <inheritdoc />
    public decimal Held(int slot) => slots[slot].HeldLots;

    /// <summary>
    /// Fills move value between a position and the wallet: that matters where the two count apart (isolated margin, a weight on the
    /// settlement coin) or where the requirement follows the entry price.
    /// </summary>
    public bool OrderMatters(int slot)
    {
        if (slots[slot].Position.IsSpot)
            return false;
        if (IsIsolated || book.Basis == RequirementBasis.Entry)
            return true;
        return Rules.Model == MarginModelKind.TieredDerivative && !book.PerSettlement && wallets.IsWeighted(slots[slot].Position.Settlement);
    }

    /// <inheritdoc />
    public StateReading Read(ReadOnlySpan<StateFill> done, ReadOnlySpan<StateFill> open)
    {
        StateReading reading = new();
        List<LimitReading> rest = [];
        for (int wallet = 0; wallet < wallets.Count; wallet++)
        {
            StateBook state = State(wallet, done, open);
            reading.Missing ??= state.Missing ?? AddAcceptance(rest, wallet, state);
            if (reading.Missing is not null)
                return reading;
            AddParts(reading, wallet, state);
        }

        if (StateLimitRows.AddFloor(reading, question.Floor))
            return reading;
        StateLimitRows.AddParts(reading, question.Account.Subaccount, wallets.LadderUtilisation);
        reading.Limits.AddRange(rest);
        AddBrackets(reading, done, open);
        SpotBorrowing.Add(reading, this, question.Account, done);
        return reading;
    }

    /// <inheritdoc />
    public MarginAssessment? Assess(ReadOnlySpan<StateFill> done, ReadOnlySpan<StateFill> open, out Refusal? refusal)
    {
        BookSum sum = new(question);
        refusal = null;
        for (int wallet = 0; wallet < wallets.Count; wallet++)
        {
            MarginBook filled = Filled(wallet, done);
            MarginBook whole = filled with { Orders = Orders(wallet, open) };
            BookEvaluation found = BookEvaluation.Of(whole);
            refusal ??= found.Unknown;
            List<LimitReading> acceptance = [];
            refusal ??= AddAcceptance(acceptance, wallet, State(wallet, done, open)) ?? sum.Add(whole.Reporting, found.Assessment, acceptance);
            if (refusal is not null)
                return null;
        }

        return sum.Total;
    }

    private MarginBook Filled(int wallet, ReadOnlySpan<StateFill> done) =>
        BookFills.Apply(wallets.Book(wallet, slots), Cases(wallet, done, withFee: true));

    private ImmutableArray<CaseOrder> Orders(int wallet, ReadOnlySpan<StateFill> open) =>
        ReadsOrders ? Cases(wallet, open, withFee: false) : [];

    private ImmutableArray<CaseOrder> Cases(int wallet, ReadOnlySpan<StateFill> fills, bool withFee)
    {
        ImmutableArray<CaseOrder>.Builder cases = ImmutableArray.CreateBuilder<CaseOrder>();
        foreach (ref readonly StateFill fill in fills)
        {
            BookSlot slot = slots[fill.Slot];
            if (slot.Wallet != wallet)
                continue;
            decimal contracts = fill.Lots * slot.Instrument.LotSize;
            decimal fee = withFee ? wallets.Fee(slot, contracts, fill.Price) : 0m;
            cases.Add(new CaseOrder(slot.Position.Instrument, fill.Side, contracts, fill.Price, fee, ReduceOnly: false));
        }

        return cases.ToImmutable();
    }

    /// <summary>The prepared book of a place, evaluated in a state.</summary>
    private StateBook State(int wallet, ReadOnlySpan<StateFill> done, ReadOnlySpan<StateFill> open)
    {
        if (prepared.Slots != slots.Count || prepared.Books.Length != wallets.Count)
        {
            prepared = (slots.Count, [.. Enumerable.Range(0, wallets.Count).Select(place =>
                new StateBook(wallets.Book(place, slots), [.. slots.Where(slot => slot.Wallet == place)]))]);
        }

        StateBook state = prepared.Books[wallet];
        state.Evaluate(Own(wallet, done), ReadsOrders ? Own(wallet, open) : []);
        return state;
    }

    /// <summary>Fills of one book, by place in it, in contracts.</summary>
    private StateFill[] Own(int wallet, ReadOnlySpan<StateFill> fills)
    {
        List<StateFill> own = [];
        foreach (ref readonly StateFill fill in fills)
        {
            BookSlot slot = slots[fill.Slot];
            int place = 0;
            for (int i = 0; i < fill.Slot; i++)
                place += slots[i].Wallet == wallet ? 1 : 0;
            if (slot.Wallet == wallet)
                own.Add(fill with { Slot = place, Lots = fill.Lots * slot.Instrument.LotSize });
        }

        return [.. own];
    }

    /// <summary>In isolated margin each position is a part; else each book is.</summary>
    private void AddParts(StateReading reading, int wallet, StateBook state)
    {
        if (!IsIsolated)
        {
            reading.Parts.Add(new PartReading(wallets.Name(wallet), state.Result.LiquidationRequirement, state.Result.RatioEquity));
            return;
        }

        int count = slots.Count(slot => slot.Wallet == wallet);
        for (int place = 0; place < count; place++)
            reading.Parts.Add(state.Part(place));
    }

    /// <summary>
    /// What the venue wants before it takes orders. Cross: initial margin within what it grants. Isolated: what fills have put aside and
    /// open orders reserve within the free balance.
    /// </summary>
    private Refusal? AddAcceptance(List<LimitReading> limits, int wallet, StateBook state)
    {
        Subaccount subaccount = question.Account.Subaccount;
        string name = wallets.Name(wallet);
        if (IsIsolated)
        {
            decimal free = wallets.Free(wallet);
            limits.Add(StateLimitRows.Acceptance(subaccount, name, state.Reserved + free - state.Free, free));
            return null;
        }

        if (book.NoInitial)
            return null;
        if (!state.InitialKnown)
            return new Refusal(RefusalReason.TierMissing, $"initial margin in {Rules.Name}");
        limits.Add(StateLimitRows.Acceptance(subaccount, name, state.Result.Initial, state.Result.Available));
        return null;
    }

    /// <summary>The largest position allowed at the chosen leverage, open orders of the larger side included.</summary>
    private void AddBrackets(StateReading reading, ReadOnlySpan<StateFill> done, ReadOnlySpan<StateFill> open)
    {
        for (int i = 0; i < slots.Count; i++)
        {
            BookSlot slot = slots[i];
            if (slot.Tiers is not { } tiers || slot.Position.Leverage is not { } leverage || tiers.LargestAt(leverage) is not { } largest)
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
            decimal size = slot.Size(Rules.TierUnit, lots * slot.Instrument.LotSize);
            reading.Limits.Add(new LimitReading(RefusalReason.LeverageBracket, slot.Position.Instrument, size, largest, leverage));
        }
    }
}
