namespace MarginRouter.Core.Engine.Commands;

/// <summary>What an execution report says (ExecType, tag 150).</summary>
public enum ExecutionKind
{
    /// <summary>FIX 0.</summary>
    New = 1,

    /// <summary>FIX F: a fill, partial or full by the order status.</summary>
    Trade = 2,

    /// <summary>FIX 6: a cancel was accepted, children are being withdrawn.</summary>
    PendingCancel = 3,

    /// <summary>FIX 4: ended with a remainder.</summary>
    Canceled = 4,

    /// <summary>FIX 8.</summary>
    Rejected = 5,

    /// <summary>FIX I: answers a status request, changes nothing.</summary>
    OrderStatus = 6,

    /// <summary>FIX E: a replacement was accepted and waits until no child is open.</summary>
    PendingReplace = 7,

    /// <summary>FIX 5: the new terms hold.</summary>
    Replaced = 8,

    /// <summary>FIX C: its time is over.</summary>
    Expired = 9,

    /// <summary>FIX H: the venue took a fill back.</summary>
    TradeCancel = 10,

    /// <summary>FIX G: the venue corrected a fill.</summary>
    TradeCorrect = 11,

    /// <summary>FIX D: nothing happened to it, but it goes on where a desk may have thought it ended: it lives on over the end of a day.</summary>
    Restated = 12,
}
