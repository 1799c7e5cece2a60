namespace MarginRouter.Core.Orders;

/// <summary>A parent order by the engine's own running number.</summary>
/// <param name="Value">From 1, never used twice within one journal.</param>
public readonly record struct ParentOrderId(long Value);
