using System.Collections.Immutable;
using MarginRouter.Core.Engine.Quotes;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Engine;

/// <summary>A desk as configured: who may send what, and how its parents are worked.</summary>
/// <param name="Name">Its unique name: the key of its FIX session.</param>
/// <param name="Products">Products it may trade.</param>
/// <param name="Subaccounts">Subaccounts that its parents may use.</param>
/// <param name="Policy">How its parents are routed.</param>
/// <param name="MaximumOrderNotional">Largest parent, valued at its limit or the arrival price, in the pricing asset.</param>
/// <param name="MaximumAttempts">Most routing attempts of one immediate-or-cancel parent; at least 1.</param>
/// <param name="ReattemptMilliseconds">Wait between two attempts of a parent, long enough for the venues' books to show the last one.</param>
public sealed record Desk(
    string Name,
    ImmutableArray<ProductId> Products,
    ImmutableArray<SubaccountId> Subaccounts,
    RoutePolicy Policy,
    decimal MaximumOrderNotional,
    int MaximumAttempts,
    long ReattemptMilliseconds)
{
    /// <summary>The desk's own accounts that fills may be divided over; empty for any name.</summary>
    public ImmutableArray<string> AllocationAccounts { get; init; } = [];

    /// <summary>When its parents ask makers for firm quotes; null for never.</summary>
    public QuotePolicy? Quotes { get; init; }

    /// <summary>Its usual venue preferences and classes; they hold for every parent.</summary>
    public RouteInstructions Instructions { get; init; } = new();
}
