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
        ChildStatus.Filled => FromFilled(signal),
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

    /// <summary>What a venue takes back of an order that had filled whole is not worked again: the order is over.</summary>
    private static ChildStatus? FromFilled(ChildSignal signal) => signal switch
    {
        ChildSignal.Accepted or ChildSignal.Ended or ChildSignal.Lost => ChildStatus.Filled,
        ChildSignal.TakenBack => ChildStatus.Canceled,
        ChildSignal.PartlyFilled or ChildSignal.FullyFilled or ChildSignal.Dropped or ChildSignal.Refused or ChildSignal.NotFound => null,
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
        ChildSignal.TakenBack => null,
    };

    private static ChildStatus? FromWorking(ChildSignal signal) => signal switch
    {
        ChildSignal.Accepted or ChildSignal.PartlyFilled or ChildSignal.TakenBack => ChildStatus.Working,
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
        ChildSignal.PartlyFilled or ChildSignal.Lost or ChildSignal.TakenBack => ChildStatus.Unknown,
        ChildSignal.FullyFilled => ChildStatus.Filled,
        ChildSignal.Ended => ChildStatus.Canceled,
        ChildSignal.Refused => ChildStatus.Rejected,
    };

    private static ChildStatus? FromCanceled(ChildSignal signal) => signal switch
    {
        ChildSignal.PartlyFilled or ChildSignal.Accepted or ChildSignal.Ended or ChildSignal.Lost or ChildSignal.TakenBack => ChildStatus.Canceled,
        ChildSignal.FullyFilled => ChildStatus.Filled,
        ChildSignal.Dropped or ChildSignal.Refused or ChildSignal.NotFound => null,
    };
}
