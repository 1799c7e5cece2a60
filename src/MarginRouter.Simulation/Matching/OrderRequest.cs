using MarginRouter.Core.Instruments;

namespace MarginRouter.Simulation.Matching;

/// <summary>An immediate-or-cancel limit order as a venue server read it from its client. Nothing in it has been checked.</summary>
public sealed record OrderRequest
{
    /// <summary>The client's id (FIX tag 11); never empty, the server makes one when the client gave none.</summary>
    public required string ClientOrderId { get; init; }

    /// <summary>The venue's symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>Direction.</summary>
    public required Side Side { get; init; }

    /// <summary>Size in contracts (base units for spot).</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Worst price in the quote asset.</summary>
    public required decimal LimitPrice { get; init; }

    /// <summary>The order may only shrink a position; a part that would do more expires.</summary>
    public bool ReduceOnly { get; init; }

    /// <summary>Spot pairs on margin (Kraken): the fill moves a position instead of two balances.</summary>
    public bool Margined { get; init; }

    /// <summary>True for an order of the venue itself that liquidates a position.</summary>
    public bool IsLiquidation { get; init; }

    /// <summary>Leverage of a margined spot order; null takes the account's leverage of the symbol.</summary>
    public decimal? Leverage { get; init; }
}
