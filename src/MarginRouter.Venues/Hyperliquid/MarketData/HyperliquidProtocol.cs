using System.Text;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;
using MarginRouter.Venues.Reference;

namespace MarginRouter.Venues.Hyperliquid.MarketData;

/// <summary>Books and marks of Hyperliquid (hyperliquid.gitbook.io, websocket): one request a coin and channel, no aggregation of levels.</summary>
internal sealed class HyperliquidProtocol(FeedOptions options) : FeedProtocol
{
    /// <inheritdoc />
    public override byte[] Ping { get; } = [.. """{"method":"ping"}"""u8];

    /// <inheritdoc />
    public override FeedDecoder NewDecoder() => new HyperliquidDecoder();

    /// <inheritdoc />
    public override BookBuilder NewBook(Instrument instrument) => new HyperliquidBook(GridBook.For(instrument));

    /// <inheritdoc />
    public override ValueTask<Uri> AddressAsync(InstrumentKind kind, VenueHttp http, CancellationToken cancellation) => ValueTask.FromResult(new Uri(options.Socket, "/ws"));

    /// <summary>Funding is paid at every full hour (hyperliquid.gitbook.io, trading/funding).</summary>
    public override Instant? NextFunding(Instant venueNow)
    {
        const long hour = 3_600_000;
        return Instant.FromMilliseconds(((venueNow.ToMilliseconds() / hour) + 1) * hour);
    }

    /// <inheritdoc />
    public override IEnumerable<byte[]> Subscribe(IReadOnlyList<Instrument> instruments)
    {
        foreach (Instrument instrument in instruments)
        {
            yield return Request("subscribe", "l2Book", instrument);
            if (!MarkFromMiddle(instrument))
                yield return Request("subscribe", "activeAssetCtx", instrument);
        }
    }

    /// <inheritdoc />
    public override IEnumerable<byte[]> Resubscribe(Instrument instrument) =>
        [Request("unsubscribe", "l2Book", instrument), Request("subscribe", "l2Book", instrument)];

    /// <inheritdoc />
    public override bool StatesTerms => true;

    /// <inheritdoc />
    public override async Task<IReadOnlyList<InstrumentReading>> ReadTermsAsync(FeedParts parts, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(options.Rest, "/info"))
        {
            Content = new StringContent(PerpetualMeta.Question, Encoding.UTF8, "application/json"),
        };
        byte[] answer = await parts.Http.SendAsync(request, cancellation).ConfigureAwait(false);
        return [.. PerpetualMeta.Decode(JsonElement.Parse(answer), options.Instruments)];
    }

    private static byte[] Request(string method, string type, Instrument instrument) => Encoding.UTF8.GetBytes(
        $$$"""{"method":"{{{method}}}","subscription":{"type":"{{{type}}}","coin":"{{{instrument.Symbol}}}"}}""");
}
