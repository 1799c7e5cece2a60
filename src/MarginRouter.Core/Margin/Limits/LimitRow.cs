using MarginRouter.Core.Margin.Stress;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Limits;

/// <summary>
/// One limit of an account in money form: sum over instruments of the largest piece, less a share of equity, less a fixed allowance,
/// must not be above zero. It is never written as a ratio (design decision 2).
/// </summary>
internal sealed class LimitRow
{
    private static readonly LimitPiece[] None = [];

    private readonly List<LimitPiece[]> slots;

    public LimitRow(RefusalReason reason, string subject, decimal allowance, decimal equityWeight, decimal? threshold)
        : this(reason, subject, allowance, equityWeight, threshold, new List<LimitPiece[]>(1))
    {
    }

    private LimitRow(
        RefusalReason reason,
        string subject,
        decimal allowance,
        decimal equityWeight,
        decimal? threshold,
        List<LimitPiece[]> slots)
    {
        Reason = reason;
        Subject = subject;
        Allowance = allowance;
        EquityWeight = equityWeight;
        Threshold = threshold;
        this.slots = slots;
    }

    /// <summary>The reason given when it fails.</summary>
    public RefusalReason Reason { get; }

    /// <summary>What it is about.</summary>
    public string Subject { get; }

    /// <summary>Fixed part of what is available.</summary>
    public decimal Allowance { get; }

    /// <summary>Share of equity that is available.</summary>
    public decimal EquityWeight { get; }

    /// <summary>The configured figure behind it, for reports.</summary>
    public decimal? Threshold { get; }

    /// <summary>The same requirement against another share of equity; pieces are shared, later ones included.</summary>
    public LimitRow Against(decimal equityWeight) => new(Reason, Subject, Allowance, equityWeight, equityWeight, slots);

    /// <summary>The same requirement as a limit under stress; pieces are shared, later ones included.</summary>
    public LimitRow AsFloor(StressFloor floor) =>
        new(RefusalReason.StressUtilisation, $"{Subject} in {floor.Scenario}", Allowance, floor.UtilisationLimit, floor.UtilisationLimit, slots);

    /// <summary>The pieces of an instrument; none when the limit does not concern it.</summary>
    public LimitPiece[] Pieces(int slot) => slot < slots.Count ? slots[slot] : None;

    /// <summary>States the pieces of an instrument.</summary>
    public void Set(int slot, LimitPiece[] pieces)
    {
        while (slots.Count <= slot)
            slots.Add(None);
        slots[slot] = pieces;
    }

    /// <summary>The requirement of one instrument, of which so many signed lots are held, in one state: these fills done, these orders open.</summary>
    public decimal At(int slot, decimal held, ReadOnlySpan<SlotFill> fills, ReadOnlySpan<SlotFill> orders)
    {
        LowestPrices lowest = default;
        foreach (ref readonly SlotFill fill in fills)
            lowest = fill.Slot == slot ? lowest.With(fill.Terms) : lowest;
        decimal? highest = null;
        foreach (LimitPiece piece in Pieces(slot))
        {
            decimal released = piece.Release?.PerLot(lowest) ?? 0m;
            decimal value = piece.Held(held, released);
            foreach (ref readonly SlotFill fill in fills)
                value += fill.Slot == slot ? fill.Terms.Lots * piece.Filled(fill.Terms, released) : 0m;
            foreach (ref readonly SlotFill order in orders)
                value += order.Slot == slot ? order.Terms.Lots * piece.Open(order.Terms) : 0m;
            value = piece.Divided(value);
            if (highest is null || value > highest)
                highest = value;
        }

        return highest ?? 0m;
    }
}
