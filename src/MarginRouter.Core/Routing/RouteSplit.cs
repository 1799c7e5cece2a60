using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Routing;

/// <summary>What a decision does: proven children that may leave, before it has been put into words.</summary>
/// <param name="Attempt">The parent's attempt.</param>
/// <param name="Children">The children, in order of their leg.</param>
/// <param name="Planned">Sum of the children in product lots.</param>
/// <param name="Remainder">Wanted less planned, in product lots.</param>
/// <param name="ArrivalPrice">Mid of the consolidated book in the pricing asset; null when there is none.</param>
/// <param name="Prices">Valuation prices of the request.</param>
internal readonly record struct RouteSplit(
    int Attempt,
    ImmutableArray<ChildOrderTerms> Children,
    QuantityLots Planned,
    QuantityLots Remainder,
    decimal? ArrivalPrice,
    PriceVector Prices)
{
    /// <summary>True when everything wanted is planned: then nothing of the explanation bears on what is done.</summary>
    public bool IsWhole => Remainder.IsZero && !Children.IsEmpty;

    /// <summary>The same of a decision.</summary>
    public static RouteSplit Of(RouteDecision decision)
    {
        var children = ImmutableArray.CreateBuilder<ChildOrderTerms>(decision.Children.Length);
        foreach (RouteChild child in decision.Children)
            children.Add(child.Terms);
        return new RouteSplit(
            decision.Slice.Attempt, children.MoveToImmutable(), decision.Planned, decision.Remainder, decision.ArrivalPrice, decision.Slice.Prices);
    }
}
