namespace MarginRouter.Core.Orders;

/// <summary>Where a child stands in its life.</summary>
public enum ChildStatus
{
    /// <summary>Decided; its intent is on the way to the disk and then to the venue. No answer yet.</summary>
    PendingNew = 1,

    /// <summary>The venue has it.</summary>
    Working = 2,

    /// <summary>No answer in time, or the connection broke: neither alive nor dead. Keeps its margin reserved until a status answer.</summary>
    Unknown = 3,

    /// <summary>Everything filled. Final.</summary>
    Filled = 4,

    /// <summary>Ended at the venue with a remainder (cancelled or expired). Final.</summary>
    Canceled = 5,

    /// <summary>The venue refused it. Final.</summary>
    Rejected = 6,

    /// <summary>It never left, or the venue has never seen it. Final.</summary>
    NotSent = 7,
}
