using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Quotes;
using MarginRouter.Simulation.Streams;
using MarginRouter.Testing;
using MarginRouter.Venues.Bybit;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Hyperliquid;
using MarginRouter.Venues.Hyperliquid.Trading;
using MarginRouter.Venues.Kraken;
using MarginRouter.Venues.KuCoin;
using MarginRouter.Venues.Okx;
using MarginRouter.Venues.Okx.Trading;
using MarginRouter.Venues.Rfq;
using MarginRouter.Venues.Trading;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Venues.Tests.Conformance;

/// <summary>A venue with plain streams and REST.</summary>
internal sealed class StreamFixture : IVenueFixture
{
    private const string Key = "conformance-key";
    private const string Secret = "conformance-secret";
    private const string Address = "0x14791697260e4c9a71f18484c9f997b308e59325";
    private const string PrivateKey = "0x0123456789012345678901234567890123456789012345678901234567890123";
    private const string Passphrase = "conformance-passphrase";

    private readonly StreamVenue venue;
    private readonly StreamSimulator simulator;
    private readonly bool orderSocket;

    public StreamFixture(StreamVenue venue, bool spot, bool orderSocket = false)
    {
        this.venue = venue;
        this.orderSocket = orderSocket;
        Instrument = TestInstruments.Spot(0.1m, 0.001m, symbol: Symbol(venue, spot)) with { Kind = spot ? InstrumentKind.Spot : InstrumentKind.LinearPerpetual };
        bool trades = venue != StreamVenue.KrakenFutures;
        if (!trades)
            Instrument = Instrument with { Quote = new Asset("USD"), Settlement = new Asset("USD") };
        if (venue == StreamVenue.Hyperliquid)
            Instrument = Instrument with { Quote = new Asset("USDC"), Settlement = new Asset("USDC") };
        simulator = new StreamSimulator(new StreamSimulatorOptions
        {
            Venue = venue,
            Clock = new MarketClock(TimeProvider.System),
            Markets = [new SimulatedMarketOptions(Instrument, ConformanceBook.Source(Instrument))],
            Accounts = !trades ? [] :
            [
                new SimulatedAccountOptions
                {
                    Name = "main",
                    ApiKey = KeyOf(venue),
                    ApiSecret = SecretOf(venue),
                    ApiPassphrase = Passphrase,
                    Balances = new Dictionary<string, decimal> { [Instrument.Quote.Code] = 10_000m, ["BTC"] = spot ? 4m : 0m },
                    DefaultLeverage = 10,
                },
            ],
            Rules = spot || !trades ? null : PublishedRules.Read(RulesOf(venue)),
            LegacyChecksums = true,
            Makers = venue == StreamVenue.Bybit ? [new QuoteMakerOptions { Name = VenueWorld.Maker, SpreadBasisPoints = 5m, Validity = TimeSpan.FromSeconds(10) }] : [],
            RunMarkets = false,
        });
        HashSet<VenueCapability> capabilities = [VenueCapability.MarkPrices, VenueCapability.FrameFaults];
        if (venue != StreamVenue.Hyperliquid)
            capabilities.Add(VenueCapability.SequencedBook);
        if (venue == StreamVenue.Okx)
            capabilities.Add(VenueCapability.BookChecksum);
        if (trades)
        {
            capabilities.UnionWith(
            [
                VenueCapability.Orders, VenueCapability.AccountAfterFill, VenueCapability.ListsExecutions, VenueCapability.DeniesUnknownOrders,
                VenueCapability.StandingOrders, VenueCapability.AmendsOrders, VenueCapability.CancelsWhenSilent,
            ]);
        }

        if (venue == StreamVenue.Bybit)
            capabilities.Add(VenueCapability.FirmQuotes);
        if (!spot && trades)
            capabilities.UnionWith([VenueCapability.Positions, VenueCapability.ReduceOnly]);

        Capabilities = capabilities;
    }

    public IReadOnlySet<VenueCapability> Capabilities { get; }

    public Instrument Instrument { get; }

    public SubaccountId Subaccount { get; } = new(3);

    public SimulatedExchange Exchange => simulator.Exchange;

    public TimeSpan ShortestSilence => TimeSpan.FromSeconds(venue switch
    {
        StreamVenue.Bybit => 3,
        StreamVenue.Okx => 10,
        StreamVenue.KuCoin or StreamVenue.Hyperliquid or StreamVenue.KrakenFutures => 5,
    });

    public int BookDepth => venue == StreamVenue.Hyperliquid ? 20 : RecordedSink.Depth;

    public string ClientOrderId(ClientOrderIdFormat format, ChildOrderId child) =>
        venue == StreamVenue.Okx ? OkxWords.ClientOrderId(format, child)
        : venue == StreamVenue.Hyperliquid ? HyperliquidWords.ClientOrderId(format, child)
        : format.Format(child);

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
        TradingOptions trading = new()
        {
            Feed = options,
            PrivateSocket = simulator.SocketUri,
            Accounts = Capabilities.Contains(VenueCapability.Orders) ? [new TradingAccountOptions(Subaccount, KeyOf(venue), SecretOf(venue), Passphrase)] : [],
            ClientOrderIds = clientOrderIds,
            AnswerTimeout = TimeSpan.FromMilliseconds(pace == VenuePace.Brisk ? 500 : 20_000),
            ReceiveWindow = TimeSpan.FromMilliseconds(pace == VenuePace.Brisk ? (venue == StreamVenue.KuCoin ? 5_000 : 800) : 20_000),
            ArrivalSlack = TimeSpan.FromMilliseconds(200),
            QueryInterval = TimeSpan.FromMilliseconds(50),
            StatementSpacing = TimeSpan.FromMilliseconds(20),
            OrdersPerWindow = 1_000,
            ReadsMarginTables = true,
            UsesOrderSocket = orderSocket,
            Quotes = venue == StreamVenue.Bybit ? new QuoteOptions() : null,
            CancelAfter = pace == VenuePace.Guarded ? ShortestSilence : null,
        };
        AdapterServices services = new(sink, TimeProvider.System, NullLogger.Instance);
        return venue switch
        {
            StreamVenue.Bybit => BybitVenue.Create(trading, 200, services),
            StreamVenue.Okx => OkxVenue.Create(trading, services),
            StreamVenue.KuCoin => KuCoinVenue.Create(trading, services),
            StreamVenue.Hyperliquid => HyperliquidVenue.Create(trading, services),
            StreamVenue.KrakenFutures => KrakenFuturesVenue.Create(trading, services),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await simulator.DisposeAsync();
        Assert.Null(simulator.Failure);
    }

    private static string KeyOf(StreamVenue venue) => venue == StreamVenue.Hyperliquid ? Address : Key;

    private static string SecretOf(StreamVenue venue) => venue == StreamVenue.Hyperliquid ? PrivateKey : Secret;

    private static string RulesOf(StreamVenue venue) => venue switch
    {
        StreamVenue.Bybit => "bybit/uta-cross",
        StreamVenue.Okx => "okx/futures",
        StreamVenue.KuCoin => "kucoin/spot-cross",
        StreamVenue.Hyperliquid => "hyperliquid/cross",
        StreamVenue.KrakenFutures => throw new InvalidOperationException("nobody trades there"),
    };

    private static string Symbol(StreamVenue venue, bool spot) => venue switch
    {
        StreamVenue.Bybit => "BTCUSDT",
        StreamVenue.Okx => spot ? "BTC-USDT" : "BTC-USDT-SWAP",
        StreamVenue.KuCoin => "BTC-USDT",
        StreamVenue.Hyperliquid => "BTC",
        StreamVenue.KrakenFutures => "PF_XBTUSD",
    };
}
