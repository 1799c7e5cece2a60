using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Limits;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin;

/// <summary>
/// What one decision asks about one subaccount: which candidate children its limits allow at every reachable fill state, and how
/// much more it can take. Built once per decision and account; not for use by two threads at once.
/// </summary>
public sealed class AccountEvaluator
{
    private readonly LimitFrame frame;
    private readonly FlatteningRule flattening;
    private readonly FillStatePolicy fillStates;
    private readonly BreachPolicy breach;
    private readonly List<LimitGauge> gauges = [];
    private readonly EasingRule easing;
    private readonly bool keepsPositions;

    /// <summary>Prepares an account.</summary>
    /// <param name="reference">Instruments.</param>
    /// <param name="model">The rules of the account.</param>
    /// <param name="account">Its balances and positions.</param>
    /// <param name="pending">What may still fill of its other children, unknown ones included.</param>
    /// <param name="prices">Valuation prices.</param>
    /// <param name="fillStates">At which fill states limits must hold.</param>
    /// <param name="breach">What the account may do while it is over a limit.</param>
    public AccountEvaluator(
        ReferenceData reference,
        IMarginModel model,
        MarginAccount account,
        ImmutableArray<PendingFill> pending,
        PriceVector prices,
        FillStatePolicy fillStates,
        BreachPolicy breach)
    {
        this.fillStates = fillStates;
        this.breach = breach;
        keepsPositions = model.Positions != PositionKeeping.None;
        frame = model.Open(reference, account, prices, beyondTables: false);
        foreach (PendingFill fill in pending)
            frame.AddPending(fill);
        flattening = new FlatteningRule(reference, account, pending, keepsPositions);
        easing = new EasingRule(reference, model, frame, pending, fillStates);
        if (frame.Unknown is not null)
            return;
        Extend();
        foreach (LimitGauge gauge in gauges)
            InBreach |= gauge.Before > 0m;
    }

    /// <summary>Why the margin of the account as it stands is unknown; null when it is known. While unknown only a flattening order passes.</summary>
    public Refusal? MarginUnknown => frame.Unknown;

    /// <summary>True when some limit is exceeded at a fill state that is reachable without any candidate; false while margin is unknown.</summary>
    public bool InBreach { get; }

    /// <summary>Margin of the account as it stands, other children counted as open orders; null when unknown.</summary>
    public MarginAssessment? Before => frame.Unknown is null ? frame.Assess([], [.. frame.Pending]) : null;

    private bool OnlyEasing => InBreach && breach == BreachPolicy.ReduceOnly;

    /// <summary>
    /// Null when every limit holds at every reachable state with these candidates added; else the first limit that fails, with its
    /// figures. In breach the rules of design decision 3 apply; with unknown margin only a flattening order of one instrument passes.
    /// Order of the checks: what is missing; in breach grow, cross flat, worsen; then maintenance utilisation, venue acceptance, and
    /// leverage brackets or balances in the order in which instruments joined.
    /// </summary>
    public Refusal? Check(ReadOnlySpan<PendingFill> candidates)
    {
        if (frame.Unknown is { } unknown)
            return flattening.PassesUnknown(candidates) ? null : unknown;
        if (candidates.IsEmpty)
            return null;
        Span<SlotFill> placed = candidates.Length <= 16 ? stackalloc SlotFill[candidates.Length] : new SlotFill[candidates.Length];
        return Place(candidates, placed) ?? Judge(candidates, placed);
    }

    /// <summary>
    /// The largest size in [0, <paramref name="candidateAtMost"/>] with which <see cref="Check"/> passes for
    /// <paramref name="assigned"/> followed by that candidate, exact to the lot.
    /// </summary>
    /// <param name="candidateAtMost">The candidate with the largest size wanted.</param>
    /// <param name="assigned">Candidates already given to this account.</param>
    /// <param name="blocking">What stops one lot more; null when the whole size passes.</param>
    public QuantityLots HeadRoom(PendingFill candidateAtMost, ReadOnlySpan<PendingFill> assigned, out Refusal? blocking)
    {
        int count = assigned.Length + 1;
        Span<PendingFill> candidates = count <= 16 ? stackalloc PendingFill[count] : new PendingFill[count];
        assigned.CopyTo(candidates);
        candidates[^1] = candidateAtMost;
        if (frame.Unknown is { } unknown)
        {
            long flattened = flattening.RoomUnknown(candidates);
            blocking = flattened < candidateAtMost.Quantity.Value ? unknown : null;
            return new QuantityLots(flattened);
        }

        Span<SlotFill> placed = count <= 16 ? stackalloc SlotFill[count] : new SlotFill[count];
        blocking = Place(candidates, placed);
        if (blocking is not null)
            return QuantityLots.Zero;
        return Prove(candidates, placed, Estimate(candidates, placed), out blocking);
    }

    /// <summary>True when a child must carry the venue's reduce-only flag: the account is in breach or its margin is unknown.</summary>
    public bool MustReduceOnly(InstrumentId instrument) =>
        keepsPositions && (frame.Unknown is not null || OnlyEasing) && !frame.Position(instrument).Quantity.IsFlat;

    /// <summary>Margin when every candidate has filled at its limit price, other children counted as open orders; null when unknown.</summary>
    public MarginAssessment? After(ReadOnlySpan<PendingFill> candidates)
    {
        SlotFill[] placed = new SlotFill[candidates.Length];
        return frame.Unknown is null && Place(candidates, placed) is null ? frame.Assess(placed, [.. frame.Pending]) : null;
    }

    /// <summary>Highest maintenance utilisation over all reachable fill states; null when unknown or when equity can be gone.</summary>
    public decimal? WorstUtilisation(ReadOnlySpan<PendingFill> candidates)
    {
        SlotFill[] placed = new SlotFill[candidates.Length];
        return frame.Unknown is null && Place(candidates, placed) is null
            ? WorstRatio.Of(frame, placed, fillStates)
            : null;
    }

    private Refusal? Judge(ReadOnlySpan<PendingFill> candidates, ReadOnlySpan<SlotFill> placed)
    {
        bool onlyEasing = OnlyEasing;
        if (onlyEasing && keepsPositions && flattening.Refuse(candidates) is { } direction)
            return direction;
        foreach (LimitGauge gauge in gauges)
        {
            if (onlyEasing && gauge.Row.Reason != RefusalReason.BalanceInsufficient)
                continue;
            decimal worst = gauge.Worst(placed);
            if (worst > Math.Max(0m, gauge.Before))
                return gauge.Before > 0m ? EasingRule.Worsens(gauge, gauge.Before, worst) : gauge.Refuse(placed);
        }

        return onlyEasing ? easing.Refuse(gauges, placed) : null;
    }

    private long Estimate(ReadOnlySpan<PendingFill> candidates, ReadOnlySpan<SlotFill> placed)
    {
        bool onlyEasing = OnlyEasing;
        decimal room = candidates[^1].Quantity.Value;
        if (onlyEasing && keepsPositions)
            room = Math.Min(room, flattening.Room(candidates));
        foreach (LimitGauge gauge in gauges)
        {
            if (!onlyEasing || gauge.Row.Reason == RefusalReason.BalanceInsufficient)
                room = Math.Min(room, gauge.Room(placed, Math.Max(0m, gauge.Before)));
        }

        if (onlyEasing)
            room = Math.Min(room, easing.Room(gauges, placed));
        return (long)Math.Max(room, 0m);
    }

    /// <summary>
    /// Settles the estimate by the check itself, so that head-room and check can never disagree: the last figure that passes is
    /// returned with the refusal of the next. One step either way covers the rounding of the division.
    /// </summary>
    private QuantityLots Prove(Span<PendingFill> candidates, Span<SlotFill> placed, long estimate, out Refusal? blocking)
    {
        long most = candidates[^1].Quantity.Value;
        long lots = Math.Min(estimate + 1, most);
        blocking = null;
        for (; lots >= Math.Max(0L, estimate - 1); lots--)
        {
            candidates[^1] = candidates[^1] with { Quantity = new QuantityLots(lots) };
            placed[^1] = placed[^1] with { Terms = placed[^1].Terms with { Lots = lots } };
            Refusal? refusal = lots == 0 && candidates.Length == 1 ? null : Judge(candidates, placed);
            if (refusal is null)
                return new QuantityLots(lots);
            blocking = refusal;
        }

        return QuantityLots.Zero;
    }

    private Refusal? Place(ReadOnlySpan<PendingFill> candidates, Span<SlotFill> placed)
    {
        int known = frame.SlotCount;
        for (int i = 0; i < candidates.Length; i++)
        {
            int slot = frame.Slot(candidates[i].Instrument, out Refusal? refusal);
            if (refusal is not null)
                return refusal;
            placed[i] = new SlotFill(slot, frame[slot].Terms(candidates[i]));
        }

        if (frame.SlotCount > known)
            Extend();
        return null;
    }

    private void Extend()
    {
        for (int i = gauges.Count; i < frame.Rows.Count; i++)
            gauges.Add(new LimitGauge(frame, frame.Rows[i], fillStates));
        foreach (LimitGauge gauge in gauges)
            gauge.Extend();
    }
}
