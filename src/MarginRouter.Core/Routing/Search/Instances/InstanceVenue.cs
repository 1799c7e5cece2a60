using System.Collections.Immutable;

namespace MarginRouter.Core.Routing.Search.Instances;

/// <summary>A venue of an instance. Prices in money per base unit, quantities in base units, rates plain fractions.</summary>
internal sealed record InstanceVenue
{
    public required string Id { get; init; }

    public required InstanceVenueKind Kind { get; init; }

    /// <summary>Index of its instrument.</summary>
    public required int Instrument { get; init; }

    public required decimal LotSize { get; init; }

    public required decimal MinimumQuantity { get; init; }

    public required decimal MinimumNotional { get; init; }

    /// <summary>Taker fee of a book or quote.</summary>
    public decimal TakerFeeRate { get; init; }

    /// <summary>Levels of a book, best first; the one level of a quote.</summary>
    public ImmutableArray<(decimal Price, decimal Quantity)> Levels { get; init; } = [];

    /// <summary>True for a quote that is taken whole or not at all.</summary>
    public bool AllOrNothing { get; init; }

    /// <summary>Fee of a pool, taken from what is paid in.</summary>
    public decimal PoolFeeRate { get; init; }

    /// <summary>Base units in a pool.</summary>
    public decimal ReserveBase { get; init; }

    /// <summary>Money in a pool.</summary>
    public decimal ReserveQuote { get; init; }
}
