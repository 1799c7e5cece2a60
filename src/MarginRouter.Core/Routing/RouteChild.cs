using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Routing;

/// <summary>A chosen child.</summary>
/// <param name="Terms">What will be sent.</param>
/// <param name="ProductQuantity">Its size in product lots.</param>
/// <param name="Cost">Expected cost at the levels it is meant to take.</param>
/// <param name="CostBasisPoints">The same in basis points of its arrival value.</param>
/// <param name="AveragePrice">Expected average price in the pricing asset.</param>
public sealed record RouteChild(
    ChildOrderTerms Terms,
    QuantityLots ProductQuantity,
    CandidateCost Cost,
    decimal CostBasisPoints,
    decimal AveragePrice);
