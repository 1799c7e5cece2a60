using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine.Commands;

/// <summary>An order, or a leg of one, whose fills are divided.</summary>
/// <param name="Parent">OrderID(37).</param>
/// <param name="ClientOrderId">ClOrdID(11).</param>
/// <param name="Leg">LegRefID(654) of the leg; null for an order of one leg.</param>
/// <param name="Quantity">How much of it is used, in base units.</param>
public sealed record DividedOrder(ParentOrderId Parent, string ClientOrderId, string? Leg, decimal Quantity);
