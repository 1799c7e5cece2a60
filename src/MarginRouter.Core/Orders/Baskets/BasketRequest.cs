using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Orders.Baskets;

/// <summary>A parent of several legs as the desk asked for it (NewOrderMultileg, AB), already parsed but not yet judged.</summary>
/// <param name="Desk">The desk (FIX session) that sent it; with <paramref name="ClientOrderId"/> the key against duplicates.</param>
/// <param name="ClientOrderId">ClOrdID(11).</param>
/// <param name="Symbol">Symbol(55): the desk's name of the basket, repeated in reports.</param>
/// <param name="Quantity">OrderQty(38): units of the basket.</param>
/// <param name="Legs">Two to eight legs.</param>
/// <param name="ShortFill">What happens when legs fill unevenly.</param>
/// <param name="TimeInForce">TimeInForce(59).</param>
public sealed record BasketRequest(
    string Desk,
    string ClientOrderId,
    string Symbol,
    decimal Quantity,
    ImmutableArray<BasketLegRequest> Legs,
    ShortFillPolicy ShortFill,
    TimeInForce TimeInForce)
{
    /// <summary>Fewest legs.</summary>
    public const int FewestLegs = 2;

    /// <summary>Most legs.</summary>
    public const int MostLegs = 8;

    /// <summary>Largest ratio of a leg: prices times ratios must stay within decimal figures.</summary>
    public const decimal LargestRatio = 1_000_000_000m;

    /// <summary>
    /// Most that one unit may cost net, in the pricing asset of the first leg: the sum over the legs of ratio times price, bought
    /// legs positive and sold legs negative. It may be negative: a unit must then bring in at least that much. Null for none. Where the legs
    /// trade the other way round than stated it is the desk's Price(44) with the other sign.
    /// </summary>
    public decimal? NetLimit { get; init; }

    /// <summary>
    /// Most units by which legs may be apart at any moment. It allows the basket to be sent in slices and, where a limit would break
    /// otherwise, one leg before the others. Null: everything that is sent is sent at once, and what cannot be is not.
    /// </summary>
    public decimal? MaximumLegging { get; init; }

    /// <summary>How it is to be routed beyond the desk's rules, for all legs; null for nothing special.</summary>
    public RouteInstructions? Instructions { get; init; }

    /// <summary>Side(54). The legs' own sides say how they trade, whatever this says; it matters for what a price means and for what reports repeat.</summary>
    public BasketSide Side { get; init; } = BasketSide.AsDefined;

    /// <summary>ExpireTime(126) of a good-till-date basket; null for every other.</summary>
    public Instant? ExpireAt { get; init; }

    /// <summary>Account(1): the one subaccount that may be used, for all legs; null for all of the desk.</summary>
    public string? Account { get; init; }

    /// <summary>MultiLegRptTypeReq(563).</summary>
    public BasketReporting Reporting { get; init; } = BasketReporting.Both;

    /// <summary>Parties(453), echoed in every report.</summary>
    public ImmutableArray<OrderParty> Parties { get; init; } = [];

    /// <summary>True when the legs trade the other way round than the desk stated them (Side 2 or C).</summary>
    public bool IsOpposite => Side is BasketSide.Sell or BasketSide.Opposite;

    /// <summary>Price(44) as the desk states it: of a unit with its legs as they are stated. Null for none.</summary>
    public decimal? Price => IsOpposite ? -NetLimit : NetLimit;

    /// <summary>Limit when it has a price of its own or for some leg, else market.</summary>
    public OrderType OrderType => NetLimit is not null || Legs.Any(leg => leg.LimitPrice is not null) ? OrderType.Limit : OrderType.Market;

    /// <summary>True when what cannot be opened now is cancelled.</summary>
    public bool IsImmediate => TimeInForce is TimeInForce.ImmediateOrCancel or TimeInForce.FillOrKill;
}
