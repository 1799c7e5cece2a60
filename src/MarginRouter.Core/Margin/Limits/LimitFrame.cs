using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Limits;

/// <summary>
/// An account laid out as limits under one price vector: equity, instruments, rows of affine pieces. Instruments that are not held
/// join when they are first asked for. Another price vector is another frame.
/// </summary>
internal sealed class LimitFrame
{
    // Most accounts trade one instrument and have a balance and a position: what is made for that need not grow.
    private const int UsualSlots = 1;

    private readonly IFrameRules model;
    private readonly ReferenceData reference;
    private readonly List<FrameSlot> slots = new(UsualSlots);
    private readonly List<LimitRow> rows = new(UsualSlots + 2);
    private readonly List<MarginTerm> terms = new(UsualSlots + 1);
    private readonly List<SlotFill> pending = [];
    private readonly List<FillTerms[]> pendingBySlot = new(UsualSlots);

    /// <summary>Makes an empty frame; the model fills it.</summary>
    /// <param name="model">The rules.</param>
    /// <param name="reference">Instruments.</param>
    /// <param name="account">The account.</param>
    /// <param name="prices">The price vector.</param>
    /// <param name="beyondTables">True for a hypothetical vector: the last tier then serves sizes beyond the table.</param>
    public LimitFrame(IFrameRules model, ReferenceData reference, MarginAccount account, PriceVector prices, bool beyondTables)
    {
        this.model = model;
        this.reference = reference;
        Account = account;
        Prices = prices;
        BeyondTables = beyondTables;
    }

    /// <summary>The account.</summary>
    public MarginAccount Account { get; }

    /// <summary>The price vector.</summary>
    public PriceVector Prices { get; }

    /// <summary>True when the last tier serves sizes beyond the table.</summary>
    public bool BeyondTables { get; }

    /// <summary>Equity without any fill, in the reporting currency.</summary>
    public decimal Equity { get; private set; }

    /// <summary>The first thing that is missing; null while everything is known.</summary>
    public Refusal? Unknown { get; private set; }

    /// <summary>All limits.</summary>
    public IReadOnlyList<LimitRow> Rows => rows;

    /// <summary>The maintenance limit; null where nothing is borrowed.</summary>
    public LimitRow? Maintenance { get; private set; }

    /// <summary>The venue's acceptance; null where there is none but the balances.</summary>
    public LimitRow? Acceptance { get; private set; }

    /// <summary>Number of instruments.</summary>
    public int SlotCount => slots.Count;

    /// <summary>What may fill of other children; valid until the next is added.</summary>
    public ReadOnlySpan<SlotFill> Pending => CollectionsMarshal.AsSpan(pending);

    /// <summary>The instrument at a place.</summary>
    public FrameSlot this[int slot] => slots[slot];

    /// <summary>Notes that something is missing; the first note stays.</summary>
    public void Miss(Refusal refusal) => Unknown ??= refusal;

    /// <summary>Adds to equity, with its explanation.</summary>
    public void AddEquity(string name, decimal value)
    {
        Equity += value;
        terms.Add(new MarginTerm(name, value));
    }

    /// <summary>Adds a limit.</summary>
    public LimitRow AddRow(LimitRow row)
    {
        rows.Add(row);
        if (row.Reason == RefusalReason.MaintenanceUtilisation)
            Maintenance = row;
        if (row.Reason == RefusalReason.VenueAcceptance)
            Acceptance = row;
        return row;
    }

    /// <summary>Adds an instrument and gives its place.</summary>
    public int AddSlot(FrameSlot slot)
    {
        slot.TakerRate = Account.Subaccount.TakerRate(slot.Instrument);
        slots.Add(slot);
        return slots.Count - 1;
    }

    /// <summary>What may fill of other children in one instrument. Asked only once all of them are there.</summary>
    public FillTerms[] PendingIn(int slot)
    {
        while (pendingBySlot.Count <= slot)
        {
            List<FillTerms>? terms = null;
            foreach (ref readonly SlotFill fill in Pending)
            {
                if (fill.Slot == pendingBySlot.Count)
                    (terms ??= []).Add(fill.Terms);
            }

            pendingBySlot.Add(terms?.ToArray() ?? []);
        }

        return pendingBySlot[slot];
    }

    /// <summary>The place of an instrument, adding it when it is new; -1 with the reason when something about it is missing.</summary>
    public int Slot(InstrumentId instrument, out Refusal? refusal)
    {
        refusal = null;
        for (int i = 0; i < slots.Count; i++)
        {
            if (slots[i].Instrument.Id == instrument)
                return i;
        }

        refusal = model.Add(this, reference[instrument], Position(instrument));
        return refusal is null ? slots.Count - 1 : -1;
    }

    /// <summary>Adds what may fill of another child; a missing figure makes the account unknown.</summary>
    public void AddPending(in PendingFill fill)
    {
        int slot = Slot(fill.Instrument, out Refusal? refusal);
        if (refusal is not null)
            Miss(refusal);
        else
            pending.Add(new SlotFill(slot, slots[slot].Terms(fill)));
    }

    /// <summary>The position in an instrument; flat and without leverage when the account does not list it.</summary>
    public PositionSnapshot Position(InstrumentId instrument)
    {
        foreach (PositionSnapshot position in Account.Positions)
        {
            if (position.Instrument == instrument)
                return position;
        }

        return new PositionSnapshot(instrument, PositionLots.Flat, 0m, null);
    }

    /// <summary>Margin in one state: these fills done, these orders open.</summary>
    public MarginAssessment Assess(ReadOnlySpan<SlotFill> fills, ReadOnlySpan<SlotFill> orders)
    {
        ImmutableArray<MarginTerm>.Builder explained = ImmutableArray.CreateBuilder<MarginTerm>(terms.Count + slots.Count + 1);
        explained.AddRange(CollectionsMarshal.AsSpan(terms));
        decimal change = 0m;
        foreach (ref readonly SlotFill fill in fills)
            change += fill.Terms.Lots * fill.Terms.Equity;
        if (!fills.IsEmpty)
            explained.Add(new MarginTerm("fills", change));
        decimal maintenance = 0m;
        decimal initial = 0m;
        for (int slot = 0; slot < slots.Count; slot++)
        {
            decimal held = Maintenance?.At(slot, slots[slot].Held, fills, []) ?? 0m;
            maintenance += held;
            if (held != 0m)
                explained.Add(new MarginTerm(slots[slot].MarginName, held));
            initial += Acceptance?.At(slot, slots[slot].Held, fills, orders) ?? 0m;
        }

        decimal required = Acceptance is null ? Paid(orders) : initial;
        decimal equity = Equity + change;
        return new MarginAssessment(equity, initial, maintenance, required, equity, explained.DrainToImmutable());
    }

    private decimal Paid(ReadOnlySpan<SlotFill> orders)
    {
        decimal paid = 0m;
        foreach (ref readonly SlotFill order in orders)
        {
            FrameSlot slot = slots[order.Slot];
            decimal perLot = order.Terms.Buy
                ? order.Terms.Value * (1m + slot.TakerRate)
                : slot.MarkValue;
            paid += order.Terms.Lots * perLot * slot.Rate;
        }

        return paid;
    }
}
