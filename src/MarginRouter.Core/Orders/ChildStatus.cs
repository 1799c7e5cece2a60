namespace MarginRouter.Core.Orders;

/// <summary>Where a child stands in its life.</summary>
public enum ChildStatus
{
    /// <summary>Decided; its intent is on the way to the disk. Not at the venue yet.</summary>
    Intended = 1,

    /// <summary>Handed to the venue's connection, no answer yet.</summary>
    Sent = 2,

    /// <summary>The venue has it.</summary>
    Working = 3,

    /// <summary>Sent without an answer in time, or the connection broke: neither alive nor dead. Keeps its margin reserved.</summary>
    Unknown = 4,

    /// <summary>Everything filled. Final.</summary>
    Filled = 5,

    /// <summary>Ended at the venue with a remainder (cancelled or expired). Final.</summary>
    Canceled = 6,

    /// <summary>The venue refused it. Final.</summary>
    Rejected = 7,

    /// <summary>It never left, or the venue has never seen it. Final.</summary>
    NotSent = 8,
}
