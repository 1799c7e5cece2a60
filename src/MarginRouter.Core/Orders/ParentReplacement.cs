using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Orders;

/// <summary>New terms of a parent that were judged and accepted (OrderCancelReplaceRequest, G).</summary>
/// <param name="Request">The new terms under their own ClOrdID(11).</param>
/// <param name="Quantity">The new whole quantity in product lots.</param>
/// <param name="ExpiresAt">When it expires; null for never.</param>
public sealed record ParentReplacement(ParentRequest Request, QuantityLots Quantity, Instant? ExpiresAt);
