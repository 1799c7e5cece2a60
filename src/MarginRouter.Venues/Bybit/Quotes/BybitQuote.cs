using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Bybit.Quotes;

/// <summary>
/// A quote of the stream <c>rfq.open.quotes</c> or of <c>/v5/rfq/quote-realtime</c>. We ask with our own side as the leg's, so that the maker's
/// Sell direction is what we trade against (docs/v5/rfq/trade/create-quote: opposite to the leg for the maker, the same for us).
/// </summary>
/// <param name="RequestId">rfqId.</param>
/// <param name="RequestLinkId">rfqLinkId; empty when the venue leaves it out.</param>
/// <param name="QuoteId">quoteId.</param>
/// <param name="Maker">deskCode of the maker; empty for an anonymous one.</param>
/// <param name="Status">status: Active, PendingFill, Canceled, Filled, Expired, Failed.</param>
/// <param name="ExpiresAt">expiresAt, by the venue's clock; null when it is missing or no time.</param>
/// <param name="Offers">Legs of quoteSellList.</param>
internal sealed record BybitQuote(
    string RequestId, string RequestLinkId, string QuoteId, string Maker, string Status, Instant? ExpiresAt, IReadOnlyList<BybitQuoteLeg> Offers)
{
    // The year 2255: nanoseconds of later times do not fit.
    private const decimal LatestMilliseconds = 9_000_000_000_000m;

    /// <summary>Reads one; throws <see cref="VenueProtocolException"/> when it names no request or no quote.</summary>
    public static BybitQuote Read(JsonElement quote) => new(
        JsonFigure.Text(quote, "rfqId"),
        JsonFigure.TextOrEmpty(quote, "rfqLinkId"),
        JsonFigure.Text(quote, "quoteId"),
        JsonFigure.TextOrEmpty(quote, "deskCode"),
        JsonFigure.TextOrEmpty(quote, "status"),
        JsonFigure.Read(quote, "expiresAt") is { } milliseconds and >= 1m and < LatestMilliseconds ? Instant.FromMilliseconds((long)milliseconds) : null,
        [.. JsonFigure.ListOrEmpty(quote, "quoteSellList").Select(BybitQuoteLeg.Read)]);
}
