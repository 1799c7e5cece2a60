using MarginRouter.Core.Engine.Events;
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
using MarginRouter.Venues.Rfq;
using MarginRouter.Venues.Tests.Conformance;
using MarginRouter.Venues.Trading;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Venues.Tests.Rfq;

/// <summary>The simulated Bybit with makers, and the adapter connected to one account of it.</summary>
internal sealed class BybitWorld : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Task running;

    private BybitWorld(StreamSimulator simulator, Instrument instrument, QuoteOptions quotes)
    {
        Simulator = simulator;
        Instrument = instrument;
        TradingOptions trading = new()
        {
            Feed = new FeedOptions
            {
                Venue = instrument.Venue,
                Name = "bybit",
                Socket = simulator.SocketUri,
                Rest = simulator.RestUri,
                Instruments = [instrument],
                PingInterval = TimeSpan.FromMilliseconds(200),
                LivenessLimit = TimeSpan.FromSeconds(5),
                ConfirmationInterval = TimeSpan.FromMilliseconds(50),
                ResyncInterval = TimeSpan.FromMilliseconds(50),
                Reconnect = new ReconnectOptions(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200)),
            },
            PrivateSocket = simulator.SocketUri,
            Accounts = [new TradingAccountOptions(Subaccount, "quote-key", "quote-secret")],
            ClientOrderIds = new ClientOrderIdFormat("tst"),
            AnswerTimeout = TimeSpan.FromSeconds(1),
            EndTimeout = TimeSpan.FromSeconds(2),
            ReceiveWindow = TimeSpan.FromMilliseconds(1_500),
            ArrivalSlack = TimeSpan.FromMilliseconds(200),
            QueryInterval = TimeSpan.FromMilliseconds(50),
            StatementSpacing = TimeSpan.FromMilliseconds(20),
            OrdersPerWindow = 1_000,
            Quotes = quotes,
        };
        Adapter = BybitVenue.Create(trading, 200, new AdapterServices(Sink, TimeProvider.System, NullLogger.Instance));
        running = Adapter.RunAsync(stop.Token);
    }

    public static SubaccountId Subaccount { get; } = new(3);

    public RecordedSink Sink { get; } = new();

    public TradingAdapter Adapter { get; }

    public StreamSimulator Simulator { get; }

    public Instrument Instrument { get; }

    public static async Task<BybitWorld> StartAsync(bool spot, QuoteOptions quotes, IReadOnlyList<QuoteMakerOptions> makers)
    {
        Instrument instrument = TestInstruments.Spot(0.1m, 0.001m) with { Kind = spot ? InstrumentKind.Spot : InstrumentKind.LinearPerpetual };
        StreamSimulator simulator = new(new StreamSimulatorOptions
        {
            Venue = StreamVenue.Bybit,
            Clock = new MarketClock(TimeProvider.System),
            Markets = [new SimulatedMarketOptions(instrument, ConformanceBook.Source(instrument))],
            Accounts =
            [
                new SimulatedAccountOptions
                {
                    Name = "main",
                    ApiKey = "quote-key",
                    ApiSecret = "quote-secret",
                    Balances = new Dictionary<string, decimal> { ["USDT"] = 10_000m, ["BTC"] = spot ? 4m : 0m },
                    DefaultLeverage = 10,
                },
            ],
            Rules = spot ? null : PublishedRules.Read("bybit/uta-cross"),
            Makers = makers,
            RunMarkets = false,
        });
        await simulator.StartAsync();
        BybitWorld world = new(simulator, instrument, quotes);
        simulator.PublishMarks();
        await world.Sink.WaitForAsync<VenueConnectionChanged>(one => one.Connected);
        return world;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(10));
        await Adapter.DisposeAsync();
        await Simulator.DisposeAsync();
        Assert.Null(Simulator.Failure);
        stop.Dispose();
    }
}
