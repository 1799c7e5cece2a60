using System.Collections.Immutable;
using System.Numerics;
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
    private readonly List<IReadOnlyList<Bend>> bends = [];
    private readonly BookReader<decimal> exact;
    private object? search;

    public BookStateMargin(MarginRuleSet rules, AccountQuestion question)
    {
        this.question = question;
        book = rules.Book ?? new BookRules();
        wallets = new BookWallets(rules, question);
        exact = new BookReader<decimal>(this, wallets, slots, question);
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
        for (int slot = bends.Count; slot <= group; slot++)
            bends.Add(FindBends(slot));
        return bends[group];
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
    public void Read<T>(ReadOnlySpan<StateFill> done, ReadOnlySpan<StateFill> open, StateReading<T> into)
        where T : struct, INumber<T>
    {
        if (into is StateReading<decimal> reading)
            exact.Read(done, open, reading);
        else
            Reader<T>().Read(done, open, into);
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
            StateReading<decimal> acceptance = new();
            refusal ??= exact.Acceptance(acceptance, wallet, done, open) ?? sum.Add(whole.Reporting, found.Assessment, acceptance.Limits);
            if (refusal is not null)
                return null;
        }

        return sum.Total;
    }

    private IReadOnlyList<Bend> FindBends(int place)
    {
        BookSlot slot = slots[place];
        if (slot.Position.IsSpot)
            return [];
        ImmutableArray<decimal> perLot = [.. Enumerable.Range(0, place + 1).Select(i => i == place ? 1m : 0m)];
        return [new Bend(slot.HeldLots, perLot, [.. slot.BendingLots(Rules.TierUnit, book.Application)], Whole: true)];
    }

    private MarginBook Filled(int wallet, ReadOnlySpan<StateFill> done) =>
        BookFills.Reach(wallets.Book(wallet, slots), Cases(wallet, done, withFee: true));

    private ImmutableArray<CaseOrder> Orders(int wallet, ReadOnlySpan<StateFill> open) =>
        wallets.ReadsOrders ? Cases(wallet, open, withFee: false) : [];

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

    private BookReader<T> Reader<T>()
        where T : struct, INumber<T>
    {
        if (search is BookReader<T> reader)
            return reader;
        reader = new BookReader<T>(this, wallets, slots, question);
        search = reader;
        return reader;
    }
}
