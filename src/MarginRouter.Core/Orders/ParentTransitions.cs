namespace MarginRouter.Core.Orders;

/// <summary>The parent's life as one pure function.</summary>
public static class ParentTransitions
{
    /// <summary>
    /// The next status, or null when the signal is illegal. A late fill is legal in every status but Rejected and Filled, because
    /// executions are never dropped; it keeps a cancelled parent cancelled unless it completes it.
    /// </summary>
    public static ParentStatus? Next(ParentStatus status, ParentSignal signal) => status switch
    {
        ParentStatus.New => FromNew(signal),
        ParentStatus.PartiallyFilled => FromPartiallyFilled(signal),
        ParentStatus.PendingCancel => FromPendingCancel(signal),
        ParentStatus.Canceled => FromCanceled(signal),
        ParentStatus.Filled or ParentStatus.Rejected => null,
    };

    /// <summary>True when no more children will leave for it.</summary>
    public static bool IsFinal(ParentStatus status) => status switch
    {
        ParentStatus.New or ParentStatus.PartiallyFilled or ParentStatus.PendingCancel => false,
        ParentStatus.Filled or ParentStatus.Canceled or ParentStatus.Rejected => true,
    };

    private static ParentStatus? FromNew(ParentSignal signal) => signal switch
    {
        ParentSignal.PartlyFilled => ParentStatus.PartiallyFilled,
        ParentSignal.FullyFilled => ParentStatus.Filled,
        ParentSignal.CancelAccepted => ParentStatus.PendingCancel,
        ParentSignal.Ended => ParentStatus.Canceled,
        ParentSignal.Refused => ParentStatus.Rejected,
    };

    private static ParentStatus? FromPartiallyFilled(ParentSignal signal) => signal switch
    {
        ParentSignal.PartlyFilled => ParentStatus.PartiallyFilled,
        ParentSignal.FullyFilled => ParentStatus.Filled,
        ParentSignal.CancelAccepted => ParentStatus.PendingCancel,
        ParentSignal.Ended => ParentStatus.Canceled,
        ParentSignal.Refused => null,
    };

    private static ParentStatus? FromPendingCancel(ParentSignal signal) => signal switch
    {
        ParentSignal.PartlyFilled => ParentStatus.PendingCancel,
        ParentSignal.FullyFilled => ParentStatus.Filled,
        ParentSignal.Ended => ParentStatus.Canceled,
        ParentSignal.CancelAccepted or ParentSignal.Refused => null,
    };

    private static ParentStatus? FromCanceled(ParentSignal signal) => signal switch
    {
        ParentSignal.PartlyFilled => ParentStatus.Canceled,
        ParentSignal.FullyFilled => ParentStatus.Filled,
        ParentSignal.CancelAccepted or ParentSignal.Ended or ParentSignal.Refused => null,
    };
}
