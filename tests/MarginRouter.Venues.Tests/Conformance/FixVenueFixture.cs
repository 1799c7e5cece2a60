using System.Collections.Concurrent;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.FixVenue;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Quotes;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.FixVenue;
using MarginRouter.Venues.FixVenue.Dialects;
using MarginRouter.Venues.Rfq;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Venues.Tests.Conformance;

/// <summary>A FIX 4.4 or 5.0 SP2 venue with a session for orders and one for market data.</summary>
internal sealed class FixVenueFixture : IVenueFixture
{
    // Numbers and messages outlive an adapter, as they outlive a process on disk.
    private readonly ConcurrentDictionary<FixSessionId, IFixMessageStore> stores = new();
    private readonly FixVenueSimulator simulator;

    private readonly FixDialect dialect;

    public FixVenueFixture(FixDialect dialect)
    {
        this.dialect = dialect;
        simulator = new FixVenueSimulator(new FixVenueSimulatorOptions
        {
            Clock = new MarketClock(TimeProvider.System),
            Markets = [new SimulatedMarketOptions(Instrument, ConformanceBook.Source(Instrument))],
            Accounts =
            [
                new SimulatedAccountOptions
                {
                    Name = "main",
                    ApiKey = "unused",
                    ApiSecret = "unused",
                    Balances = new Dictionary<string, decimal> { ["USDT"] = 10_000m, ["BTC"] = 4m },
                },
            ],
            Clients =
            [
                new FixVenueClientOptions { CompId = "ORDERS", Username = "trader", Password = "conformance", Accounts = ["main"] },
                new FixVenueClientOptions { CompId = "PRICES", Username = "viewer", Password = "conformance" },
            ],
            Makers = [new QuoteMakerOptions { Name = VenueWorld.Maker, SpreadBasisPoints = 5m, Validity = TimeSpan.FromSeconds(10) }],
            RunMarkets = false,
            ApplicationVersion = dialect.ApplicationVersion,
        });
    }

    public IReadOnlySet<VenueCapability> Capabilities { get; } = new HashSet<VenueCapability>
    {
        VenueCapability.Orders, VenueCapability.SequencedBook, VenueCapability.MarkPrices, VenueCapability.AccountAfterFill, VenueCapability.DeniesUnknownOrders,
        VenueCapability.StandingOrders, VenueCapability.AmendsOrders,
        VenueCapability.FirmQuotes,
    };

    public Instrument Instrument { get; } = TestInstruments.Spot(tickSize: 0.01m, lotSize: 0.00001m);

    public SubaccountId Subaccount { get; } = new(3);

    public SimulatedExchange Exchange => simulator.Exchange;

    /// <summary>An order is never resent, and the question follows it on the same session: the answer is certain at once.</summary>
    public TimeSpan Doubt => TimeSpan.Zero;

    public Task StartAsync() => simulator.StartAsync();

    public IVenueAdapter CreateAdapter(IVenueEventSink sink, ClientOrderIdFormat clientOrderIds, VenuePace pace)
    {
        FixVenueSessionOptions orders = new()
        {
            Host = "127.0.0.1",
            Port = simulator.EndPoint.Port,
            SenderCompId = "ORDERS",
            TargetCompId = "VENUE",
            Username = "trader",
            Password = "conformance",
            HeartbeatInterval = TimeSpan.FromSeconds(1),
        };
        FixVenueOptions options = new()
        {
            Venue = Instrument.Venue,
            Dialect = dialect,
            Instruments = [Instrument],
            Accounts = [new FixVenueAccountOptions { Subaccount = Subaccount, Account = "main", Session = orders }],
            MarketData = orders with { SenderCompId = "PRICES", Username = "viewer" },
            ConfirmationInterval = TimeSpan.FromMilliseconds(50),
            ResubscribeInterval = TimeSpan.FromMilliseconds(50),
            AnswerTimeout = TimeSpan.FromMilliseconds(pace == VenuePace.Brisk ? 500 : 20_000),
            StatementInterval = TimeSpan.FromMilliseconds(200),
            TickInterval = TimeSpan.FromMilliseconds(20),
            Quotes = new QuoteOptions(),
            Reconnect = new ReconnectOptions(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200)),
        };
        FixVenueServices services = new(TimeProvider.System, NullLoggerFactory.Instance, id => stores.GetOrAdd(id, _ => new MemoryFixMessageStore()));
        return new FixVenueAdapter(options, sink, clientOrderIds, services);
    }

    /// <summary>Nothing to do: marks come with the position reports that the adapter asks for.</summary>
    public void PublishMarks()
    {
    }

    public ValueTask DisposeAsync() => simulator.DisposeAsync();
}
