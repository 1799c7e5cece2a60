namespace MarginRouter.Core.Orders;

/// <summary>The child's life as one pure function. Effects (ledger, reports) are decided elsewhere.</summary>
public static class ChildTransitions
{
    /// <summary>
    /// The next status, or null when the signal is illegal in that status. Fills that arrive late (after the end, or for an unknown
    /// child) are legal and keep the status: executions are never dropped. An acknowledgement or loss that arrives after the end changes nothing.
    /// </summary>
    public static ChildStatus? Next(ChildStatus status, ChildSignal signal) => status switch
    {
        ChildStatus.PendingNew => FromPendingNew(signal),
        ChildStatus.Working => FromWorking(signal),
        ChildStatus.Unknown => FromUnknown(signal),
        ChildStatus.Filled => signal is ChildSignal.Accepted or ChildSignal.Ended or ChildSignal.Lost ? ChildStatus.Filled : null,
        ChildStatus.Canceled => FromCanceled(signal),
        ChildStatus.Rejected => signal is ChildSignal.Refused or ChildSignal.Lost ? ChildStatus.Rejected : null,
        ChildStatus.NotSent => signal is ChildSignal.Dropped or ChildSignal.Lost or ChildSignal.NotFound ? ChildStatus.NotSent : null,
    };

    /// <summary>True when the child can no longer fill, so that nothing is reserved for it.</summary>
    public static bool IsFinal(ChildStatus status) => status switch
    {
        ChildStatus.PendingNew or ChildStatus.Working or ChildStatus.Unknown => false,
        ChildStatus.Filled or ChildStatus.Canceled or ChildStatus.Rejected or ChildStatus.NotSent => true,
    };

    private static ChildStatus? FromPendingNew(ChildSignal signal) => signal switch
    {
        ChildSignal.Dropped => ChildStatus.NotSent,
        ChildSignal.Accepted or ChildSignal.PartlyFilled => ChildStatus.Working,
        ChildSignal.FullyFilled => ChildStatus.Filled,
        ChildSignal.Ended => ChildStatus.Canceled,
        ChildSignal.Refused => ChildStatus.Rejected,
        ChildSignal.Lost => ChildStatus.Unknown,
        ChildSignal.NotFound => ChildStatus.NotSent,
    };

    private static ChildStatus? FromWorking(ChildSignal signal) => signal switch
    {
        ChildSignal.Accepted or ChildSignal.PartlyFilled => ChildStatus.Working,
        ChildSignal.FullyFilled => ChildStatus.Filled,
        ChildSignal.Ended => ChildStatus.Canceled,
        ChildSignal.Refused => ChildStatus.Rejected,
        ChildSignal.Lost => ChildStatus.Unknown,
        ChildSignal.Dropped or ChildSignal.NotFound => null,
    };

    private static ChildStatus? FromUnknown(ChildSignal signal) => signal switch
    {
        ChildSignal.Dropped or ChildSignal.NotFound => ChildStatus.NotSent,
        ChildSignal.Accepted => ChildStatus.Working,
        ChildSignal.PartlyFilled or ChildSignal.Lost => ChildStatus.Unknown,
        ChildSignal.FullyFilled => ChildStatus.Filled,
        ChildSignal.Ended => ChildStatus.Canceled,
        ChildSignal.Refused => ChildStatus.Rejected,
    };

    private static ChildStatus? FromCanceled(ChildSignal signal) => signal switch
    {
        ChildSignal.PartlyFilled or ChildSignal.Accepted or ChildSignal.Ended or ChildSignal.Lost => ChildStatus.Canceled,
        ChildSignal.FullyFilled => ChildStatus.Filled,
        ChildSignal.Dropped or ChildSignal.Refused or ChildSignal.NotFound => null,
    };
}
