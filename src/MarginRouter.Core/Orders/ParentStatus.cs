namespace MarginRouter.Core.Orders;

/// <summary>Where a parent stands in its life (OrdStatus, tag 39).</summary>
public enum ParentStatus
{
    /// <summary>Accepted and being worked; nothing filled yet.</summary>
    New = 1,

    /// <summary>Some filled, more wanted.</summary>
    PartiallyFilled = 2,

    /// <summary>A cancel was accepted; children are being withdrawn, fills still count.</summary>
    PendingCancel = 3,

    /// <summary>Everything filled. Final.</summary>
    Filled = 4,

    /// <summary>Ended with a remainder. Final.</summary>
    Canceled = 5,

    /// <summary>Never worked. Final.</summary>
    Rejected = 6,

    /// <summary>A replacement was accepted and waits until no child is open; fills still count.</summary>
    PendingReplace = 7,

    /// <summary>Ended with a remainder because its time was over. Final.</summary>
    Expired = 8,
}
