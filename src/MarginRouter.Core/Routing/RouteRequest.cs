using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing.Transfers;

namespace MarginRouter.Core.Routing;

/// <summary>Everything that a routing decision depends on. The same request gives the same decision, byte for byte.</summary>
public sealed record RouteRequest
{
    /// <summary>The parent.</summary>
    public required ParentOrderId Parent { get; init; }

    /// <summary>Its attempt, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>What it trades.</summary>
    public required ProductId Product { get; init; }

    /// <summary>Its side.</summary>
    public required Side Side { get; init; }

    /// <summary>What is wanted, in product lots; positive.</summary>
    public required QuantityLots Quantity { get; init; }

    /// <summary>
    /// Product lots of it that may stay unfilled where getting them costs more than the policy's largest marginal cost; default none.
    /// </summary>
    public QuantityLots Tolerated { get; init; }

    /// <summary>Worst price in the pricing asset per base unit; null for none but the collar.</summary>
    public required decimal? LimitPrice { get; init; }

    /// <summary>The books of all instruments of the product, in the product's order.</summary>
    public required ImmutableArray<RouteBook> Books { get; init; }

    /// <summary>Firm quotes of makers for it, in the order in which they came; empty for none. Each serves one child at most.</summary>
    public ImmutableArray<RouteQuote> Quotes { get; init; } = [];

    /// <summary>The subaccounts that may trade it, ordered by id.</summary>
    public required ImmutableArray<RouteAccount> Accounts { get; init; }

    /// <summary>What is known and wanted of venues, by venue; a venue that is not named has nothing special.</summary>
    public ImmutableArray<RouteVenue> Venues { get; init; } = [];

    /// <summary>Caps on exposures of groups of accounts that may trade it.</summary>
    public ImmutableArray<ExposureCap> Caps { get; init; } = [];

    /// <summary>By which ways collateral may be suggested to move; null when no suggestion is asked for.</summary>
    public TransferTerms? Transfers { get; init; }

    /// <summary>Valuation prices.</summary>
    public required PriceVector Prices { get; init; }

    /// <summary>What the desk allows.</summary>
    public required RoutePolicy Policy { get; init; }

    /// <summary>Most work units (candidate checks) to spend; the search stops there with what it has.</summary>
    public required int WorkUnits { get; init; }
}
