using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Limits;

/// <summary>
/// What an account over a limit may still do besides shrinking positions (design decision 3). Without children of others there is one
/// state to compare with, and the rule is exact: no limit may be exceeded that held, nor one that did not by more; the maintenance
/// utilisation may not rise; and no move of one underlying that did not liquidate before may do so after. Requirement less equity is
/// convex in a price, so the ends of the survived moves stand for all of them. With children of others the moves that are survived
/// differ by state, and a stricter rule stands for all: in no state may a limit's value, the utilisation, or the shortfall to
/// liquidation rise, nor may a move of the candidates' underlyings liquidate that did not before in the worst state.
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
    private readonly bool onlyLimits;
    private readonly bool isAlone;
    private decimal? distance;
    private bool isSpent;
    private bool prepared;

    public EasingRule(AccountQuestion question, IFrameRules model, LimitFrame frame)
    {
        reference = question.Reference;
        this.model = model;
        this.frame = frame;
        pending = question.Pending;
        fillStates = question.FillStates;
        isAlone = pending.IsEmpty;

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
            if (gauge.Row.Reason != RefusalReason.BalanceInsufficient && Worsened(gauge, placed, Math.Max(0m, gauge.Before)) is { } worsened)
                return worsened;
        }

        foreach (LimitGauge gauge in ratios)
        {
            if (Worsened(gauge, placed, gauge.Before) is { } worsened)
                return worsened;
        }

        if (isSpent && Loses(placed))
            return Worsens(ratios[^1], ratios[^1].Before, ratios[^1].Worst(placed));
        foreach (Asset underlying in Underlyings(placed))
        {
            foreach ((LimitFrame moved, LimitGauge gauge) in Moves(underlying))
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
                room = Math.Min(room, isAlone ? gauge.Room(placed, Math.Max(0m, gauge.Before)) : gauge.RoomToEase(placed));
        }

        foreach (LimitGauge gauge in ratios)
            room = Math.Min(room, isAlone ? gauge.Room(placed, gauge.Before) : gauge.RoomToEase(placed));
        if (isSpent && Loses(placed))
            return Loses(placed[..^1]) ? -1m : 0m;
        foreach (Asset underlying in Underlyings(placed))
        {
            foreach ((LimitFrame moved, LimitGauge gauge) in Moves(underlying))
                room = Math.Min(room, gauge.Room(Place(moved, placed), Math.Max(0m, gauge.Before)));
        }

        return room;
    }

    /// <summary>The refusal of candidates that take a gauge above a ceiling, or, beside children of others, higher in any state.</summary>
    private Refusal? Worsened(LimitGauge gauge, ReadOnlySpan<SlotFill> placed, decimal ceiling)
    {
        if (!isAlone)
            return gauge.Rise(placed) is > 0m and decimal rise ? Worsens(gauge, gauge.Before, gauge.Before + rise) : null;
        decimal worst = gauge.Worst(placed);
        return worst > ceiling ? Worsens(gauge, gauge.Before, worst) : null;
    }

    /// <summary>True when a fill lowers equity.</summary>
    private static bool Loses(ReadOnlySpan<SlotFill> placed)
    {
        foreach (ref readonly SlotFill fill in placed)
        {
            if (fill.Terms.Lots > 0m && fill.Terms.Equity < 0m)
                return true;
        }

        return false;
    }

    /// <summary>
    /// Whose moves are looked at. Beside children of others those of the candidates: along any other the shortfall, which may not rise today,
    /// does not rise either.
    /// </summary>
    private List<Asset> Underlyings(ReadOnlySpan<SlotFill> placed)
    {
        List<Asset> found = [];
        for (int slot = 0; slot < frame.SlotCount; slot++)
        {
            Asset underlying = frame[slot].Instrument.Base;
            if (((isAlone && frame[slot].Held != 0m) || SlotGauge.Concerns(placed, slot)) && !found.Contains(underlying))
                found.Add(underlying);
        }

        return found;
    }

    private void Prepare()
    {
        if (!prepared)
        {
            prepared = true;
            if (!onlyLimits && frame.Maintenance is { } row)
            {
                // A ratio that does not rise above that of the worst state rises in none: what a loss of equity costs grows with the ratio.
                var whole = new LimitGauge(frame, row.Against(1m), fillStates);
                decimal? worst = WorstRatio.Of(frame, whole, [], fillStates);
                if (worst is { } ratio)
                    ratios.Add(new LimitGauge(frame, row.Against(ratio), fillStates));
                if (worst is null || !isAlone)
                    ratios.Add(whole);

                // Where equity may be gone but need not be, ratios have no bound: then none may lose any.
                isSpent = worst is null && !isAlone && MostEquity() > 0m;
                distance = LiquidationMove.Distance(model, reference, frame);
            }
        }

        foreach (LimitGauge gauge in ratios)
            gauge.Extend();
    }

    private decimal MostEquity()
    {
        decimal equity = frame.Equity;
        foreach (ref readonly SlotFill fill in frame.Pending)
            equity += fill.Terms.Lots * Math.Max(0m, fill.Terms.Equity);
        return equity;
    }

    private (LimitFrame Frame, LimitGauge Gauge)[] Moves(Asset underlying)
    {
        // What is liquidated today has no distance that could fall.
        if (onlyLimits || frame.Maintenance is null || (isAlone && distance == 0m))
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
