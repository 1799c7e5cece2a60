using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Store;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Binance;
using MarginRouter.Simulation.Binance.Fix;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Venues.Binance.Accounts;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.FixVenue;
using MarginRouter.Venues.Tests.FixVenue;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Venues.Tests.Conformance;

/// <summary>Binance spot over FIX: order entry, drop copy and market data sessions, the account over REST of the same exchange.</summary>
internal sealed class BinanceFixFixture : IVenueFixture
{
    private const string ApiKey = "conformance-key";
    private const string RestSecret = "conformance-secret";
    private readonly BinanceSimulator simulator;
    private readonly BinanceFixServer fix;

    public BinanceFixFixture()
    {
        simulator = new BinanceSimulator(new BinanceSimulatorOptions
        {
            Kind = BinanceMarketKind.Spot,
            Clock = new MarketClock(TimeProvider.System),
            Markets = [new SimulatedMarketOptions(Instrument, ConformanceBook.Source(Instrument))],
            Accounts =
            [
                new SimulatedAccountOptions
                {
                    Name = "main",
                    ApiKey = ApiKey,
                    ApiSecret = RestSecret,
                    Balances = new Dictionary<string, decimal> { ["USDT"] = 10_000m, ["BTC"] = 4m },
                },
            ],
            RunMarkets = false,
        });
        fix = new BinanceFixServer(simulator.Exchange, new BinanceFixOptions
        {
            ClientCompIds = ["MROE", "MRMD", "MRDC"],
            PublicKeys = new Dictionary<string, string> { ["main"] = TestDialects.PublicKey },
            DropCopyDelay = TimeSpan.FromMilliseconds(100),
        });
    }

    public IReadOnlySet<VenueCapability> Capabilities { get; } = new HashSet<VenueCapability>
    {
        VenueCapability.Orders, VenueCapability.SequencedBook, VenueCapability.MarkPrices, VenueCapability.AccountAfterFill, VenueCapability.DeniesUnknownOrders,
        VenueCapability.StandingOrders,
    };

    public Instrument Instrument { get; } = TestInstruments.Spot(tickSize: 0.01m, lotSize: 0.00001m);

    public SubaccountId Subaccount { get; } = new(3);

    public SimulatedExchange Exchange => simulator.Exchange;

    public TimeSpan Doubt => TimeSpan.FromMilliseconds(500);

    public async Task StartAsync()
    {
        await simulator.StartAsync();
        fix.Start();
    }

    public IVenueAdapter CreateAdapter(IVenueEventSink sink, ClientOrderIdFormat clientOrderIds, VenuePace pace)
    {
        FixVenueSessionOptions orders = new()
        {
            Host = "127.0.0.1",
            Port = fix.OrderEntry.Port,
            SenderCompId = "MROE",
            TargetCompId = "SPOT",
            Username = ApiKey,
            Password = TestDialects.PrivateKey,
            HeartbeatInterval = TimeSpan.FromSeconds(5),
        };
        FixVenueOptions options = new()
        {
            Venue = Instrument.Venue,
            Dialect = TestDialects.Binance,
            Instruments = [Instrument],
            Accounts =
            [
                new FixVenueAccountOptions
                {
                    Subaccount = Subaccount,
                    Account = "main",
                    Session = orders,
                    DropCopy = orders with { SenderCompId = "MRDC", Port = fix.DropCopy.Port },
                },
            ],
            MarketData = orders with { SenderCompId = "MRMD", Port = fix.MarketData.Port },
            BookDepth = 5000,
            ConfirmationInterval = TimeSpan.FromMilliseconds(50),
            ResubscribeInterval = TimeSpan.FromMilliseconds(50),
            AnswerTimeout = TimeSpan.FromMilliseconds(pace == VenuePace.Brisk ? 500 : 20_000),
            StatementInterval = TimeSpan.FromMilliseconds(300),
            TickInterval = TimeSpan.FromMilliseconds(20),
            Reconnect = new ReconnectOptions(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200)),
        };
        FixVenueServices services = new(TimeProvider.System, NullLoggerFactory.Instance, _ => new MemoryFixMessageStore())
        {
            OpenReader = account => new SpotAccountReader(
                new SpotReaderOptions { Subaccount = account.Subaccount, Rest = simulator.RestUri, ApiKey = ApiKey, Secret = RestSecret }, TimeProvider.System),
        };
        return new FixVenueAdapter(options, sink, clientOrderIds, services);
    }

    /// <summary>Nothing to do: the middle of the book is the mark.</summary>
    public void PublishMarks()
    {
    }

    public async ValueTask DisposeAsync()
    {
        fix.Dispose();
        await simulator.DisposeAsync();
    }
}
