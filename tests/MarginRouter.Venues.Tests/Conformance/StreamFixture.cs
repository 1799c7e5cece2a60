using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;
using MarginRouter.Venues.Bybit;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Hyperliquid;
using MarginRouter.Venues.KuCoin;
using MarginRouter.Venues.Okx;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Venues.Tests.Conformance;

/// <summary>A venue whose adapter has market data alone.</summary>
internal sealed class StreamFixture : IVenueFixture
{
    private readonly StreamVenue venue;
    private readonly StreamSimulator simulator;

    public StreamFixture(StreamVenue venue)
    {
        this.venue = venue;
        bool spot = venue == StreamVenue.KuCoin;
        Instrument = TestInstruments.Spot(0.1m, 0.001m, symbol: Symbol(venue)) with { Kind = spot ? InstrumentKind.Spot : InstrumentKind.LinearPerpetual };
        simulator = new StreamSimulator(new StreamSimulatorOptions
        {
            Venue = venue,
            Clock = new MarketClock(TimeProvider.System),
            Markets = [new SimulatedMarketOptions(Instrument, ConformanceBook.Source(Instrument))],
            LegacyChecksums = true,
            RunMarkets = false,
        });
        HashSet<VenueCapability> capabilities = [VenueCapability.MarkPrices, VenueCapability.FrameFaults];
        if (venue != StreamVenue.Hyperliquid)
            capabilities.Add(VenueCapability.SequencedBook);
        if (venue == StreamVenue.Okx)
            capabilities.Add(VenueCapability.BookChecksum);
        Capabilities = capabilities;
    }

    public IReadOnlySet<VenueCapability> Capabilities { get; }

    public Instrument Instrument { get; }

    public SubaccountId Subaccount { get; } = new(3);

    public SimulatedExchange Exchange => simulator.Exchange;

    public int BookDepth => venue == StreamVenue.Hyperliquid ? 20 : RecordedSink.Depth;

    public Task StartAsync() => simulator.StartAsync();

    public void PublishMarks() => simulator.PublishMarks();

    public IVenueAdapter CreateAdapter(IVenueEventSink sink, ClientOrderIdFormat clientOrderIds, VenuePace pace)
    {
        FeedOptions options = new()
        {
            Venue = Instrument.Venue,
            Name = $"{venue}",
            Socket = simulator.SocketUri,
            Rest = simulator.RestUri,
            Instruments = [Instrument],
            PingInterval = TimeSpan.FromMilliseconds(100),
            LivenessLimit = TimeSpan.FromSeconds(5),
            AnswerTimeout = TimeSpan.FromSeconds(5),
            ConfirmationInterval = TimeSpan.FromMilliseconds(50),
            ResyncInterval = TimeSpan.FromMilliseconds(50),
            Reconnect = new ReconnectOptions(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200)),
        };
        return venue switch
        {
            StreamVenue.Bybit => BybitMarketData.Create(options, 200, sink, TimeProvider.System, NullLogger.Instance),
            StreamVenue.Okx => OkxMarketData.Create(options, sink, TimeProvider.System, NullLogger.Instance),
            StreamVenue.KuCoin => KuCoinMarketData.Create(options, sink, TimeProvider.System, NullLogger.Instance),
            StreamVenue.Hyperliquid => HyperliquidMarketData.Create(options, sink, TimeProvider.System, NullLogger.Instance),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await simulator.DisposeAsync();
        Assert.Null(simulator.Failure);
    }

    private static string Symbol(StreamVenue venue) => venue switch
    {
        StreamVenue.Bybit => "BTCUSDT",
        StreamVenue.Okx => "BTC-USDT-SWAP",
        StreamVenue.KuCoin => "BTC-USDT",
        StreamVenue.Hyperliquid => "BTC",
    };
}
