using System.Text;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Funds;
using MarginRouter.Venues.Grid;
using MarginRouter.Venues.Okx.Trading;
using MarginRouter.Venues.Reference;

namespace MarginRouter.Venues.Okx.MarketData;

/// <summary>
/// Books (channel <c>books</c>, 400 levels) and marks of OKX v5 (okx.com/docs-v5). Ping and pong are plain text. A connection may make 480
/// subscriptions and unsubscriptions an hour, so that requests are gathered.
/// </summary>
internal sealed class OkxProtocol(FeedOptions options) : FeedProtocol
{
    private const int ChannelsInOneRequest = 100;

    // Ten requests in two seconds are allowed for the insurance fund.
    private static readonly TimeSpan FundSpacing = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc />
    public override byte[] Ping { get; } = [.. "ping"u8];

    /// <inheritdoc />
    public override FeedDecoder NewDecoder() => new OkxDecoder();

    /// <inheritdoc />
    public override BookBuilder NewBook(Instrument instrument) => new OkxBook(GridBook.For(instrument));

    /// <inheritdoc />
    public override ValueTask<Uri> AddressAsync(InstrumentKind kind, VenueHttp http, CancellationToken cancellation) =>
        ValueTask.FromResult(new Uri(options.Socket, "/ws/v5/public"));

    /// <inheritdoc />
    public override IEnumerable<byte[]> Subscribe(IReadOnlyList<Instrument> instruments) =>
        instruments.SelectMany(Channels).Distinct().Chunk(ChannelsInOneRequest).Select(channels => Request("subscribe", channels));

    /// <inheritdoc />
    public override IEnumerable<byte[]> Resubscribe(Instrument instrument) =>
        [Request("unsubscribe", [Channel("books", instrument)]), Request("subscribe", [Channel("books", instrument)])];

    /// <inheritdoc />
    public override bool StatesTerms => true;

    /// <inheritdoc />
    public override async Task<IReadOnlyList<InstrumentReading>> ReadTermsAsync(FeedParts parts, CancellationToken cancellation)
    {
        List<InstrumentReading> readings = [];
        foreach (Instrument instrument in options.Instruments.Where(instrument => instrument.Kind != InstrumentKind.Option))
        {
            Uri address = new(options.Rest, InstrumentList.Path(OkxWords.Type(instrument), instrument));
            byte[] answer = await parts.Http.GetAsync(address, cancellation).ConfigureAwait(false);
            readings.AddRange(InstrumentList.Decode(JsonElement.Parse(answer)));
        }

        return readings;
    }

    /// <inheritdoc />
    public override bool PublishesFund(Instrument instrument) => instrument.IsDerivative;

    /// <inheritdoc />
    public override async Task<IReadOnlyList<FundReading>> ReadFundsAsync(FeedParts parts, CancellationToken cancellation)
    {
        List<FundReading> readings = [];
        foreach (Instrument contract in options.Instruments.Where(PublishesFund).DistinctBy(FamilyFund.Path))
        {
            if (readings.Count > 0)
                await Task.Delay(FundSpacing, parts.Time, cancellation).ConfigureAwait(false);
            string path = FamilyFund.Path(contract);
            byte[] answer = await parts.Http.GetAsync(new Uri(options.Rest, path), cancellation).ConfigureAwait(false);
            readings.Add(FamilyFund.Decode(JsonElement.Parse(answer), path, contract.Settlement));
        }

        return readings;
    }

    private static byte[] Request(string operation, string[] channels) =>
        Encoding.UTF8.GetBytes($$"""{"op":"{{operation}}","args":[{{string.Join(',', channels)}}]}""");

    private static string Channel(string name, Instrument instrument) => $$"""{"channel":"{{name}}","instId":"{{instrument.Symbol}}"}""";

    private IEnumerable<string> Channels(Instrument instrument)
    {
        if (HasBook(instrument))
            yield return Channel("books", instrument);
        if (!MarkFromMiddle(instrument))
            yield return Channel("mark-price", instrument);
        if (instrument.Kind is InstrumentKind.LinearPerpetual or InstrumentKind.InversePerpetual)
            yield return Channel("funding-rate", instrument);

        // The greeks and volatilities of all options of a family come together.
        if (instrument.Kind == InstrumentKind.Option)
            yield return $$"""{"channel":"opt-summary","instFamily":"{{instrument.Base}}-{{instrument.Option!.StrikeAsset}}"}""";
    }
}
