using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Routing.Legs;

/// <summary>One leg as a basket's decision sees it.</summary>
public sealed record LegQuestion
{
    /// <summary>The leg's order: its children derive their ids from it.</summary>
    public required ParentOrderId Parent { get; init; }

    /// <summary>Its attempt, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>What it trades.</summary>
    public required ProductId Product { get; init; }

    /// <summary>Its side in this attempt; the other one while it is unwound.</summary>
    public required Side Side { get; init; }

    /// <summary>Product lots in one block of the basket; positive.</summary>
    public required long LotsPerBlock { get; init; }

    /// <summary>Base units in one unit of the basket, by which its price counts in the net price.</summary>
    public required decimal Ratio { get; init; }

    /// <summary>Product lots wanted of it alone, where the purpose is not to open; zero for a leg that has nothing to do.</summary>
    public QuantityLots Quantity { get; init; }

    /// <summary>Average price of what it has filled, in its pricing asset: its part of the net price where it has nothing to do; null when nothing has.</summary>
    public decimal? FilledPrice { get; init; }

    /// <summary>Worst price in its pricing asset per base unit; null for none but the collar.</summary>
    public required decimal? LimitPrice { get; init; }

    /// <summary>The books of all instruments of its product, in the product's order.</summary>
    public required ImmutableArray<RouteBook> Books { get; init; }

    /// <summary>What is known and wanted of venues.</summary>
    public ImmutableArray<RouteVenue> Venues { get; init; } = [];

    /// <summary>Caps on exposures to its base asset.</summary>
    public ImmutableArray<ExposureCap> Caps { get; init; } = [];
}
