using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Matching;

/// <summary>A limit order as a venue server read it from its client. Nothing in it has been checked.</summary>
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

    /// <summary>How long it stands: at once or not at all, wholly at once, or until it is cancelled; immediate-or-cancel unless stated.</summary>
    public TimeInForce TimeInForce { get; init; } = TimeInForce.ImmediateOrCancel;

    /// <summary>True when it must not trade at once.</summary>
    public bool PostOnly { get; init; }

    /// <summary>What happens when it would trade with an order of its own account.</summary>
    public SelfMatchPrevention SelfMatch { get; init; } = SelfMatchPrevention.Allow;

    /// <summary>The order may only shrink a position; a part that would do more expires.</summary>
    public bool ReduceOnly { get; init; }

    /// <summary>Spot pairs on margin (Kraken): the fill moves a position instead of two balances.</summary>
    public bool Margined { get; init; }

    /// <summary>True for an order of the venue itself that liquidates a position.</summary>
    public bool IsLiquidation { get; init; }

    /// <summary>Leverage of a margined spot order; null takes the account's leverage of the symbol.</summary>
    public decimal? Leverage { get; init; }

    /// <summary>The maker's quote that it takes: it then stands outside the book until the maker trades or refuses; null for an order to the book.</summary>
    public string? QuoteId { get; init; }
}
