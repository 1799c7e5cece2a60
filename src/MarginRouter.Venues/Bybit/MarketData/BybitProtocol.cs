using System.Text;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Bybit.Trading;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Funds;
using MarginRouter.Venues.Grid;
using MarginRouter.Venues.Reference;

namespace MarginRouter.Venues.Bybit.MarketData;

/// <summary>
/// Books and marks of one market of Bybit v5 (bybit-exchange docs, v5/ws/connect): the market is part of the address, a request holds at
/// most ten topics, which is spot's limit and fits the others.
/// </summary>
internal sealed class BybitProtocol(FeedOptions options, int depth) : FeedProtocol
{
    private const int TopicsInOneRequest = 10;

    /// <inheritdoc />
    public override byte[] Ping { get; } = [.. """{"op":"ping"}"""u8];

    /// <inheritdoc />
    public override FeedDecoder NewDecoder() => new BybitDecoder();

    /// <inheritdoc />
    public override BookBuilder NewBook(Instrument instrument) => new BybitBook(GridBook.For(instrument));

    /// <inheritdoc />
    public override ValueTask<Uri> AddressAsync(InstrumentKind kind, VenueHttp http, CancellationToken cancellation)
    {
        string market = kind switch
        {
            InstrumentKind.Spot => "spot",
            InstrumentKind.LinearPerpetual or InstrumentKind.LinearFuture => "linear",
            InstrumentKind.InversePerpetual or InstrumentKind.InverseFuture => "inverse",
            InstrumentKind.Option => "option",
        };
        return ValueTask.FromResult(new Uri(options.Socket, $"/v5/public/{market}"));
    }

    /// <inheritdoc />
    public override IEnumerable<byte[]> Subscribe(IReadOnlyList<Instrument> instruments) =>
        instruments.SelectMany(Topics).Chunk(TopicsInOneRequest).Select(topics => Request("subscribe", topics));

    /// <inheritdoc />
    public override IEnumerable<byte[]> Resubscribe(Instrument instrument) =>
        [Request("unsubscribe", [Book(instrument)]), Request("subscribe", [Book(instrument)])];

    /// <inheritdoc />
    public override bool PublishesFund(Instrument instrument) => instrument.IsDerivative && instrument.Kind != InstrumentKind.Option;

    /// <inheritdoc />
    public override async Task<IReadOnlyList<FundReading>> ReadFundsAsync(FeedParts parts, CancellationToken cancellation)
    {
        byte[] answer = await parts.Http.GetAsync(new Uri(options.Rest, InsurancePools.Path), cancellation).ConfigureAwait(false);
        return InsurancePools.Decode(JsonElement.Parse(answer), options.Instruments.Where(PublishesFund));
    }

    /// <inheritdoc />
    public override bool StatesTerms => true;

    /// <inheritdoc />
    public override async Task<IReadOnlyList<InstrumentReading>> ReadTermsAsync(FeedParts parts, CancellationToken cancellation)
    {
        List<InstrumentReading> readings = [];
        foreach (Instrument instrument in options.Instruments.Where(instrument => instrument.Kind != InstrumentKind.Option))
        {
            Uri address = new(options.Rest, InstrumentsInfo.Path(BybitWords.Category(instrument), instrument));
            byte[] answer = await parts.Http.GetAsync(address, cancellation).ConfigureAwait(false);
            readings.AddRange(InstrumentsInfo.Decode(JsonElement.Parse(answer)));
        }

        return readings;
    }

    private static byte[] Request(string operation, string[] topics) =>
        Encoding.UTF8.GetBytes($$"""{"op":"{{operation}}","args":[{{string.Join(',', topics.Select(topic => $"\"{topic}\""))}}]}""");

    private IEnumerable<string> Topics(Instrument instrument)
    {
        if (HasBook(instrument))
            yield return Book(instrument);
        if (!MarkFromMiddle(instrument))
            yield return $"tickers.{instrument.Symbol}";
    }

    private string Book(Instrument instrument) => $"orderbook.{depth}.{instrument.Symbol}";
}
