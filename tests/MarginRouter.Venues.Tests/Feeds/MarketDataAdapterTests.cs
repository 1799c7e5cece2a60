using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;
using MarginRouter.Venues.Bybit;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Okx;
using MarginRouter.Venues.Tests.Conformance;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Venues.Tests.Feeds;

public sealed class MarketDataAdapterTests
{
    [Fact]
    public async Task Run_VenueAnnouncesTheEndOfTheConnection_ConnectsAnew()
    {
        Instrument instrument = Perpetual(0, "BTC-USDT-SWAP");
        await using StreamSimulator simulator = Simulator(StreamVenue.Okx, instrument);
        await simulator.StartAsync();
        RecordedSink sink = new();
        await using MarketDataAdapter adapter = OkxMarketData.Create(Options(simulator, [instrument]), sink, TimeProvider.System, NullLogger.Instance);
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
        FeedOptions options = Options(simulator, instruments) with { InstrumentsPerConnection = 12 };
        await using MarketDataAdapter adapter = BybitMarketData.Create(options, 50, sink, TimeProvider.System, NullLogger.Instance);
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
        FeedOptions options = new()
        {
            Venue = new VenueId(0),
            Name = "test",
            Socket = BybitMarketData.LiveSocket,
            Rest = BybitMarketData.LiveRest,
            Instruments = [Perpetual(0, "AUSDT"), TestInstruments.Spot(0.1m, 0.1m, 1, "BUSDT")],
            PingInterval = TimeSpan.FromSeconds(20),
        };

        VenueConfigurationException refused = Assert.Throws<VenueConfigurationException>(
            () => BybitMarketData.Create(options, 50, new RecordedSink(), TimeProvider.System, NullLogger.Instance));

        Assert.Contains("several kinds", refused.Message, StringComparison.Ordinal);
        Assert.Contains("LivenessLimit", refused.Message, StringComparison.Ordinal);
    }

    private static Instrument Perpetual(int id, string symbol) =>
        TestInstruments.Spot(0.1m, 0.001m, id, symbol) with { Kind = InstrumentKind.LinearPerpetual };

    private static StreamSimulator Simulator(StreamVenue venue, params Instrument[] instruments) => new(new StreamSimulatorOptions
    {
        Venue = venue,
        Clock = new MarketClock(TimeProvider.System),
        Markets = [.. instruments.Select(one => new SimulatedMarketOptions(one, ConformanceBook.Source(one)))],
        RunMarkets = false,
    });

    private static FeedOptions Options(StreamSimulator simulator, Instrument[] instruments) => new()
    {
        Venue = new VenueId(0),
        Name = "test",
        Socket = simulator.SocketUri,
        Rest = simulator.RestUri,
        Instruments = [.. instruments],
        PingInterval = TimeSpan.FromMilliseconds(100),
        ConfirmationInterval = TimeSpan.FromMilliseconds(50),
        Reconnect = new ReconnectOptions(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200)),
    };
}
