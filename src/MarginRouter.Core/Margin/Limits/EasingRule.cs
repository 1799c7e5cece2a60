using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Limits;

/// <summary>
/// What an account over a limit may still do besides shrinking positions (design decision 3): in no reachable state may a candidate
/// raise any limit's excess, the maintenance utilisation, or the shortfall to liquidation, nor may a move of its underlying that did
/// not liquidate the account before do so after.
/// </summary>
internal sealed class EasingRule
{
    // With no liquidation price today, "still none" is checked at these ends of the price line.
    private const decimal NearZero = 0.000000001m;
    private const decimal FarUp = 1000m;

    private readonly ReferenceData reference;
    private readonly IFrameRules model;
    private readonly LimitFrame frame;
    private readonly ImmutableArray<PendingFill> pending;
    private readonly FillStatePolicy fillStates;
    private readonly List<LimitGauge> ratios = [];
    private readonly Dictionary<string, (LimitFrame Frame, LimitGauge Gauge)[]> moves = new(StringComparer.Ordinal);
    private decimal? distance;
    private readonly bool onlyLimits;
    private bool prepared;

    public EasingRule(AccountQuestion question, IFrameRules model, LimitFrame frame)
    {
        reference = question.Reference;
        this.model = model;
        this.frame = frame;
        pending = question.Pending;
        fillStates = question.FillStates;

        // Under stress only the limit itself must not worsen: liquidation is judged at today's prices.
        onlyLimits = question.Floor is not null;
    }

    /// <summary>The refusal of candidates that take a limit further.</summary>
    public static Refusal Worsens(LimitGauge gauge, decimal before, decimal after) =>
        new(RefusalReason.WouldWorsenBreach, $"{gauge.Row.Reason} of {gauge.Row.Subject}", after, before, gauge.Row.Threshold);

    /// <summary>Null when the candidates ease or keep everything.</summary>
    public Refusal? Refuse(List<LimitGauge> limits, ReadOnlySpan<SlotFill> placed)
    {
        Prepare();
        foreach (LimitGauge gauge in limits)
        {
            if (gauge.Row.Reason != RefusalReason.BalanceInsufficient && gauge.Rise(placed) is > 0m and decimal rise)
                return Worsens(gauge, gauge.Before, gauge.Before + rise);
        }

        foreach (LimitGauge gauge in ratios)
        {
            if (gauge.Rise(placed) is > 0m and decimal rise)
                return Worsens(gauge, gauge.Before, gauge.Before + rise);
        }

        foreach (ref readonly SlotFill fill in placed)
        {
            foreach ((LimitFrame moved, LimitGauge gauge) in Moves(frame[fill.Slot].Instrument.Base))
            {
                decimal worst = gauge.Worst(Place(moved, placed));
                if (worst > Math.Max(0m, gauge.Before))
                    return Worsens(gauge, gauge.Before, worst);
            }
        }

        return null;
    }

    /// <summary>Lots of the last candidate that ease or keep everything; negative for none.</summary>
    public decimal Room(List<LimitGauge> limits, ReadOnlySpan<SlotFill> placed)
    {
        Prepare();
        decimal room = placed[^1].Terms.Lots;
        foreach (LimitGauge gauge in limits)
        {
            if (gauge.Row.Reason != RefusalReason.BalanceInsufficient)
                room = Math.Min(room, gauge.RoomToEase(placed));
        }

        foreach (LimitGauge gauge in ratios)
            room = Math.Min(room, gauge.RoomToEase(placed));
        foreach (ref readonly SlotFill fill in placed)
        {
            foreach ((LimitFrame moved, LimitGauge gauge) in Moves(frame[fill.Slot].Instrument.Base))
                room = Math.Min(room, gauge.Room(Place(moved, placed), Math.Max(0m, gauge.Before)));
        }

        return room;
    }

    private void Prepare()
    {
        if (!prepared)
        {
            prepared = true;
            if (!onlyLimits && frame.Maintenance is { } row)
            {
                var whole = new LimitGauge(frame, row.Against(1m), fillStates);
                if (WorstRatio.Of(frame, whole, [], fillStates) is { } ratio)
                    ratios.Add(new LimitGauge(frame, row.Against(ratio), fillStates));
                ratios.Add(whole);
                distance = LiquidationMove.Distance(model, reference, frame);
            }
        }

        foreach (LimitGauge gauge in ratios)
            gauge.Extend();
    }

    private (LimitFrame Frame, LimitGauge Gauge)[] Moves(Asset underlying)
    {
        if (onlyLimits || frame.Maintenance is null)
            return [];
        if (!moves.TryGetValue(underlying.Code, out (LimitFrame Frame, LimitGauge Gauge)[]? moved))
        {
            decimal down = distance is { } far ? Math.Max(1m - far, NearZero) : NearZero;
            moved = [Move(underlying, down), Move(underlying, distance is { } up ? 1m + up : FarUp)];
            moves.Add(underlying.Code, moved);
        }

        return moved;
    }

    private (LimitFrame Frame, LimitGauge Gauge) Move(Asset underlying, decimal factor)
    {
        LimitFrame moved = model.Open(reference, frame.Account, frame.Prices.Moved(reference, underlying, factor), beyondTables: true);
        foreach (PendingFill fill in pending)
            moved.AddPending(fill);
        return (moved, new LimitGauge(moved, moved.Maintenance!.Against(1m), fillStates));
    }

    private SlotFill[] Place(LimitFrame moved, ReadOnlySpan<SlotFill> placed)
    {
        SlotFill[] replaced = new SlotFill[placed.Length];
        for (int i = 0; i < placed.Length; i++)
        {
            FillTerms terms = placed[i].Terms;
            FrameSlot from = frame[placed[i].Slot];
            int slot = moved.Slot(from.Instrument.Id, out Refusal? refusal);
            if (refusal is not null)
                throw new InvalidOperationException($"{refusal.Subject} is known at today's prices but not after a move");
            decimal fee = from.TakerRate * terms.Value;
            replaced[i] = new SlotFill(slot, moved[slot].Terms(terms.Buy ? Side.Buy : Side.Sell, terms.Lots, terms.Price, fee));
        }

        foreach ((LimitFrame Frame, LimitGauge Gauge)[] pair in moves.Values)
        {
            foreach ((_, LimitGauge gauge) in pair)
                gauge.Extend();
        }

        return replaced;
    }
}
