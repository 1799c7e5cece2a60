using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>Limits of an account that is judged as a whole: every fill state that can be the worst is read (see <see cref="FillBox"/>).</summary>
internal sealed class StateLimits : IAccountLimits
{
    private readonly IStateRules rules;
    private readonly AccountQuestion question;
    private readonly StateWalk walk;
    private readonly StateEasing easing;
    private WorstReadings before = new();
    private int slotsBefore = -1;

    public StateLimits(IStateRules rules, AccountQuestion question)
    {
        this.rules = rules;
        this.question = question;
        walk = new StateWalk(rules.Open(question), question);
        easing = new StateEasing(rules, question, walk);
        Unknown = walk.Unknown ?? Prepare();
        InBreach = before.Limits.Any(limit => limit.Excess > 0m);
    }

    /// <inheritdoc />
    public Refusal? Unknown { get; }

    /// <inheritdoc />
    public bool InBreach { get; }

    /// <inheritdoc />
    public MarginAssessment? Before => walk.Margin.Assess([], walk.Pending, out _);

    /// <inheritdoc />
    public bool TryJoin(ReadOnlySpan<InstrumentId> instruments) => false;

    /// <inheritdoc />
    public Refusal? Check(ReadOnlySpan<PendingFill> candidates, bool onlyEasing) => Judge(candidates, onlyEasing).Refusal;

    /// <inheritdoc />
    public QuantityLots HeadRoom(Span<PendingFill> candidates, bool onlyEasing, out Refusal? blocking)
    {
        StateFill[] placed = walk.Place(candidates, out blocking);
        if (blocking is not null)
            return QuantityLots.Zero;
        StateRoom room = new(this, candidates.ToArray(), onlyEasing);
        long shrinking = onlyEasing && question.Shrinking is { } rule ? rule.Room(candidates) : long.MaxValue;
        long lots = question.FillStates switch
        {
            FillStatePolicy.Any => room.Monotone(shrinking, out blocking),
            FillStatePolicy.Final => room.Anywhere(Corners(placed), shrinking, out blocking),
        };
        return new QuantityLots(lots);
    }

    /// <inheritdoc />
    public MarginAssessment? After(ReadOnlySpan<PendingFill> candidates)
    {
        StateFill[] placed = walk.Place(candidates, out Refusal? refusal);
        return refusal is null ? walk.Margin.Assess(placed, walk.Pending, out _) : null;
    }

    /// <inheritdoc />
    public decimal? WorstUtilisation(ReadOnlySpan<PendingFill> candidates)
    {
        StateFill[] placed = walk.Place(candidates, out Refusal? refusal);
        WorstReadings worst = new();
        if (refusal is not null || walk.Visit(placed, worst.Take) is not null)
            return null;
        decimal? highest = 0m;
        foreach (decimal? utilisation in worst.Utilisations)
            highest = utilisation > highest ? utilisation : utilisation is null ? null : highest;
        return highest;
    }

    /// <summary>Never: states are read, not added up.</summary>
    public bool TryDescribe(ReadOnlySpan<PendingFill> candidates, List<AccountRow> rows) => false;

    /// <summary>
    /// Order of the checks: what is missing; when only easing grow, cross flat, worsen; then maintenance utilisation of each part, venue
    /// acceptance, leverage brackets, balances.
    /// </summary>
    internal Verdict Judge(ReadOnlySpan<PendingFill> candidates, bool onlyEasing)
    {
        StateFill[] placed = walk.Place(candidates, out Refusal? missing);
        missing ??= Prepare();
        if (missing is not null)
            return new Verdict(missing, null);
        if (onlyEasing && question.Shrinking?.Refuse(candidates) is { } direction)
            return new Verdict(direction, null);
        Verdict held = Hold(placed, onlyEasing);
        if (!onlyEasing || held.Refusal is not null)
            return held;
        return easing.Judge(placed, before);
    }

    private Verdict Hold(StateFill[] placed, bool onlyBalances)
    {
        WorstReadings worst = new();
        if (walk.Visit(placed, worst.Take) is { } missing)
            return new Verdict(missing, null);
        Refusal? refusal = null;
        decimal over = decimal.MinValue;
        for (int i = 0; i < worst.Limits.Count; i++)
        {
            LimitReading limit = worst.Limits[i];
            if (onlyBalances && limit.Reason != RefusalReason.BorrowLimit)
                continue;
            decimal allowed = Math.Max(0m, before.Limits[i].Excess);
            over = Math.Max(over, limit.Excess - allowed);
            if (limit.Excess > allowed)
                refusal ??= allowed > 0m ? StateEasing.Worsens(limit, allowed, limit.Excess) : limit.Refusal;
        }

        return new Verdict(refusal, over);
    }

    /// <summary>The limits without candidates, read again when instruments have joined.</summary>
    private Refusal? Prepare()
    {
        if (slotsBefore == walk.Margin.SlotCount)
            return null;
        WorstReadings worst = new();
        if (walk.Visit([], worst.Take) is { } missing)
            return missing;
        before = worst;
        slotsBefore = walk.Margin.SlotCount;
        return null;
    }

    /// <summary>Sizes of the last candidate, everything else filled, at which a limit bends: between them each is convex.</summary>
    private List<decimal> Corners(StateFill[] placed)
    {
        List<decimal> corners = [];
        StateFill last = placed[^1];
        foreach (Bend bend in walk.Margin.Bends(walk.Margin.Group(last.Slot)))
        {
            decimal start = bend.Base;
            foreach (StateFill fill in (StateFill[])[.. walk.Pending, .. placed[..^1]])
                start += fill.Slot < bend.PerLot.Length ? bend.PerLot[fill.Slot] * fill.Signed : 0m;
            decimal slope = last.Slot < bend.PerLot.Length ? bend.PerLot[last.Slot] * last.Side.Sign() : 0m;
            if (slope != 0m)
                corners.AddRange(bend.Values.Select(value => (value - start) / slope));
        }

        return corners;
    }
}
