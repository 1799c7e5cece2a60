using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Baskets;

namespace MarginRouter.Core.Engine.Allocations;

/// <summary>
/// What there is to divide of an order, or of a leg of a basket. A leg stands by its first order, and what it has is what it holds: the fills
/// of all its orders less what was traded back.
/// </summary>
internal static class FilledOrder
{
    /// <summary>Held, in product lots.</summary>
    public static long Lots(ParentOrder order) => order.Leg is { } leg ? Math.Max(0, leg.Net) : order.Filled.Value;

    /// <summary>What the lots are worth at their average price.</summary>
    public static decimal Notional(ParentOrder order) => order.Leg is { } leg
        ? (leg.AveragePrice ?? 0m) * Lots(order) * leg.Product.LotSize
        : order.FilledNotional;

    /// <summary>True when no more will be sent for it.</summary>
    public static bool IsOver(ParentOrder order) => ParentTransitions.IsFinal(order.Leg?.Basket.Status ?? order.Status);

    /// <summary>OrderID(37) of the reports about it.</summary>
    public static ParentOrderId Id(ParentOrder order) => order.Leg?.Basket.Id ?? order.Id;

    /// <summary>ClOrdID(11) that it goes by.</summary>
    public static string ClientOrderId(ParentOrder order) => order.Leg?.Basket.Request.ClientOrderId ?? order.Request.ClientOrderId;

    /// <summary>What stands for a leg.</summary>
    public static ParentOrder Of(BasketLeg leg) => leg.Orders[0];
}
