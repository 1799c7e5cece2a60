namespace MarginRouter.Core.Orders;

/// <summary>A share of an order for an account of the desk's own books.</summary>
/// <param name="Account">AllocAccount(79).</param>
/// <param name="Quantity">AllocQty(80) in base units; positive.</param>
public sealed record OrderAllocation(string Account, decimal Quantity);
