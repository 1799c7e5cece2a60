namespace MarginRouter.Core.Orders.Allocations;

/// <summary>An order of an allocation, by one of its ids or by both, which must then be of one order.</summary>
/// <param name="ClientOrderId">ClOrdID(11) that it has or had; null when not stated.</param>
/// <param name="Parent">OrderID(37); null when not stated.</param>
public sealed record AllocatedOrder(string? ClientOrderId, ParentOrderId? Parent)
{
    /// <summary>SecondaryClOrdID(526): LegRefID(654) of the leg that is meant of an order of several; null where symbol and side say which.</summary>
    public string? Leg { get; init; }
}
