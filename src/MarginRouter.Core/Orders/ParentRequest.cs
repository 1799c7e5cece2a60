using System.Collections.Immutable;
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

    /// <summary>ExpireTime(126) of a good-till-date order; null for every other.</summary>
    public Instant? ExpireAt { get; init; }

    /// <summary>MinQty(110) in base units: the first attempt is made only when it can plan as much; null for no such condition.</summary>
    public decimal? MinimumQuantity { get; init; }

    /// <summary>MaxFloor(111) or MaxShow(210) in base units: the most that may be displayed. Children never rest, so nothing is; null when not stated.</summary>
    public decimal? MaximumShow { get; init; }

    /// <summary>Account(1): the one subaccount that may be used; null for all of the desk.</summary>
    public string? Account { get; init; }

    /// <summary>ListID(66) of the list that it came in; null when alone.</summary>
    public string? ListId { get; init; }

    /// <summary>Parties(453), echoed in every report.</summary>
    public ImmutableArray<OrderParty> Parties { get; init; } = [];

    /// <summary>Pre-allocation (NoAllocs 78): how its fills are to be divided; the quantities add up to the order's. Empty for none.</summary>
    public ImmutableArray<OrderAllocation> Allocations { get; init; } = [];

    /// <summary>True when what cannot be filled now is cancelled.</summary>
    public bool IsImmediate => TimeInForce is TimeInForce.ImmediateOrCancel or TimeInForce.FillOrKill;
}
