using System.Collections.Concurrent;
using System.Text;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Kraken;
using MarginRouter.Simulation.Kraken.Fix;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Testing;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.FixVenue;
using MarginRouter.Venues.FixVenue.Dialects;
using MarginRouter.Venues.FixVenue.Trading;
using MarginRouter.Venues.Kraken;
using MarginRouter.Venues.Kraken.Accounts;
using MarginRouter.Venues.Tests.FixVenue;
using MarginRouter.Venues.Tests.Kraken;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Venues.Tests.Conformance;

/// <summary>Kraken spot over FIX: trading and market data sessions, the account over REST of the same exchange.</summary>
internal sealed class KrakenFixFixture : IVenueFixture
{
    private const string Key = "conformance-key";
    private static readonly string Secret = Convert.ToBase64String(Encoding.ASCII.GetBytes("conformance-secret"));
    private readonly ConcurrentDictionary<FixSessionId, IFixMessageStore> stores = new();
    private readonly KrakenSimulator simulator;
    private readonly KrakenFixServer fix;

    public KrakenFixFixture()
    {
        simulator = new KrakenSimulator(new KrakenSimulatorOptions
        {
            Clock = new MarketClock(TimeProvider.System),
            Markets = [new SimulatedMarketOptions(Instrument, ConformanceBook.Source(Instrument))],
            Accounts =
            [
                new SimulatedAccountOptions
                {
                    Name = "main",
                    ApiKey = Key,
                    ApiSecret = Secret,
                    Balances = new Dictionary<string, decimal> { ["USD"] = 10_000m, ["BTC"] = 4m },
                },
            ],
            MaximumLeverages = new Dictionary<string, int> { [Instrument.Symbol] = 5 },
            OrderRateThreshold = 10_000,
            Rules = PublishedRules.Read("kraken/spot-margin"),
            RunMarkets = false,
        });
        fix = new KrakenFixServer(simulator.Exchange, new KrakenFixOptions { ClientCompIds = ["MRTRD", "MRMD"] });
    }

    public IReadOnlySet<VenueCapability> Capabilities { get; } = new HashSet<VenueCapability>
    {
        VenueCapability.Orders, VenueCapability.BookChecksum, VenueCapability.MarkPrices, VenueCapability.AccountAfterFill, VenueCapability.DeniesUnknownOrders,
        VenueCapability.StandingOrders, VenueCapability.AmendsOrders,
    };

    public Instrument Instrument { get; } = KrakenInstruments.Pair("BTC/USD", tick: 0.1m, lot: 0.00000001m) with { MinimumQuantity = new QuantityLots(5_000) };

    public SubaccountId Subaccount { get; } = new(3);

    public SimulatedExchange Exchange => simulator.Exchange;

    public TimeSpan Doubt => TimeSpan.FromMilliseconds(500);

    public async Task StartAsync()
    {
        await simulator.StartAsync();
        fix.Start();
    }

    /// <summary>The id begins with the time: the one that arrived is found by the child in it.</summary>
    public string ClientOrderId(ClientOrderIdFormat format, ChildOrderId child)
    {
        WireIds ids = new(format, FixOrderIdForm.TimeUuid, new VenueClock(TimeProvider.System));
        return Exchange.Receptions()
            .Select(reception => reception.Request.ClientOrderId)
            .FirstOrDefault(id => ids.TryParse(Encoding.ASCII.GetBytes(id), out ChildOrderId read, out _) && read == child) ?? "";
    }

    public IVenueAdapter CreateAdapter(IVenueEventSink sink, ClientOrderIdFormat clientOrderIds, VenuePace pace)
    {
        FixVenueSessionOptions orders = new()
        {
            Host = "127.0.0.1",
            Port = fix.Trading.Port,
            SenderCompId = "MRTRD",
            TargetCompId = "KRAKEN-TRD",
            Username = Key,
            Password = Secret,
            HeartbeatInterval = TimeSpan.FromSeconds(5),
        };
        FixVenueOptions options = new()
        {
            Venue = Instrument.Venue,
            Dialect = TestDialects.Kraken,
            Instruments = [Instrument],
            Accounts = [new FixVenueAccountOptions { Subaccount = Subaccount, Account = "main", Session = orders }],
            MarketData = orders with { SenderCompId = "MRMD", TargetCompId = "KRAKEN-MD", Port = fix.MarketData.Port, Username = null, Password = null },
            CancelOnDisconnect = false,
            BookDepth = 500,
            ConfirmationInterval = TimeSpan.FromMilliseconds(50),
            ResubscribeInterval = TimeSpan.FromMilliseconds(50),
            AnswerTimeout = TimeSpan.FromMilliseconds(pace == VenuePace.Brisk ? 500 : 20_000),
            StatementInterval = TimeSpan.FromMilliseconds(300),
            TickInterval = TimeSpan.FromMilliseconds(20),
            Reconnect = new ReconnectOptions(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200)),
        };
        FixVenueServices services = new(TimeProvider.System, NullLoggerFactory.Instance, id => stores.GetOrAdd(id, _ => new MemoryFixMessageStore()))
        {
            OpenReader = account => new KrakenAccountReader(
                new KrakenAccountOptions { Subaccount = account.Subaccount, ApiKey = Key, ApiSecret = Secret }, simulator.RestUri, TimeSpan.FromSeconds(5), TimeProvider.System),
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
