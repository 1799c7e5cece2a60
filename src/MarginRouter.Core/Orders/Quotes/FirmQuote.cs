using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Orders.Quotes;

/// <summary>
/// A maker's firm offer to trade with us: one price, at most one use, until a stated moment. What a maker only indicates is no firm quote and
/// never becomes one of these.
/// </summary>
public sealed record FirmQuote
{
    /// <summary>The question that it answers (FIX QuoteReqID 131).</summary>
    public required QuoteRequestId Request { get; init; }

    /// <summary>The maker's or venue's id of it (FIX QuoteID 117); unique within the request, never empty.</summary>
    public required string QuoteId { get; init; }

    /// <summary>Who quotes, as the request named it; never empty.</summary>
    public required string Maker { get; init; }

    /// <summary>What would be traded.</summary>
    public required InstrumentId Instrument { get; init; }

    /// <summary>Our side: Buy where we would lift the maker's offer.</summary>
    public required Side Side { get; init; }

    /// <summary>Its price in instrument ticks; positive.</summary>
    public required PriceTicks Price { get; init; }

    /// <summary>Most that it is good for, in instrument lots; positive.</summary>
    public required QuantityLots Quantity { get; init; }

    /// <summary>Least that may be taken of it, in instrument lots; from 1 to <see cref="Quantity"/>, the same when it is all or nothing.</summary>
    public required QuantityLots MinimumQuantity { get; init; }

    /// <summary>Last moment at which taking it may reach the maker (FIX ValidUntilTime 62).</summary>
    public required Instant ValidUntil { get; init; }

    /// <summary>How long the maker may still refuse after it was taken, in milliseconds; zero for no last look.</summary>
    public int LastLookMilliseconds { get; init; }

    /// <summary>True when no fee comes on top of the price; false where the account's taker fee does.</summary>
    public bool FeeIncluded { get; init; }

    /// <summary>The one account that may take it; null for any of the accounts that the request named.</summary>
    public SubaccountId? Subaccount { get; init; }

    /// <summary>True when it is taken whole or not at all.</summary>
    public bool IsAllOrNothing => MinimumQuantity == Quantity;
}
