using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Orders;

/// <summary>A parent order as the desk asked for it (NewOrderSingle), already parsed but not yet judged.</summary>
/// <param name="Desk">The desk (FIX session) that sent it; with <paramref name="ClientOrderId"/> the key against duplicates.</param>
/// <param name="ClientOrderId">ClOrdID(11).</param>
/// <param name="Symbol">Symbol(55): a product symbol.</param>
/// <param name="Side">Side(54).</param>
/// <param name="Quantity">OrderQty(38) in base units.</param>
/// <param name="OrderType">OrdType(40).</param>
/// <param name="LimitPrice">Price(44) in the product's pricing asset per base unit; null on a market order.</param>
/// <param name="TimeInForce">TimeInForce(59).</param>
public sealed record ParentRequest(
    string Desk,
    string ClientOrderId,
    string Symbol,
    Side Side,
    decimal Quantity,
    OrderType OrderType,
    decimal? LimitPrice,
    TimeInForce TimeInForce)
{
    /// <summary>How it is to be routed beyond the desk's rules; null for nothing special.</summary>
    public RouteInstructions? Instructions { get; init; }
}
