using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Routing.Transfers;

/// <summary>A way to move collateral that is not suggested.</summary>
/// <param name="From">The account that would have given.</param>
/// <param name="To">The account that would have received.</param>
/// <param name="Asset">What would have moved.</param>
/// <param name="Reason">Why not.</param>
public sealed record RefusedTransfer(SubaccountId From, SubaccountId To, Asset Asset, Refusal Reason);
