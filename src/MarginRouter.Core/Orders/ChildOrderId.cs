namespace MarginRouter.Core.Orders;

/// <summary>A child order. It derives from its parent, the routing attempt and its place in that attempt, so that a restart gives the same id again.</summary>
/// <param name="Parent">The parent.</param>
/// <param name="Attempt">The parent's routing attempt, from 1.</param>
/// <param name="Leg">Place within the attempt's route, from 0.</param>
public readonly record struct ChildOrderId(ParentOrderId Parent, int Attempt, int Leg);
