using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;
using MarginRouter.Venues.Bybit;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Okx;
using MarginRouter.Venues.Tests.Conformance;
using MarginRouter.Venues.Trading;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Venues.Tests.Trading;

public sealed class TradingAdapterTests
{
    [Fact]
    public async Task Run_VenueAnnouncesTheEndOfTheConnection_ConnectsAnew()
    {
        Instrument instrument = Perpetual(0, "BTC-USDT-SWAP");
        await using StreamSimulator simulator = Simulator(StreamVenue.Okx, instrument);
        await simulator.StartAsync();
        RecordedSink sink = new();
        await using TradingAdapter adapter = OkxVenue.Create(Options(simulator, [instrument]), Services(sink));
        using CancellationTokenSource stop = new();
        Task running = adapter.RunAsync(stop.Token);
        await sink.UntilAsync(() => adapter.IsComplete, "a complete book", poll: true);

        simulator.AnnounceClosing();

        await sink.UntilAsync(() => sink.States.Any(change => change.State == BookState.Stale), "a stale book");
        await sink.UntilAsync(() => sink.Book(instrument.Id) is { State: BookState.Live }, "a live book");
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Null(simulator.Failure);
    }

    [Fact]
    public async Task Run_MoreInstrumentsThanAConnectionHolds_AreSpreadAndBatched()
    {
        Instrument[] instruments = [.. Enumerable.Range(0, 25).Select(i => Perpetual(i, $"A{i}USDT"))];
        await using StreamSimulator simulator = Simulator(StreamVenue.Bybit, instruments);
        await simulator.StartAsync();
        RecordedSink sink = new();
        TradingOptions options = Options(simulator, instruments);
        options = options with { Feed = options.Feed with { InstrumentsPerConnection = 12 } };
        await using TradingAdapter adapter = BybitVenue.Create(options, 50, Services(sink));
        using CancellationTokenSource stop = new();
        Task running = adapter.RunAsync(stop.Token);

        // The venue refuses a request of more than ten topics, so that completeness proves the batches.
        await sink.UntilAsync(() => adapter.IsComplete, "all books", poll: true);
        Assert.All(instruments, one => Assert.Equal(BookState.Live, sink.Book(one.Id)!.State));
        await sink.UntilAsync(() => sink.LivenessSignals >= instruments.Length, "signs of life of quiet books", poll: true);
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Create_OptionsThatCannotWork_AreRefused()
    {
        TradingOptions options = new()
        {
            Feed = new FeedOptions
            {
                Venue = new VenueId(0),
                Name = "test",
                Socket = new Uri("wss://127.0.0.1"),
                Rest = new Uri("https://127.0.0.1"),
                Instruments = [],
                PingInterval = TimeSpan.FromSeconds(20),
            },
            PrivateSocket = new Uri("wss://127.0.0.1"),
            Accounts = [],
            ClientOrderIds = new ClientOrderIdFormat("cnf"),
        };

        VenueConfigurationException refused = Assert.Throws<VenueConfigurationException>(() => BybitVenue.Create(options, 50, Services(new RecordedSink())));

        Assert.Contains("no instruments", refused.Message, StringComparison.Ordinal);
        Assert.Contains("LivenessLimit", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_WithoutAnAccount_IsDropped()
    {
        RecordedSink sink = new();
        Instrument instrument = Perpetual(0, "BTC-USDT-SWAP");
        await using StreamSimulator simulator = Simulator(StreamVenue.Okx, instrument);
        await simulator.StartAsync();
        await using TradingAdapter adapter = OkxVenue.Create(Options(simulator, [instrument]), Services(sink));
        ChildOrderId child = new(new ParentOrderId(1), 1, 0);
        adapter.Send(new SendChild(
            new ChildOrderTerms(child, new SubaccountId(0), instrument.Id, Side.Buy, new QuantityLots(1), new PriceTicks(1), false), new Instant(long.MaxValue)));
        await sink.WaitForAsync<ChildDropped>(dropped => dropped.Child == child);
    }

    [Fact]
    public void Budget_UsedUp_IsFreeAgainAfterItsWindow()
    {
        SteppedTime time = new();
        OrderBudget budget = new(2, TimeSpan.FromSeconds(1), time);
        Assert.True(budget.TryTake());
        time.Advance(TimeSpan.FromMilliseconds(600));
        Assert.True(budget.TryTake());
        Assert.False(budget.TryTake());
        Assert.Equal(0, budget.Left);
        time.Advance(TimeSpan.FromMilliseconds(400));
        Assert.Equal(1, budget.Left);
        Assert.True(budget.TryTake());
        Assert.False(budget.TryTake());
    }

    private static AdapterServices Services(RecordedSink sink) => new(sink, TimeProvider.System, NullLogger.Instance);

    private static Instrument Perpetual(int id, string symbol) =>
        TestInstruments.Spot(0.1m, 0.001m, id, symbol) with { Kind = InstrumentKind.LinearPerpetual };

    private static StreamSimulator Simulator(StreamVenue venue, params Instrument[] instruments) => new(new StreamSimulatorOptions
    {
        Venue = venue,
        Clock = new MarketClock(TimeProvider.System),
        Markets = [.. instruments.Select(one => new SimulatedMarketOptions(one, ConformanceBook.Source(one)))],
        RunMarkets = false,
    });

    private static TradingOptions Options(StreamSimulator simulator, Instrument[] instruments) => new()
    {
        Feed = new FeedOptions
        {
            Venue = new VenueId(0),
            Name = "test",
            Socket = simulator.SocketUri,
            Rest = simulator.RestUri,
            Instruments = [.. instruments],
            PingInterval = TimeSpan.FromMilliseconds(100),
            ConfirmationInterval = TimeSpan.FromMilliseconds(50),
            Reconnect = new ReconnectOptions(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200)),
        },
        PrivateSocket = simulator.SocketUri,
        Accounts = [],
        ClientOrderIds = new ClientOrderIdFormat("cnf"),
    };

    private sealed class SteppedTime : TimeProvider
    {
        private long now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => now;

        public void Advance(TimeSpan step) => now += step.Ticks;
    }
}
