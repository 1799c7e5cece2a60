using System.Text.Json;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Binance;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;
using MarginRouter.Testing;
using MarginRouter.Venues.Binance;
using MarginRouter.Venues.Binance.MarketData;
using MarginRouter.Venues.Bybit;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Funds;
using MarginRouter.Venues.Okx;
using MarginRouter.Venues.Tests.Conformance;
using MarginRouter.Venues.Trading;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Venues.Tests.Funds;

/// <summary>Insurance funds over each venue's own protocol, and the answers as venues write them.</summary>
public sealed class FundPollTests
{
    private static readonly FundOptions EverySecond = new(TimeSpan.FromSeconds(1), TimeSpan.FromHours(8));

    [Theory]
    [InlineData("bybit")]
    [InlineData("okx")]
    [InlineData("binance")]
    public async Task Run_FundIsDrained_IsReportedWithItsPeakAndTheWorstPoolCounts(string venue)
    {
        Instrument[] contracts = venue == "okx" ? [Contract(0, "BTC-USDT-SWAP"), Contract(1, "ETH-USDT-SWAP")] : [Contract(0, "BTCUSDT"), Contract(1, "ETHUSDT")];
        RecordedSink sink = new();
        await using World world = await World.StartAsync(venue, contracts, sink);
        world.Exchange.Funds.Set(5_000m, contracts[1].Symbol);
        using CancellationTokenSource stop = new();
        Task running = world.Adapter.RunAsync(stop.Token);
        InsuranceFundReceived first = await sink.WaitForAsync<InsuranceFundReceived>(_ => true);
        Assert.Equal((new VenueId(4), SimulatedFunds.Opening, SimulatedFunds.Opening), (first.Venue, first.Balance, first.Peak));
        Assert.InRange(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - first.VenueTime.ToMilliseconds(), 0, 60_000);

        world.Exchange.Funds.Set(600_000m);
        InsuranceFundReceived drained = await sink.WaitForAsync<InsuranceFundReceived>(fund => fund.Balance == 600_000m);
        Assert.Equal(SimulatedFunds.Opening, drained.Peak);

        // A small pool of one contract's own that has lost more of its peak outweighs the large one.
        world.Exchange.Funds.Set(1_000m, contracts[1].Symbol);
        InsuranceFundReceived own = await sink.WaitForAsync<InsuranceFundReceived>(fund => fund.Balance == 1_000m);
        Assert.Equal(5_000m, own.Peak);
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Run_FundFellBeforeTheStart_TakesThePeakThatOkxStates()
    {
        Instrument contract = Contract(0, "BTC-USDT-SWAP");
        RecordedSink sink = new();
        await using World world = await World.StartAsync("okx", [contract], sink);
        world.Exchange.Funds.Set(650_000m);
        using CancellationTokenSource stop = new();
        Task running = world.Adapter.RunAsync(stop.Token);
        InsuranceFundReceived first = await sink.WaitForAsync<InsuranceFundReceived>(_ => true);
        Assert.Equal((650_000m, SimulatedFunds.Opening), (first.Balance, first.Peak));
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Take_PeakLeavesTheWindow_TheNextLargestCounts()
    {
        for (int seed = 1; seed <= 50; seed++)
        {
            Random random = new(seed);
            FundPeak peak = new(TimeSpan.FromMinutes(10));
            List<(DateTimeOffset At, decimal Balance)> all = [];
            DateTimeOffset at = DateTimeOffset.UnixEpoch;
            for (int i = 0; i < 200; i++)
            {
                at += TimeSpan.FromSeconds(random.Next(1, 240));
                all.Add((at, random.Next(-50, 1_000)));
                decimal largest = all.Where(one => at - one.At <= TimeSpan.FromMinutes(10)).Max(one => one.Balance);
                Assert.True(largest == peak.Take(at, all[^1].Balance), $"seed {seed}, reading {i}");
            }
        }
    }

    [Fact]
    public void Decode_BybitContractWithoutAnyPool_IsNamed()
    {
        using JsonDocument answer = JsonDocument.Parse("""{"retCode":0,"retMsg":"OK","result":{"updatedTime":"1714003200000","list":[{"coin":"USDC","symbols":"","balance":"7","value":"7"}]}}""");
        VenueProtocolException missing = Assert.Throws<VenueProtocolException>(() => InsurancePools.Decode(answer.RootElement, [Contract(0, "BTCUSDT")]));
        Assert.Contains("BTCUSDT", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_BinanceContractWithoutAnyPool_IsNamed()
    {
        using JsonDocument answer = JsonDocument.Parse("""[{"symbols":["ADAUSDT"],"assets":[{"asset":"USDT","marginBalance":"3","updateTime":1745366402000}]}]""");
        VenueProtocolException missing = Assert.Throws<VenueProtocolException>(() => InsuranceBalances.Decode(answer.RootElement, [Contract(0, "BTCUSDT")]));
        Assert.Contains("BTCUSDT", missing.Message, StringComparison.Ordinal);
    }

    [SharedDataFact]
    public void Decode_RecordedAnswers_AreTheFundsThatTheyState()
    {
        IReadOnlyList<FundReading> bybit = InsurancePools.Decode(Recorded("bybit", "/v5/market/insurance"), [Contract(0, "SOLUSDT"), Contract(1, "OMNIUSDT"), Contract(2, "BTCUSDT")]);
        Assert.Equal([14454.51626125m, 10148045273.618073m], bybit.Select(reading => reading.Balance));
        Assert.All(bybit, reading => Assert.Equal(1714003200000L, reading.VenueTime.ToMilliseconds()));
        FundReading binance = Assert.Single(InsuranceBalances.Decode(Recorded("binance", "/fapi/v1/insuranceBalance"), [Contract(0, "BTCUSDT"), Contract(1, "ETHUSDT")]));
        Assert.Equal((793930579.315848m, 1745366402000L), (binance.Balance, binance.VenueTime.ToMilliseconds()));
        FundReading okx = FamilyFund.Decode(Recorded("okx", "/api/v5/public/insurance-fund"), "fund", new Asset("ETH"));
        Assert.Equal((1343.1308m, 1704883083000L, false), (okx.Balance, okx.VenueTime.ToMilliseconds(), okx.Peak.HasValue));
    }

    private static JsonElement Recorded(string venue, string path)
    {
        foreach (string line in File.ReadLines(SharedData.PathOf($"data/{venue}/payloads/rest_examples.jsonl")))
        {
            JsonElement row = JsonElement.Parse(line);
            if (row.GetProperty("path").GetString() == path)
                return row.GetProperty("body");
        }

        throw new InvalidOperationException($"no recorded answer of {path}");
    }

    private static Instrument Contract(int id, string symbol) =>
        TestInstruments.Spot(0.1m, 0.001m, id, symbol) with { Kind = InstrumentKind.LinearPerpetual, Venue = new VenueId(4) };

    /// <summary>A simulated venue with market data alone, and its adapter.</summary>
    private sealed record World(IAsyncDisposable Simulator, SimulatedExchange Exchange, IVenueAdapter Adapter) : IAsyncDisposable
    {
        public static async Task<World> StartAsync(string venue, Instrument[] contracts, RecordedSink sink)
        {
            SimulatedMarketOptions[] markets = [.. contracts.Select(one => new SimulatedMarketOptions(one, ConformanceBook.Source(one)))];
            return venue == "binance" ? await BinanceAsync(contracts, markets, sink) : await StreamAsync(venue, contracts, markets, sink);
        }

        public async ValueTask DisposeAsync()
        {
            await Adapter.DisposeAsync();
            await Simulator.DisposeAsync();
        }

        private static async Task<World> BinanceAsync(Instrument[] contracts, SimulatedMarketOptions[] markets, RecordedSink sink)
        {
            BinanceSimulator simulator = new(new BinanceSimulatorOptions
            {
                Kind = BinanceMarketKind.UsdMargined,
                Clock = new MarketClock(TimeProvider.System),
                Markets = markets,
                Accounts = [],
                Rules = PublishedRules.Read("binance/usdm-cross"),
                RunMarkets = false,
            });
            await simulator.StartAsync();
            BinanceOptions options = new()
            {
                Venue = new VenueId(4),
                Name = "test",
                Endpoints = new BinanceEndpoints(simulator.RestUri, simulator.WebSocketUri, simulator.WebSocketUri),
                Instruments = [.. contracts],
                Accounts = [],
                ClientOrderIds = new ClientOrderIdFormat("cnf"),
                Fund = EverySecond,
            };
            return new World(simulator, simulator.Exchange, new BinanceUsdmAdapter(options, sink, TimeProvider.System, NullLogger<BinanceUsdmAdapter>.Instance));
        }

        private static async Task<World> StreamAsync(string venue, Instrument[] contracts, SimulatedMarketOptions[] markets, RecordedSink sink)
        {
            StreamSimulator simulator = new(new StreamSimulatorOptions
            {
                Venue = venue == "okx" ? StreamVenue.Okx : StreamVenue.Bybit,
                Clock = new MarketClock(TimeProvider.System),
                Markets = markets,
                RunMarkets = false,
            });
            await simulator.StartAsync();
            TradingOptions options = new()
            {
                Feed = new FeedOptions { Venue = new VenueId(4), Name = "test", Socket = simulator.SocketUri, Rest = simulator.RestUri, Instruments = [.. contracts] },
                PrivateSocket = simulator.SocketUri,
                Accounts = [],
                ClientOrderIds = new ClientOrderIdFormat("cnf"),
                Fund = EverySecond,
            };
            AdapterServices services = new(sink, TimeProvider.System, NullLogger.Instance);
            return new World(simulator, simulator.Exchange, venue == "okx" ? OkxVenue.Create(options, services) : BybitVenue.Create(options, 50, services));
        }
    }
}
