using System.Text;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;
using MarginRouter.Venues.Reference;

namespace MarginRouter.Venues.KuCoin.MarketData;

/// <summary>
/// Books of KuCoin's classic sockets (kucoin.com/docs-new): the address and a token come from <c>bullet-public</c>, snapshots over REST. The
/// public snapshot of spot has a hundred levels; those beyond are unknown, and a new one is asked for when prices have left it behind.
/// </summary>
internal sealed class KuCoinProtocol(FeedOptions options) : FeedProtocol
{
    private const int SymbolsInOneTopic = 100;
    private const int LevelsOfPublicSnapshot = 100;
    private long lastConnection;

    /// <inheritdoc />
    public override byte[] Ping { get; } = [.. """{"id":"ping","type":"ping"}"""u8];

    /// <inheritdoc />
    public override FeedDecoder NewDecoder() => new KuCoinDecoder();

    /// <inheritdoc />
    public override BookBuilder NewBook(Instrument instrument) =>
        new KuCoinBook(GridBook.For(instrument), instrument.Kind == InstrumentKind.Spot ? LevelsOfPublicSnapshot : null);

    /// <inheritdoc />
    public override async ValueTask<Uri> AddressAsync(InstrumentKind kind, VenueHttp http, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(options.Rest, "/api/v1/bullet-public"));
        byte[] answer = await http.SendAsync(request, cancellation).ConfigureAwait(false);
        try
        {
            JsonElement data = JsonElement.Parse(answer).GetProperty("data");
            string token = data.GetProperty("token").GetString() ?? "";
            string endpoint = data.GetProperty("instanceServers")[0].GetProperty("endpoint").GetString() ?? "";
            return new Uri($"{endpoint}?token={Uri.EscapeDataString(token)}&connectId={Interlocked.Increment(ref lastConnection)}");
        }
        catch (Exception fault) when (fault is KeyNotFoundException or IndexOutOfRangeException or InvalidOperationException or UriFormatException)
        {
            throw new VenueProtocolException($"{options.Name}: bullet-public names no server: {fault.Message}");
        }
    }

    /// <inheritdoc />
    public override IEnumerable<byte[]> Subscribe(IReadOnlyList<Instrument> instruments)
    {
        int id = 0;
        foreach (Instrument[] some in instruments.Chunk(SymbolsInOneTopic))
        {
            string symbols = string.Join(',', some.Select(one => one.Symbol));
            yield return Request(++id, $"{Topic}:{symbols}");
            if (!MarkFromMiddle(some[0]))
                yield return Request(++id, $"/contract/instrument:{symbols}");
        }
    }

    /// <inheritdoc />
    public override bool StatesTerms => options.Instruments.All(instrument => instrument.Kind == InstrumentKind.Spot);

    /// <inheritdoc />
    public override async Task<IReadOnlyList<InstrumentReading>> ReadTermsAsync(FeedParts parts, CancellationToken cancellation)
    {
        byte[] answer = await parts.Http.GetAsync(new Uri(options.Rest, SymbolList.Path), cancellation).ConfigureAwait(false);
        return [.. SymbolList.Decode(JsonElement.Parse(answer), options.Instruments)];
    }

    /// <summary>Nothing to send: the stream goes on and the snapshot comes over REST.</summary>
    public override IEnumerable<byte[]> Resubscribe(Instrument instrument) => [];

    /// <inheritdoc />
    public override Uri Snapshot(Instrument instrument) => new(
        options.Rest,
        instrument.Kind == InstrumentKind.Spot
            ? $"/api/v1/market/orderbook/level2_100?symbol={instrument.Symbol}"
            : $"/api/v1/level2/snapshot?symbol={instrument.Symbol}");

    private string Topic => options.Instruments[0].Kind == InstrumentKind.Spot ? "/market/level2" : "/contractMarket/level2";

    private static byte[] Request(int id, string topic) => Encoding.UTF8.GetBytes(
        $$"""{"id":"{{id}}","type":"subscribe","topic":"{{topic}}","privateChannel":false,"response":true}""");
}
