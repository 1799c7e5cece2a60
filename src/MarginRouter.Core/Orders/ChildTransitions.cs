namespace MarginRouter.Core.Orders;

/// <summary>The child's life as one pure function. Effects (ledger, reports) are decided elsewhere.</summary>
public static class ChildTransitions
{
    /// <summary>
    /// The next status, or null when the signal is illegal in that status. Fills that arrive late (after a cancel, or for an unknown
    /// child) are legal and keep the status: executions are never dropped. A final status is left only by such late facts.
    /// </summary>
    public static ChildStatus? Next(ChildStatus status, ChildSignal signal) => status switch
    {
        ChildStatus.Intended => FromIntended(signal),
        ChildStatus.Sent => FromAtVenue(signal, ChildStatus.Sent),
        ChildStatus.Working => FromAtVenue(signal, ChildStatus.Working),
        ChildStatus.Unknown => FromAtVenue(signal, ChildStatus.Unknown),
        ChildStatus.Filled => signal is ChildSignal.Accepted or ChildSignal.Ended or ChildSignal.Lost ? ChildStatus.Filled : null,
        ChildStatus.Canceled => FromCanceled(signal),
        ChildStatus.Rejected => signal is ChildSignal.Refused or ChildSignal.Lost or ChildSignal.NotFound ? ChildStatus.Rejected : null,
        ChildStatus.NotSent => signal is ChildSignal.Lost or ChildSignal.NotFound ? ChildStatus.NotSent : null,
    };

    /// <summary>True when the child can no longer fill, so that nothing is reserved for it.</summary>
    public static bool IsFinal(ChildStatus status) => status switch
    {
        ChildStatus.Intended or ChildStatus.Sent or ChildStatus.Working or ChildStatus.Unknown => false,
        ChildStatus.Filled or ChildStatus.Canceled or ChildStatus.Rejected or ChildStatus.NotSent => true,
    };

    private static ChildStatus? FromIntended(ChildSignal signal) => signal switch
    {
        ChildSignal.Released => ChildStatus.Sent,
        ChildSignal.Dropped => ChildStatus.NotSent,
        ChildSignal.Lost => ChildStatus.Unknown,
        ChildSignal.Accepted or ChildSignal.PartlyFilled or ChildSignal.FullyFilled or ChildSignal.Ended
            or ChildSignal.Refused or ChildSignal.NotFound => null,
    };

    private static ChildStatus? FromAtVenue(ChildSignal signal, ChildStatus status) => signal switch
    {
        ChildSignal.Accepted => ChildStatus.Working,
        ChildSignal.PartlyFilled => status == ChildStatus.Unknown ? ChildStatus.Unknown : ChildStatus.Working,
        ChildSignal.FullyFilled => ChildStatus.Filled,
        ChildSignal.Ended => ChildStatus.Canceled,
        ChildSignal.Refused => ChildStatus.Rejected,
        ChildSignal.Lost => ChildStatus.Unknown,
        ChildSignal.NotFound => ChildStatus.NotSent,
        ChildSignal.Released or ChildSignal.Dropped => null,
    };

    private static ChildStatus? FromCanceled(ChildSignal signal) => signal switch
    {
        ChildSignal.PartlyFilled or ChildSignal.Accepted or ChildSignal.Ended or ChildSignal.Lost => ChildStatus.Canceled,
        ChildSignal.FullyFilled => ChildStatus.Filled,
        ChildSignal.Released or ChildSignal.Dropped or ChildSignal.Refused or ChildSignal.NotFound => null,
    };
}
