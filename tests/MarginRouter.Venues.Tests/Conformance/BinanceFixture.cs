using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Binance;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Testing;
using MarginRouter.Venues.Binance;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Venues.Tests.Conformance;

/// <summary>Binance spot or USD-M.</summary>
internal sealed class BinanceFixture : IVenueFixture
{
    private readonly BinanceMarketKind kind;
    private readonly BinanceSimulator simulator;

    private readonly string secret;

    public BinanceFixture(BinanceMarketKind kind, string secret = "conformance-secret")
    {
        this.kind = kind;
        this.secret = secret;
        Instrument spot = TestInstruments.Spot(tickSize: 0.01m, lotSize: 0.00001m);
        Instrument = kind == BinanceMarketKind.Spot ? spot
            : kind == BinanceMarketKind.CoinMargined
            ? spot with
            {
                Symbol = "BTCUSD_PERP",
                Kind = InstrumentKind.InversePerpetual,
                Quote = new Asset("USD"),
                Settlement = new Asset("BTC"),
                TickSize = 0.1m,
                LotSize = 0.001m,
            }
            : spot with { Kind = InstrumentKind.LinearPerpetual, TickSize = 0.1m, LotSize = 0.001m, Fees = new FeeSchedule(0.0005m, 0.0002m) };
        simulator = new BinanceSimulator(new BinanceSimulatorOptions
        {
            Kind = kind,
            Clock = new MarketClock(TimeProvider.System),
            Markets = [new SimulatedMarketOptions(Instrument, ConformanceBook.Source(Instrument))],
            Accounts = kind == BinanceMarketKind.CoinMargined ? [] :
            [
                new SimulatedAccountOptions
                {
                    Name = "main",
                    ApiKey = "conformance-key",
                    ApiSecret = secret,
                    Balances = new Dictionary<string, decimal> { ["USDT"] = 10_000m, ["BTC"] = kind == BinanceMarketKind.Spot ? 4m : 0m },
                    DefaultLeverage = 10,
                },
            ],
            Rules = kind == BinanceMarketKind.UsdMargined ? PublishedRules.Read("binance/usdm-cross") : null,
            RunMarkets = false,
        });
        Capabilities = kind == BinanceMarketKind.CoinMargined ? [VenueCapability.FrameFaults, VenueCapability.SequencedBook, VenueCapability.MarkPrices]
            : kind == BinanceMarketKind.Spot
            ?
            [
                VenueCapability.Orders, VenueCapability.FrameFaults, VenueCapability.SequencedBook, VenueCapability.MarkPrices, VenueCapability.AccountAfterFill,
                VenueCapability.ListsExecutions, VenueCapability.DeniesUnknownOrders, VenueCapability.StandingOrders, VenueCapability.AmendsOrders,
            ]
            :
            [
                VenueCapability.Orders, VenueCapability.FrameFaults, VenueCapability.SequencedBook, VenueCapability.MarkPrices, VenueCapability.Positions, VenueCapability.ReduceOnly,
                VenueCapability.AccountAfterFill, VenueCapability.ListsExecutions, VenueCapability.DeniesUnknownOrders, VenueCapability.StandingOrders,
                VenueCapability.AmendsOrders, VenueCapability.CancelsWhenSilent,
            ];
    }

    IReadOnlySet<VenueCapability> IVenueFixture.Capabilities => Capabilities;

    public HashSet<VenueCapability> Capabilities { get; }

    /// <summary>What the adapter asks of the venue when an order would meet one of its own account.</summary>
    public SelfTradePrevention? SelfTradePrevention { get; init; }

    public Instrument Instrument { get; }

    public SubaccountId Subaccount { get; } = new(3);

    public SimulatedExchange Exchange => simulator.Exchange;

    public Task StartAsync() => simulator.StartAsync();

    public IVenueAdapter CreateAdapter(IVenueEventSink sink, ClientOrderIdFormat clientOrderIds, VenuePace pace)
    {
        BinanceOptions options = new()
        {
            Venue = Instrument.Venue,
            Name = $"binance {kind}",
            Endpoints = new BinanceEndpoints(simulator.RestUri, simulator.WebSocketUri, simulator.WebSocketUri),
            Instruments = [Instrument],
            Accounts = kind == BinanceMarketKind.CoinMargined ? [] : [new BinanceAccount(Subaccount, "conformance-key", secret)],
            ClientOrderIds = clientOrderIds,
            AnswerTimeout = TimeSpan.FromMilliseconds(pace == VenuePace.Brisk ? 500 : 20_000),
            ReceiveWindow = TimeSpan.FromMilliseconds(pace == VenuePace.Brisk ? 800 : 20_000),
            ArrivalSlack = TimeSpan.FromMilliseconds(200),
            QueryInterval = TimeSpan.FromMilliseconds(50),
            ResyncInterval = TimeSpan.FromMilliseconds(50),
            ReadsMarginTables = true,
            OrdersPerWindow = 10_000,
            SelfTradePrevention = SelfTradePrevention,
            CancelAfter = pace == VenuePace.Guarded && kind == BinanceMarketKind.UsdMargined ? TimeSpan.FromSeconds(1) : null,
            Reconnect = new ReconnectOptions(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200)),
        };
        return kind switch
        {
            BinanceMarketKind.Spot => new BinanceSpotAdapter(options, sink, TimeProvider.System, NullLogger<BinanceSpotAdapter>.Instance),
            BinanceMarketKind.UsdMargined => new BinanceUsdmAdapter(options, sink, TimeProvider.System, NullLogger<BinanceUsdmAdapter>.Instance),
            BinanceMarketKind.CoinMargined => new BinanceCoinmAdapter(options, sink, TimeProvider.System, NullLogger<BinanceCoinmAdapter>.Instance),
        };
    }

    public void PublishMarks() => simulator.PublishMarkPrices();

    public ValueTask DisposeAsync() => simulator.DisposeAsync();
}
