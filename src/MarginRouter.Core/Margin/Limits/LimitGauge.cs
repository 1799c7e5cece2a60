using System.Collections.Immutable;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Limits;

/// <summary>One limit of a frame at its worst reachable state, with and without candidates. Above zero is a breach.</summary>
internal sealed class LimitGauge
{
    private readonly LimitFrame frame;
    private readonly bool any;
    private readonly List<SlotGauge> slots;

    /// <summary>Prepares a limit.</summary>
    public LimitGauge(LimitFrame frame, LimitRow row, FillStatePolicy fillStates)
    {
        this.frame = frame;
        slots = new List<SlotGauge>(frame.SlotCount);
        Row = row;
        any = fillStates switch
        {
            FillStatePolicy.Any => true,
            FillStatePolicy.Final => false,
        };
        Before = -row.Allowance - (row.EquityWeight * frame.Equity);
        Extend();
    }

    /// <summary>The limit.</summary>
    public LimitRow Row { get; }

    /// <summary>Its worst value without candidates.</summary>
    public decimal Before { get; private set; }

    /// <summary>Takes in instruments that joined the frame since.</summary>
    public void Extend()
    {
        while (slots.Count < frame.SlotCount)
        {
            int slot = slots.Count;
            SlotGauge gauge = new(Row.Pieces(slot), frame[slot].Held, frame.PendingIn(slot), Row.EquityWeight, any);
            slots.Add(gauge);
            Before += gauge.Worst;
        }
    }

    /// <summary>Worst value with candidates.</summary>
    public decimal Worst(ReadOnlySpan<SlotFill> candidates)
    {
        decimal value = Before;
        for (int slot = 0; slot < slots.Count; slot++)
        {
            if (SlotGauge.Concerns(candidates, slot))
                value += slots[slot].With(candidates, slot, fromSettled: false) - slots[slot].Worst;
        }

        return value;
    }

    /// <summary>
    /// Largest rise of the value that the candidates can cause in any state of the other children; not above zero when they can only
    /// ease it. It is largest where everything else that reduces has filled, because requirements are convex in the position.
    /// </summary>
    public decimal Rise(ReadOnlySpan<SlotFill> candidates)
    {
        decimal rise = 0m;
        for (int slot = 0; slot < slots.Count; slot++)
        {
            if (SlotGauge.Concerns(candidates, slot))
                rise += slots[slot].With(candidates, slot, fromSettled: true) - slots[slot].Settled;
        }

        return rise;
    }

    /// <summary>Largest number of lots of the last candidate for which <see cref="Worst"/> is not above a ceiling; -1 for none at all.</summary>
    public decimal Room(ReadOnlySpan<SlotFill> candidates, decimal ceiling)
    {
        int slot = candidates[^1].Slot;
        decimal others = Before - slots[slot].Worst;
        for (int i = 0; i < slots.Count; i++)
        {
            if (i != slot && SlotGauge.Concerns(candidates, i))
                others += slots[i].With(candidates, i, fromSettled: false) - slots[i].Worst;
        }

        return slots[slot].Room(candidates, slot, fromSettled: false, ceiling - others);
    }

    /// <summary>Largest number of lots of the last candidate for which <see cref="Rise"/> is not above zero; -1 for none at all.</summary>
    public decimal RoomToEase(ReadOnlySpan<SlotFill> candidates)
    {
        int slot = candidates[^1].Slot;
        decimal others = 0m;
        for (int i = 0; i < slots.Count; i++)
        {
            if (i != slot && SlotGauge.Concerns(candidates, i))
                others += slots[i].With(candidates, i, fromSettled: true) - slots[i].Settled;
        }

        return slots[slot].Room(candidates, slot, fromSettled: true, slots[slot].Settled - others);
    }

    /// <summary>The limit as a sum over candidates of different instruments, each the largest of straight lines in its lots.</summary>
    public AccountRow Describe(ReadOnlySpan<SlotFill> candidates)
    {
        decimal constant = Before;
        var parts = ImmutableArray.CreateBuilder<AccountRowPart>(candidates.Length);
        for (int i = 0; i < candidates.Length; i++)
        {
            SlotGauge slot = slots[candidates[i].Slot];
            constant -= slot.Worst;
            if (slot.Lines(candidates[i].Terms) is { IsEmpty: false } lines)
                parts.Add(new AccountRowPart(i, lines));
        }

        return new AccountRow(Row.Reason, Row.Subject, Math.Max(0m, Before), constant, parts.ToImmutable());
    }

    /// <summary>Both sides of the limit at its worst state with candidates.</summary>
    public LimitFigures Figures(ReadOnlySpan<SlotFill> candidates) => Figures(candidates, Row.EquityWeight);

    /// <summary>The same against another share of equity.</summary>
    public LimitFigures Figures(ReadOnlySpan<SlotFill> candidates, decimal against)
    {
        decimal required = 0m;
        decimal equity = frame.Equity;
        for (int slot = 0; slot < slots.Count; slot++)
        {
            (decimal part, decimal change) = slots[slot].Describe(candidates, slot, against);
            required += part;
            equity += change;
        }

        return new LimitFigures(required, Row.Allowance + (against * equity), equity);
    }

    /// <summary>The refusal of candidates that break this limit.</summary>
    public Refusal Refuse(ReadOnlySpan<SlotFill> candidates)
    {
        LimitFigures figures = Figures(candidates);
        return new Refusal(Row.Reason, Row.Subject, figures.Required, figures.Available, Row.Threshold);
    }
}
