namespace MarginRouter.Core.Orders;

/// <summary>The parent's life as one pure function.</summary>
public static class ParentTransitions
{
    /// <summary>
    /// The next status, or null when the signal is illegal. A late fill is legal in every status but Rejected and Filled, because
    /// executions are never dropped; it keeps a cancelled parent cancelled unless it completes it. A fill that a venue takes back leaves an
    /// order that had ended ended: what is missing then is not traded again unasked.
    /// </summary>
    public static ParentStatus? Next(ParentStatus status, ParentSignal signal) => status switch
    {
        ParentStatus.New => FromNew(signal),
        ParentStatus.PartiallyFilled => FromWorking(signal),
        ParentStatus.PendingCancel => FromPendingCancel(signal),
        ParentStatus.PendingReplace => FromPendingReplace(signal),
        ParentStatus.Canceled or ParentStatus.Expired => FromEnded(status, signal),
        ParentStatus.Filled => signal is ParentSignal.PartlyTakenBack or ParentSignal.FullyTakenBack ? ParentStatus.Canceled : null,
        ParentStatus.Rejected => null,
    };

    /// <summary>True when no more children will leave for it.</summary>
    public static bool IsFinal(ParentStatus status) => status switch
    {
        ParentStatus.New or ParentStatus.PartiallyFilled or ParentStatus.PendingCancel or ParentStatus.PendingReplace => false,
        ParentStatus.Filled or ParentStatus.Canceled or ParentStatus.Rejected or ParentStatus.Expired => true,
    };

    private static ParentStatus? FromNew(ParentSignal signal) =>
        signal == ParentSignal.Refused ? ParentStatus.Rejected : FromWorking(signal);

    private static ParentStatus? FromWorking(ParentSignal signal) => signal switch
    {
        ParentSignal.PartlyFilled => ParentStatus.PartiallyFilled,
        ParentSignal.FullyFilled => ParentStatus.Filled,
        ParentSignal.CancelAccepted => ParentStatus.PendingCancel,
        ParentSignal.ReplaceAccepted => ParentStatus.PendingReplace,
        ParentSignal.Ended => ParentStatus.Canceled,
        ParentSignal.Expired => ParentStatus.Expired,
        ParentSignal.PartlyTakenBack => ParentStatus.PartiallyFilled,
        ParentSignal.FullyTakenBack => ParentStatus.New,
        ParentSignal.Refused or ParentSignal.ReplacedUnfilled or ParentSignal.ReplacedPartlyFilled or ParentSignal.ReplacedFullyFilled => null,
    };

    private static ParentStatus? FromPendingCancel(ParentSignal signal) => signal switch
    {
        ParentSignal.PartlyFilled or ParentSignal.PartlyTakenBack or ParentSignal.FullyTakenBack => ParentStatus.PendingCancel,
        ParentSignal.FullyFilled => ParentStatus.Filled,
        ParentSignal.Ended => ParentStatus.Canceled,
        ParentSignal.CancelAccepted or ParentSignal.Refused or ParentSignal.ReplaceAccepted or ParentSignal.Expired => null,
        ParentSignal.ReplacedUnfilled or ParentSignal.ReplacedPartlyFilled or ParentSignal.ReplacedFullyFilled => null,
    };

    /// <summary>A fill that completes the old quantity does not end it: the replacement may want more.</summary>
    private static ParentStatus? FromPendingReplace(ParentSignal signal) => signal switch
    {
        ParentSignal.PartlyFilled or ParentSignal.FullyFilled or ParentSignal.PartlyTakenBack or ParentSignal.FullyTakenBack => ParentStatus.PendingReplace,
        ParentSignal.CancelAccepted => ParentStatus.PendingCancel,
        ParentSignal.ReplacedUnfilled => ParentStatus.New,
        ParentSignal.ReplacedPartlyFilled => ParentStatus.PartiallyFilled,
        ParentSignal.ReplacedFullyFilled => ParentStatus.Filled,
        ParentSignal.Expired => ParentStatus.Expired,
        ParentSignal.Ended or ParentSignal.Refused or ParentSignal.ReplaceAccepted => null,
    };

    private static ParentStatus? FromEnded(ParentStatus status, ParentSignal signal) => signal switch
    {
        ParentSignal.PartlyFilled or ParentSignal.PartlyTakenBack or ParentSignal.FullyTakenBack => status,
        ParentSignal.FullyFilled => ParentStatus.Filled,
        ParentSignal.CancelAccepted or ParentSignal.Ended or ParentSignal.Refused or ParentSignal.ReplaceAccepted or ParentSignal.Expired => null,
        ParentSignal.ReplacedUnfilled or ParentSignal.ReplacedPartlyFilled or ParentSignal.ReplacedFullyFilled => null,
    };
}
