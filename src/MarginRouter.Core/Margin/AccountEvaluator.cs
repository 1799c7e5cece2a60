using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Collateral;
using MarginRouter.Core.Margin.Limits;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin;

/// <summary>
/// What one decision asks about one subaccount: which candidate children its limits allow at every reachable fill state, and how
/// much more it can take. Not for use by two threads at once.
/// </summary>
public sealed class AccountEvaluator
{
    private readonly IAccountLimits limits;
    private readonly FlatteningRule flattening;
    private readonly CollateralMix? mix;
    private readonly MarginAccount account;
    private readonly bool keepsPositions;
    private readonly Refusal? drift;
    private readonly bool onlyEasing;
    private (bool Known, decimal? Value) worst;

    /// <summary>Prepares an account.</summary>
    /// <param name="reference">Instruments.</param>
    /// <param name="model">The rules of the account.</param>
    /// <param name="account">Its balances and positions.</param>
    /// <param name="pending">What may still fill of its other children, unknown ones included.</param>
    /// <param name="prices">Valuation prices.</param>
    /// <param name="fillStates">At which fill states limits must hold.</param>
    /// <param name="breach">What the account may do while it is over a limit.</param>
    /// <param name="floors">Limits under stress that hold beside today's; default for none.</param>
    public AccountEvaluator(
        ReferenceData reference,
        IMarginModel model,
        MarginAccount account,
        ImmutableArray<PendingFill> pending,
        PriceVector prices,
        FillStatePolicy fillStates,
        BreachPolicy breach,
        ImmutableArray<StressedPrices> floors = default)
    {
        this.account = account;
        drift = account.ReduceOnly;
        Keeping = model.Positions;
        keepsPositions = Keeping != PositionKeeping.None;
        flattening = new FlatteningRule(reference, account, pending, keepsPositions);
        AccountQuestion question = new(reference, account, pending, prices, fillStates)
        {
            Shrinking = keepsPositions ? flattening : null,
        };
        limits = floors.IsDefaultOrEmpty ? model.Limits(question) : new FlooredLimits(model, question, floors);
        mix = account.Subaccount.Collateral is null || Keeping == PositionKeeping.SpotMargin ? null : new CollateralMix(reference, account, pending, prices);
        onlyEasing = drift is not null || (InBreach && breach == BreachPolicy.ReduceOnly);
    }

    /// <summary>
    /// Takes in the instruments that will be asked about. True when the evaluator may then serve several decisions: its answers depend on
    /// nothing that was asked before.
    /// </summary>
    internal bool TrySettle(ReadOnlySpan<InstrumentId> instruments) =>
        IsSettled = limits.Unknown is null && limits.TryJoin(instruments) && !onlyEasing;

    /// <summary>How the account's venue keeps what was traded.</summary>
    internal PositionKeeping Keeping { get; }

    /// <summary>True once it has settled: what it answered once it would answer again.</summary>
    internal bool IsSettled { get; private set; }

    /// <summary>Why the margin of the account as it stands is unknown; null when it is known. While unknown only a flattening order passes.</summary>
    public Refusal? MarginUnknown => limits.Unknown;

    /// <summary>True when some limit is exceeded at a fill state that is reachable without any candidate; false while margin is unknown.</summary>
    public bool InBreach => limits.Unknown is null && limits.InBreach;

    /// <summary>Margin of the account as it stands, other children counted as open orders; null when unknown.</summary>
    public MarginAssessment? Before => limits.Unknown is null ? limits.Before : null;

    /// <summary>
    /// Null when every limit holds at every reachable state with these candidates added; else the first limit that fails, with its
    /// figures. In breach, or told to reduce only, the rules of design decision 3 apply; with unknown margin only a flattening order of one instrument passes.
    /// Order of the checks: what is missing; in breach grow, cross flat, worsen; then maintenance utilisation, venue acceptance, and
    /// leverage brackets or balances; last the account's own collateral mix.
    /// </summary>
    public Refusal? Check(ReadOnlySpan<PendingFill> candidates)
    {
        if (limits.Unknown is { } unknown)
            return flattening.PassesUnknown(candidates) ? null : unknown;
        return candidates.IsEmpty ? null : Named(limits.Check(candidates, onlyEasing)) ?? mix?.Check(candidates);
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
        if (limits.Unknown is not { } unknown)
        {
            QuantityLots room = limits.HeadRoom(candidates, onlyEasing, out blocking);
            blocking = Named(blocking);
            if (mix is null || room.IsZero)
                return room;
            candidates[^1] = candidateAtMost with { Quantity = room };
            QuantityLots mixed = mix.Room(candidates, out Refusal? unmixed);
            blocking = mixed < room ? unmixed : blocking;
            return mixed;
        }

        long flattened = flattening.RoomUnknown(candidates);
        blocking = flattened < candidateAtMost.Quantity.Value ? unknown : null;
        return new QuantityLots(flattened);
    }

    /// <summary>
    /// Adds the limits as sums of straight lines where they are of that form (<see cref="IAccountLimits.TryDescribe"/>); true when they are
    /// all there are. None while the account may only ease or its margin is unknown.
    /// </summary>
    internal bool TryDescribe(ReadOnlySpan<PendingFill> candidates, List<AccountRow> rows) =>
        limits.Unknown is null && !onlyEasing && mix is null && limits.TryDescribe(candidates, rows);

    /// <summary>
    /// Adds the limits as they are near the sizes of the candidates, where they are not sums of straight lines; none while the account may
    /// only ease or its margin is unknown. The collateral mix is not among them.
    /// </summary>
    internal void Touch(ReadOnlySpan<PendingFill> candidates, List<LimitTangent> tangents)
    {
        if (limits.Unknown is null && !onlyEasing)
            limits.Touch(candidates, tangents);
    }

    /// <summary>True when what <see cref="Touch"/> gives forbids nothing up to these sizes that <see cref="Check"/> passes.</summary>
    internal bool IsConvex(ReadOnlySpan<PendingFill> largest) => limits.Unknown is null && !onlyEasing && limits.IsConvex(largest);

    /// <summary>True when a child must carry the venue's reduce-only flag: the account is in breach or its margin is unknown.</summary>
    public bool MustReduceOnly(InstrumentId instrument) =>
        keepsPositions && (limits.Unknown is not null || onlyEasing) && Holds(instrument);

    /// <summary>Margin when every candidate has filled at its limit price, other children counted as open orders; null when unknown.</summary>
    public MarginAssessment? After(ReadOnlySpan<PendingFill> candidates) =>
        limits.Unknown is not null ? null : candidates.IsEmpty ? limits.Before : limits.After(candidates);

    /// <summary>Highest maintenance utilisation over all reachable fill states; null when unknown or when equity can be gone.</summary>
    public decimal? WorstUtilisation(ReadOnlySpan<PendingFill> candidates) =>
        limits.Unknown is not null ? null : candidates.IsEmpty ? WorstAsItStands() : limits.WorstUtilisation(candidates);

    private decimal? WorstAsItStands()
    {
        if (!worst.Known)
            worst = (true, limits.WorstUtilisation([]));
        return worst.Value;
    }

    /// <summary>An account that may only reduce because its margin drifts says that, not which of the rules of reducing it would break.</summary>
    private Refusal? Named(Refusal? refusal) =>
        refusal?.Reason is RefusalReason.WouldGrowPosition or RefusalReason.WouldCrossFlat or RefusalReason.WouldWorsenBreach
            ? drift ?? refusal
            : refusal;

    private bool Holds(InstrumentId instrument)
    {
        foreach (PositionSnapshot position in account.Positions)
        {
            if (position.Instrument == instrument)
                return !position.Quantity.IsFlat;
        }

        return false;
    }
}
