using System.Collections.Immutable;

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

    /// <summary>
    /// Price(44): most that one unit may cost net, in the pricing asset of the first leg: the sum over the legs of ratio times price, bought
    /// legs positive and sold legs negative. It may be negative: a unit must then bring in at least that much. Null for none.
    /// </summary>
    public decimal? NetLimit { get; init; }

    /// <summary>
    /// Most units by which legs may be apart at any moment. It allows the basket to be sent in slices and, where a limit would break
    /// otherwise, one leg before the others. Null: everything that is sent is sent at once, and what cannot be is not.
    /// </summary>
    public decimal? MaximumLegging { get; init; }

    /// <summary>How it is to be routed beyond the desk's rules, for all legs; null for nothing special.</summary>
    public RouteInstructions? Instructions { get; init; }
}
