using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine;

/// <summary>
/// The least that a parent wants at once: everything for fill-or-kill, MinQty(110) else. It is a condition on what can be planned before
/// anything has filled; several venues cannot be filled as one, so that less may fill than was planned.
/// </summary>
internal static class MinimumFill
{
    /// <summary>Why nothing may be sent now, or null.</summary>
    public static Refusal? Judge(ParentOrder parent, QuantityLots intended)
    {
        if (!parent.Filled.IsZero)
            return null;
        bool whole = parent.Request.TimeInForce == TimeInForce.FillOrKill;
        decimal? least = whole ? parent.Product.Quantity(parent.Quantity) : parent.Request.MinimumQuantity;
        decimal planned = parent.Product.Quantity(intended);
        return least is decimal wanted && planned < wanted
            ? new Refusal(RefusalReason.MinimumFill, whole ? "FillOrKill" : "MinQty", wanted, planned)
            : null;
    }
}
