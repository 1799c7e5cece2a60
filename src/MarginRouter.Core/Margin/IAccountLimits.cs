using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin;

/// <summary>
/// The limits of one account in the form that suits its rules: affine pieces where requirements separate by instrument, an enumeration
/// of fill states where the account is judged as a whole. Both answer the same questions exactly.
/// </summary>
internal interface IAccountLimits
{
    /// <summary>Why the margin of the account as it stands is unknown; null when it is known. No other member may be asked while it is.</summary>
    Refusal? Unknown { get; }

    /// <summary>True when a limit is exceeded at a fill state that is reachable without any candidate.</summary>
    bool InBreach { get; }

    /// <summary>Margin as it stands, other children counted as open orders.</summary>
    MarginAssessment? Before { get; }

    /// <summary>
    /// Takes instruments in before anything is asked, each once; what is missing about one is said when it is asked for. True when
    /// from then on no answer depends on what was asked before, as long as only limits that hold are asked about.
    /// </summary>
    bool TryJoin(ReadOnlySpan<InstrumentId> instruments);

    /// <summary>Null when the candidates pass.</summary>
    /// <param name="candidates">At least one.</param>
    /// <param name="onlyEasing">True when nothing may get worse (design decision 3), false when limits must hold.</param>
    Refusal? Check(ReadOnlySpan<PendingFill> candidates, bool onlyEasing);

    /// <summary>The largest size of the last candidate, at most its own, with which <see cref="Check"/> passes.</summary>
    /// <param name="candidates">The candidate asked about stands last; its size is changed on the way.</param>
    /// <param name="onlyEasing">As in <see cref="Check"/>.</param>
    /// <param name="blocking">The refusal of one lot more; null when the whole size passes.</param>
    QuantityLots HeadRoom(Span<PendingFill> candidates, bool onlyEasing, out Refusal? blocking);

    /// <summary>Margin when the candidates have filled; null when something about them is missing.</summary>
    MarginAssessment? After(ReadOnlySpan<PendingFill> candidates);

    /// <summary>Highest maintenance utilisation over the reachable states; null when equity can be gone.</summary>
    decimal? WorstUtilisation(ReadOnlySpan<PendingFill> candidates);

    /// <summary>
    /// Adds the limits as sums of straight lines in the sizes of the candidates, each at its own limit price, where they are of that form.
    /// Every size that <see cref="Check"/> passes (not only easing) satisfies them.
    /// </summary>
    /// <param name="candidates">Candidates of different instruments; their sizes do not matter.</param>
    /// <param name="rows">Where they are added.</param>
    /// <returns>True when they are all the limits that there are.</returns>
    bool TryDescribe(ReadOnlySpan<PendingFill> candidates, List<AccountRow> rows);

    /// <summary>Adds what the limits look like near the sizes of the candidates, where they are not of that form; none where a figure is missing.</summary>
    /// <param name="candidates">Candidates of different instruments, each of some lots.</param>
    /// <param name="tangents">Where they are added.</param>
    void Touch(ReadOnlySpan<PendingFill> candidates, List<LimitTangent> tangents);

    /// <summary>True when tangents hold for all sizes up to those of the candidates: every size that <see cref="Check"/> passes satisfies them.</summary>
    /// <param name="candidates">Candidates of different instruments at their largest sizes.</param>
    bool IsConvex(ReadOnlySpan<PendingFill> candidates);
}
