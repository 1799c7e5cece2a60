using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Search;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>
/// Limits of an account that is judged as a whole: every fill state that can be the worst is read (see <see cref="FillBox"/>). The account
/// is prepared once; head-room is sought in double and proven by the exact check.
/// </summary>
internal sealed class StateLimits : IAccountLimits
{
    private readonly AccountQuestion question;
    private readonly StateWalk walk;
    private readonly StateEasing easing;
    private readonly QuickRoom quick;
    private readonly TangentFinder tangents;
    private readonly StateReading<decimal> reading = new();
    private readonly WorstReadings<decimal> worst = new();
    private readonly WorstReadings<decimal> before = new();
    private int slotsBefore = -1;
    private (bool Known, MarginAssessment? Found) today;

    public StateLimits(IStateRules rules, AccountQuestion question)
    {
        this.question = question;
        walk = new StateWalk(rules.Open(question), question);
        easing = new StateEasing(rules, question, walk);
        quick = new QuickRoom(walk);
        tangents = new TangentFinder(walk);
        Unknown = walk.Unknown ?? Prepare();
        foreach (ref readonly LimitReading<decimal> limit in before.Limits)
            InBreach |= limit.Excess > 0m;
    }

    /// <inheritdoc />
    public Refusal? Unknown { get; }

    /// <inheritdoc />
    public bool InBreach { get; }

    /// <inheritdoc />
    public MarginAssessment? Before
    {
        get
        {
            if (!today.Known)
                today = (true, walk.Margin.Assess([], walk.Pending, out _));
            return today.Found;
        }
    }

    /// <summary>By how much the candidates last judged exceed each limit, for a search; empty when they were refused without figures.</summary>
    internal SizeGauge Overs { get; } = new();

    /// <summary>A search over sizes of a candidate.</summary>
    internal SizeSearch Search { get; } = new();

    /// <inheritdoc />
    public bool TryJoin(ReadOnlySpan<InstrumentId> instruments) => false;

    /// <inheritdoc />
    public Refusal? Check(ReadOnlySpan<PendingFill> candidates, bool onlyEasing) =>
        Place(candidates) ?? Resized(candidates, onlyEasing).Refusal;

    /// <inheritdoc />
    public QuantityLots HeadRoom(Span<PendingFill> candidates, bool onlyEasing, out Refusal? blocking)
    {
        blocking = Place(candidates);
        if (blocking is not null)
            return QuantityLots.Zero;
        StateRoom room = new(this, candidates, onlyEasing);
        long cap = onlyEasing && question.Shrinking is { } rule ? rule.Room(candidates) : long.MaxValue;
        if (question.FillStates == FillStatePolicy.Final)
            return new QuantityLots(room.Anywhere(Corners(), cap, out blocking));
        if (!onlyEasing && quick.Last(candidates[^1].Quantity.Value) is { } near && room.Proves(near, out blocking))
            return new QuantityLots(near);
        return new QuantityLots(room.Monotone(cap, out blocking));
    }

    /// <inheritdoc />
    public MarginAssessment? After(ReadOnlySpan<PendingFill> candidates) =>
        walk.Place(candidates) is null ? walk.Margin.Assess(walk.Candidates, walk.Pending, out _) : null;

    /// <inheritdoc />
    public decimal? WorstUtilisation(ReadOnlySpan<PendingFill> candidates)
    {
        if ((walk.Place(candidates) ?? walk.Begin()) is not null || !walk.TryWorst(reading, worst))
            return null;
        decimal? highest = 0m;
        foreach (decimal? utilisation in worst.Utilisations)
            highest = utilisation > highest ? utilisation : utilisation is null ? null : highest;
        return highest;
    }

    /// <summary>Never: states are read, not added up.</summary>
    public bool TryDescribe(ReadOnlySpan<PendingFill> candidates, List<AccountRow> rows) => false;

    /// <inheritdoc />
    public void Touch(ReadOnlySpan<PendingFill> candidates, List<LimitTangent> tangents)
    {
        if ((Place(candidates) ?? walk.Begin()) is null)
            this.tangents.Find(before.Limits, tangents);
    }

    /// <inheritdoc />
    public bool IsConvex(ReadOnlySpan<PendingFill> candidates) => Place(candidates) is null && tangents.IsConvex();

    /// <summary>
    /// Judges candidates that stand in the walk, the last of them perhaps at another size. Order of the checks: what is missing; when only
    /// easing grow, cross flat, worsen; then maintenance utilisation of each part, venue acceptance, leverage brackets, balances.
    /// </summary>
    internal Verdict Resized(ReadOnlySpan<PendingFill> candidates, bool onlyEasing)
    {
        Overs.Clear();
        walk.Resize(candidates[^1].Quantity.Value);
        walk.CandidatesReserve = !onlyEasing || question.Shrinking is null;
        if (onlyEasing && question.Shrinking?.Refuse(candidates) is { } direction)
            return new Verdict(direction, null);
        Verdict held = Hold(onlyEasing);
        if (!onlyEasing || held.Refusal is not null)
            return held;
        Overs.Clear();
        return easing.Judge();
    }

    /// <summary>What the limits say to no candidate at all.</summary>
    internal Verdict Standing()
    {
        Overs.Clear();
        foreach (ref readonly LimitReading<decimal> limit in before.Limits)
            Overs.Add(Math.Min(0m, limit.Excess));
        return new Verdict(null, null);
    }

    /// <summary>Puts candidates in their places, the limits without them read again when instruments have joined.</summary>
    private Refusal? Place(ReadOnlySpan<PendingFill> candidates)
    {
        if (walk.Place(candidates) is { } missing)
            return missing;
        return slotsBefore == walk.Margin.SlotCount ? null : Prepare() ?? walk.Place(candidates);
    }

    private Verdict Hold(bool onlyBalances)
    {
        if (walk.Begin() is { } unproven)
            return new Verdict(unproven, null);
        if (!walk.TryWorst(reading, worst))
            return new Verdict(reading.Missing, null);
        Refusal? refusal = null;
        decimal over = decimal.MinValue;
        ReadOnlySpan<LimitReading<decimal>> limits = worst.Limits;
        for (int i = 0; i < limits.Length; i++)
        {
            ref readonly LimitReading<decimal> limit = ref limits[i];
            decimal allowed = Math.Max(0m, before.Limits[i].Excess);
            decimal excess = limit.Excess;
            Overs.Add(excess - allowed);
            if (onlyBalances && limit.Reason != RefusalReason.BorrowLimit)
                continue;
            over = Math.Max(over, excess - allowed);
            if (excess > allowed)
                refusal ??= allowed > 0m ? StateEasing.Worsens(limit, allowed, excess) : limit.Refusal;
        }

        return new Verdict(refusal, over);
    }

    /// <summary>The limits without candidates.</summary>
    private Refusal? Prepare()
    {
        if ((walk.Place([]) ?? walk.Begin()) is { } unproven)
            return unproven;
        if (!walk.TryWorst(reading, before))
            return reading.Missing;
        slotsBefore = walk.Margin.SlotCount;
        quick.Allow(before.Limits);
        return null;
    }

    /// <summary>Sizes of the last candidate, everything else filled, at which a limit bends: between them each is convex.</summary>
    private List<decimal> Corners()
    {
        List<decimal> corners = [];
        StateFill last = walk.Candidates[^1];
        foreach (Bend bend in walk.Margin.Bends(walk.Margin.Group(last.Slot)))
        {
            decimal start = bend.Base;
            foreach (ref readonly StateFill fill in walk.Pending)
                start += PerLot(bend, fill.Slot) * fill.Signed;
            foreach (ref readonly StateFill fill in walk.Candidates[..^1])
                start += PerLot(bend, fill.Slot) * fill.Signed;
            decimal slope = PerLot(bend, last.Slot) * last.Side.Sign();
            if (slope != 0m)
                corners.AddRange(bend.Values.Select(value => (value - start) / slope));
        }

        return corners;
    }

    private static decimal PerLot(Bend bend, int slot) => slot < bend.PerLot.Length ? bend.PerLot[slot] : 0m;
}
