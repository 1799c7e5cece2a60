using System.Collections.Immutable;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Routing.Legs;

/// <summary>Everything that a decision about a basket depends on. The same question gives the same decision, byte for byte.</summary>
public sealed record BasketQuestion
{
    /// <summary>The basket, by the number of its first leg.</summary>
    public required ParentOrderId Basket { get; init; }

    /// <summary>What the attempt is for.</summary>
    public required BasketPurpose Purpose { get; init; }

    /// <summary>Blocks wanted, the smallest amounts in which all legs are in ratio on the lots of what may serve them; zero unless the purpose is to open.</summary>
    public required long Blocks { get; init; }

    /// <summary>Most blocks by which legs may be apart; null when all that is sent must be sent at once.</summary>
    public required long? MaximumLegging { get; init; }

    /// <summary>Most that one unit may cost net, in the pricing asset of the first leg; null for none.</summary>
    public required decimal? NetLimit { get; init; }

    /// <summary>The legs.</summary>
    public required ImmutableArray<LegQuestion> Legs { get; init; }

    /// <summary>The subaccounts that may trade any of them, ordered by id.</summary>
    public required ImmutableArray<RouteAccount> Accounts { get; init; }

    /// <summary>Valuation prices.</summary>
    public required PriceVector Prices { get; init; }

    /// <summary>What the desk allows, for each leg.</summary>
    public required RoutePolicy Policy { get; init; }

    /// <summary>Most work units of the decision of one leg; the basket gets as many for each leg and order of legs that it tries.</summary>
    public required int WorkUnits { get; init; }
}
