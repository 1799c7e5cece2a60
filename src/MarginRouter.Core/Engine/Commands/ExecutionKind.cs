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
}
