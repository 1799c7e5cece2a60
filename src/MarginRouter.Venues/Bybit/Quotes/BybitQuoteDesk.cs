using System.Text.Json;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Bybit.Quotes;

/// <summary>What <c>/v5/rfq/config</c> says of the account: who may be asked, and how many requests may be open.</summary>
/// <param name="Makers">deskCode of every counterparty.</param>
/// <param name="OpenRequests">maxActiveRfq; null when it is not stated.</param>
internal sealed record BybitQuoteDesk(IReadOnlySet<string> Makers, int? OpenRequests)
{
    /// <summary>Reads the result of the answer; throws <see cref="VenueProtocolException"/> when it lists no counterparties.</summary>
    public static BybitQuoteDesk Read(JsonElement result) => new(
        JsonFigure.List(result, "counterparties").Select(maker => JsonFigure.Text(maker, "deskCode")).ToHashSet(StringComparer.Ordinal),
        JsonFigure.Read(result, "maxActiveRfq") is { } most and >= 1m and <= 100_000m ? (int)most : null);
}
