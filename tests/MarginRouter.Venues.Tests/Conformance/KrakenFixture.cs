using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Kraken;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Testing;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Kraken;
using MarginRouter.Venues.Tests.Kraken;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Venues.Tests.Conformance;

/// <summary>Kraken spot, with the account exchanging balances or trading on margin.</summary>
internal sealed class KrakenFixture : IVenueFixture
{
    private const string Key = "conformance-key";
    private const string Secret = "Y29uZm9ybWFuY2Utc2VjcmV0";

    private readonly bool margin;
    private readonly KrakenSimulator simulator;

    public KrakenFixture(bool margin)
    {
        this.margin = margin;
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
        Capabilities =
        [
            VenueCapability.Orders, VenueCapability.FrameFaults, VenueCapability.BookChecksum, VenueCapability.MarkPrices, VenueCapability.AccountAfterFill,
            VenueCapability.ListsExecutions, VenueCapability.DeniesUnknownOrders, VenueCapability.StandingOrders, VenueCapability.AmendsOrders,
            VenueCapability.CancelsWhenSilent,
        ];
        if (margin)
            Capabilities.UnionWith([VenueCapability.Positions, VenueCapability.ReduceOnly]);
    }

    IReadOnlySet<VenueCapability> IVenueFixture.Capabilities => Capabilities;

    public HashSet<VenueCapability> Capabilities { get; }

    public Instrument Instrument { get; } = KrakenInstruments.Pair("BTC/USD", tick: 0.1m, lot: 0.00000001m) with { MinimumQuantity = new QuantityLots(5_000) };

    public SubaccountId Subaccount { get; } = new(3);

    public SimulatedExchange Exchange => simulator.Exchange;

    public Task StartAsync() => simulator.StartAsync();

    public IVenueAdapter CreateAdapter(IVenueEventSink sink, ClientOrderIdFormat clientOrderIds, VenuePace pace)
    {
        KrakenSpotOptions options = new()
        {
            Venue = Instrument.Venue,
            Instruments = [Instrument],
            Accounts = [new KrakenAccountOptions { Subaccount = Subaccount, ApiKey = Key, ApiSecret = Secret, Margin = margin }],
            PublicSocket = simulator.PublicWebSocketUri,
            PrivateSocket = simulator.PrivateWebSocketUri,
            Rest = simulator.RestUri,
            BookDepth = 500,
            CancelAfter = pace == VenuePace.Guarded ? TimeSpan.FromSeconds(1) : null,
            ConfirmationInterval = TimeSpan.FromMilliseconds(50),
            ResubscribeInterval = TimeSpan.FromMilliseconds(50),
            AnswerTimeout = TimeSpan.FromMilliseconds(pace == VenuePace.Brisk ? 500 : 20_000),
            OrderDeadline = TimeSpan.FromMilliseconds(pace == VenuePace.Brisk ? 500 : 20_000),
            StatementInterval = TimeSpan.FromMilliseconds(500),
            StatementSpacing = TimeSpan.FromMilliseconds(100),
            Reconnect = new ReconnectOptions(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200)),
        };
        return new KrakenSpotAdapter(options, sink, clientOrderIds, TimeProvider.System, NullLoggerFactory.Instance);
    }

    /// <summary>Nothing to do: the adapter takes its mark from the ticker, which is sent at once.</summary>
    public void PublishMarks()
    {
    }

    public ValueTask DisposeAsync() => simulator.DisposeAsync();
}
