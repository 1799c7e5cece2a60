using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Limits;

/// <summary>
/// Limits of an account whose requirements are sums over instruments of maxima of affine pieces: the worst fill state of each piece is
/// the sum of its positive contributions, and head-room is a division (design decision 4).
/// </summary>
internal sealed class FrameLimits : IAccountLimits
{
    private readonly LimitFrame frame;
    private readonly FlatteningRule? shrinking;
    private readonly FillStatePolicy fillStates;
    private readonly List<LimitGauge> gauges = new(3);
    private readonly IFrameRules rules;
    private readonly AccountQuestion question;
    private EasingRule? easing;
    private readonly StressFloor? floor;
    private MarginAssessment? before;
    private LimitGauge? maintenance;

    public FrameLimits(IFrameRules rules, AccountQuestion question)
    {
        this.rules = rules;
        this.question = question;
        shrinking = question.Shrinking;
        fillStates = question.FillStates;
        floor = question.Floor;
        frame = rules.Open(question.Reference, question.Account, question.Prices, question.BeyondTables);
        foreach (PendingFill fill in question.Pending)
            frame.AddPending(fill);
        if (frame.Unknown is not null)
            return;
        Extend();
        foreach (LimitGauge gauge in gauges)
            InBreach |= gauge.Before > 0m;
    }

    /// <inheritdoc />
    public Refusal? Unknown => frame.Unknown;

    /// <summary>Asked only while the account may do no more than ease.</summary>
    private EasingRule Easing => easing ??= new EasingRule(question, rules, frame);

    /// <inheritdoc />
    public bool InBreach { get; }

    /// <inheritdoc />
    public MarginAssessment? Before => before ??= frame.Assess([], frame.Pending);

    /// <inheritdoc />
    public bool TryJoin(ReadOnlySpan<InstrumentId> instruments)
    {
        // What is missing about one of them is said when it is asked for.
        int known = frame.SlotCount;
        foreach (InstrumentId instrument in instruments)
            frame.Slot(instrument, out _);
        if (frame.SlotCount > known)
            Extend();
        return true;
    }

    /// <summary>
    /// Order of the checks: what is missing; when only easing grow, cross flat, worsen; then maintenance utilisation, venue acceptance,
    /// and leverage brackets or balances in the order in which instruments joined.
    /// </summary>
    public Refusal? Check(ReadOnlySpan<PendingFill> candidates, bool onlyEasing)
    {
        Span<SlotFill> placed = candidates.Length <= 16 ? stackalloc SlotFill[candidates.Length] : new SlotFill[candidates.Length];
        return Place(candidates, placed) ?? Judge(candidates, placed, onlyEasing);
    }

    /// <inheritdoc />
    public QuantityLots HeadRoom(Span<PendingFill> candidates, bool onlyEasing, out Refusal? blocking)
    {
        Span<SlotFill> placed = candidates.Length <= 16 ? stackalloc SlotFill[candidates.Length] : new SlotFill[candidates.Length];
        blocking = Place(candidates, placed);
        return blocking is null ? Prove(candidates, placed, onlyEasing, out blocking) : QuantityLots.Zero;
    }

    /// <inheritdoc />
    public MarginAssessment? After(ReadOnlySpan<PendingFill> candidates)
    {
        Span<SlotFill> placed = candidates.Length <= 16 ? stackalloc SlotFill[candidates.Length] : new SlotFill[candidates.Length];
        return Place(candidates, placed) is null ? frame.Assess(placed, frame.Pending) : null;
    }

    /// <inheritdoc />
    public decimal? WorstUtilisation(ReadOnlySpan<PendingFill> candidates)
    {
        Span<SlotFill> placed = candidates.Length <= 16 ? stackalloc SlotFill[candidates.Length] : new SlotFill[candidates.Length];
        return Place(candidates, placed) is null ? WorstRatio.Of(frame, maintenance, placed, fillStates) : null;
    }

    /// <inheritdoc />
    public bool TryDescribe(ReadOnlySpan<PendingFill> candidates, List<AccountRow> rows)
    {
        SlotFill[] placed = new SlotFill[candidates.Length];
        if (Place(candidates, placed) is not null)
            return false;
        foreach (LimitGauge gauge in gauges)
            rows.Add(gauge.Describe(placed));
        return true;
    }

    /// <summary>Nothing: all limits are described.</summary>
    public void Touch(ReadOnlySpan<PendingFill> candidates, List<LimitTangent> tangents)
    {
    }

    /// <inheritdoc />
    public bool IsConvex(ReadOnlySpan<PendingFill> candidates) => true;

    private Refusal? Judge(ReadOnlySpan<PendingFill> candidates, ReadOnlySpan<SlotFill> placed, bool onlyEasing)
    {
        if (onlyEasing && shrinking?.Refuse(candidates) is { } direction)
            return direction;
        foreach (LimitGauge gauge in gauges)
        {
            if (onlyEasing && gauge.Row.Reason != RefusalReason.BalanceInsufficient)
                continue;
            decimal worst = gauge.Worst(placed);
            if (worst > Math.Max(0m, gauge.Before))
                return gauge.Before > 0m ? EasingRule.Worsens(gauge, gauge.Before, worst) : gauge.Refuse(placed);
        }

        return onlyEasing ? Easing.Refuse(gauges, placed) : null;
    }

    /// <summary>What <see cref="Judge"/> says without its reason, where the account may do more than ease.</summary>
    private bool Passes(ReadOnlySpan<SlotFill> placed)
    {
        foreach (LimitGauge gauge in gauges)
        {
            if (gauge.Worst(placed) > Math.Max(0m, gauge.Before))
                return false;
        }

        return true;
    }

    private long Estimate(ReadOnlySpan<PendingFill> candidates, ReadOnlySpan<SlotFill> placed, bool onlyEasing)
    {
        decimal room = candidates[^1].Quantity.Value;
        if (onlyEasing && shrinking is not null)
            room = Math.Min(room, shrinking.Room(candidates));
        foreach (LimitGauge gauge in gauges)
        {
            if (!onlyEasing || gauge.Row.Reason == RefusalReason.BalanceInsufficient)
                room = Math.Min(room, gauge.Room(placed, Math.Max(0m, gauge.Before)));
        }

        if (onlyEasing)
            room = Math.Min(room, Easing.Room(gauges, placed));
        return (long)Math.Max(room, 0m);
    }

    /// <summary>
    /// Settles the estimate by the check itself, so that head-room and check can never disagree: the last figure that passes is
    /// returned with the refusal of the next. One step either way covers the rounding of the division.
    /// </summary>
    private QuantityLots Prove(Span<PendingFill> candidates, Span<SlotFill> placed, bool onlyEasing, out Refusal? blocking)
    {
        long most = candidates[^1].Quantity.Value;
        blocking = null;
        if (!onlyEasing && most > 0 && Passes(placed))
            return candidates[^1].Quantity;
        long estimate = Estimate(candidates, placed, onlyEasing);
        long lots = Math.Min(estimate + 1, most);
        for (; lots >= Math.Max(0L, estimate - 1); lots--)
        {
            candidates[^1] = candidates[^1] with { Quantity = new QuantityLots(lots) };
            placed[^1] = placed[^1] with { Terms = placed[^1].Terms with { Lots = lots } };
            Refusal? refusal = lots == 0 && candidates.Length == 1 ? null : Judge(candidates, placed, onlyEasing);
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
        if (floor is null)
        {
            for (int i = gauges.Count; i < frame.Rows.Count; i++)
            {
                gauges.Add(new LimitGauge(frame, frame.Rows[i], fillStates));
                if (frame.Rows[i] == frame.Maintenance)
                    maintenance = gauges[i];
            }
        }
        else if (gauges.Count == 0 && frame.Maintenance is { } row)
        {
            maintenance = new LimitGauge(frame, row.AsFloor(floor), fillStates);
            gauges.Add(maintenance);
        }

        foreach (LimitGauge gauge in gauges)
            gauge.Extend();
    }
}
