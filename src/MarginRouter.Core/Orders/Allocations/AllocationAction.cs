namespace MarginRouter.Core.Orders.Allocations;

/// <summary>What an allocation instruction does (AllocTransType, tag 71).</summary>
public enum AllocationAction
{
    /// <summary>FIX 0: allocates.</summary>
    New = 1,

    /// <summary>FIX 1: allocates instead of an accepted one.</summary>
    Replace = 2,

    /// <summary>FIX 2: takes an accepted one back.</summary>
    Cancel = 3,
}
