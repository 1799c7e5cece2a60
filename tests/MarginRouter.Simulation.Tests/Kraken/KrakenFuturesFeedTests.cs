using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Carry;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Faults;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;
using MarginRouter.Simulation.Tests.Binance;

namespace MarginRouter.Simulation.Tests.Kraken;

/// <summary>The public feeds of the simulated Kraken futures, as a plain WebSocket client sees them.</summary>
public sealed class KrakenFuturesFeedTests : IAsyncLifetime
{
    private const string Product = "PF_XBTUSD";
    private static readonly Instant FundingTime = Instant.FromMilliseconds(1_800_000_000_000);
    private static readonly Instrument Instrument = TestInstruments.PerpetualBitcoin with { Symbol = Product, Quote = new Asset("USD"), Settlement = new Asset("USD") };
    private StreamSimulator? started;
    private RawSocket? opened;

    private RawSocket Socket => opened ?? throw new InvalidOperationException("not connected");

    private StreamSimulator Simulator => started ?? throw new InvalidOperationException("not started");

    private SimulatedMarket Market => Simulator.Exchange.Market(Product);

    public async Task InitializeAsync()
    {
        started = Create();
        await Simulator.StartAsync();
        opened = await RawSocket.ConnectAsync(Simulator.SocketUri, "/ws/v1");
        Assert.Equal("info", Event(await Socket.ReceiveAsync()));
    }

    public async Task DisposeAsync()
    {
        await Socket.DisposeAsync();
        await Simulator.DisposeAsync();
        Assert.Null(Simulator.Failure);
    }

    [Fact]
    public async Task Book_OfATickThatMovesBothSides_IsNeverCrossedBetweenItsMessages()
    {
        JsonElement snapshot = await SubscribeBookAsync();
        SortedDictionary<decimal, decimal> bids = Levels(snapshot, "bids");
        SortedDictionary<decimal, decimal> asks = Levels(snapshot, "asks");
        long sequence = snapshot.GetProperty("seq").GetInt64();
        Market.SetLevel(BookSide.Ask, 100.1m, 0m);
        Market.SetLevel(BookSide.Ask, 100.9m, 2m);
        Market.SetLevel(BookSide.Bid, 100.5m, 3m);
        Simulator.Exchange.Publish();
        for (int change = 0; change < 3; change++)
        {
            JsonElement message = await Socket.ReceiveAsync();
            Assert.Equal(("book", ++sequence), (message.GetProperty("feed").GetString(), message.GetProperty("seq").GetInt64()));
            SortedDictionary<decimal, decimal> side = message.GetProperty("side").GetString() == "buy" ? bids : asks;
            decimal price = message.GetProperty("price").GetDecimal();
            decimal quantity = message.GetProperty("qty").GetDecimal();
            if (quantity == 0m)
                Assert.True(side.Remove(price));
            else
                side[price] = quantity;
            Assert.True(asks.Count == 0 || bids.Keys.Last() < asks.Keys.First());
        }

        Assert.Equal([(99.9m, 5m), (100.5m, 3m)], bids.Select(level => (level.Key, level.Value)));
        Assert.Equal([(100.9m, 2m)], asks.Select(level => (level.Key, level.Value)));
    }

    [Fact]
    public async Task Book_AfterALostTick_ShowsTheLossInTheSequence()
    {
        long sequence = (await SubscribeBookAsync()).GetProperty("seq").GetInt64();
        Simulator.Exchange.Faults.SkipTicks(Product, 1);
        Market.SetLevel(BookSide.Bid, 99.0m, 1m);
        Simulator.Exchange.Publish();
        Market.SetLevel(BookSide.Bid, 98.0m, 1m);
        Simulator.Exchange.Publish();
        JsonElement next = await Socket.ReceiveAsync();
        Assert.Equal((sequence + 2, 98.0m), (next.GetProperty("seq").GetInt64(), next.GetProperty("price").GetDecimal()));
        await Socket.SendAsync("""{"event":"unsubscribe","feed":"book","product_ids":["PF_XBTUSD"]}""");
        Assert.Equal("unsubscribed", Event(await Socket.ReceiveAsync()));
        JsonElement again = await SubscribeBookAsync();
        Assert.Equal((sequence + 2, 3), (again.GetProperty("seq").GetInt64(), again.GetProperty("bids").GetArrayLength()));
    }

    [Fact]
    public async Task Ticker_StatesMarkAndFundingBothWays()
    {
        await Socket.SendAsync("""{"event":"subscribe","feed":"ticker","product_ids":["pf_xbtusd"]}""");
        Assert.Equal("subscribed", Event(await Socket.ReceiveAsync()));
        JsonElement ticker = await Socket.ReceiveAsync();
        Assert.Equal((100m, 0.0001m, 0.01m), (Number(ticker, "markPrice"), Number(ticker, "relative_funding_rate"), Number(ticker, "funding_rate")));
        Assert.Equal(FundingTime.ToMilliseconds(), ticker.GetProperty("next_funding_rate_time").GetInt64());
        Simulator.PublishMarks();
        Assert.Equal("ticker", (await Socket.ReceiveAsync()).GetProperty("feed").GetString());
    }

    [Fact]
    public async Task Heartbeat_SubscribedTwice_IsAnsweredTwiceAndComesOnce()
    {
        for (int request = 0; request < 2; request++)
        {
            await Socket.SendAsync("""{"event":"subscribe","feed":"heartbeat"}""");
            Assert.Equal("subscribed", Event(await Socket.ReceiveAsync()));
        }

        Simulator.PublishMarks();
        Assert.Equal("heartbeat", (await Socket.ReceiveAsync()).GetProperty("feed").GetString());
        await Socket.SendAsync("""{"event":"subscribe","feed":"book","product_ids":["PF_NOTHING"]}""");
        Assert.Equal("error", Event(await Socket.ReceiveAsync()));
    }

    [Fact]
    public async Task Maintenance_ClosesTheDoorAndDisconnectCutsTheSocket()
    {
        Simulator.Exchange.Faults.Disconnect(ConnectionKinds.Public);
        await Assert.ThrowsAnyAsync<WebSocketException>(Socket.ReceiveAsync);
        Simulator.Exchange.Faults.IsUnderMaintenance = true;
        using HttpClient client = new();
        using HttpResponseMessage answer = await client.GetAsync(new Uri(Simulator.RestUri, "/ws/v1"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Fact]
    public void New_WithAnAccount_IsRefused()
    {
        SimulatedAccountOptions account = new() { Name = "main", ApiKey = "k", ApiSecret = "s", Balances = new Dictionary<string, decimal>() };
        Assert.Throws<ArgumentException>(() => new StreamSimulator(Options() with { Accounts = [account] }));
    }

    private static StreamSimulator Create() => new(Options());

    private static StreamSimulatorOptions Options() => new()
    {
        Venue = StreamVenue.KrakenFutures,
        Clock = new MarketClock(TimeProvider.System),
        Markets =
        [
            new SimulatedMarketOptions(Instrument, new FixedBookSource(
                new LevelChange(BookSide.Ask, new(1_001), new(5_000)), new LevelChange(BookSide.Bid, new(999), new(5_000))))
            {
                Funding = new FundingTerms(Product, 0.0001m, null, FundingTime, 1m),
            },
        ],
        RunMarkets = false,
    };

    private async Task<JsonElement> SubscribeBookAsync()
    {
        await Socket.SendAsync("""{"event":"subscribe","feed":"book","product_ids":["PF_XBTUSD"]}""");
        Assert.Equal("subscribed", Event(await Socket.ReceiveAsync()));
        JsonElement snapshot = await Socket.ReceiveAsync();
        Assert.Equal("book_snapshot", snapshot.GetProperty("feed").GetString());
        return snapshot;
    }

    private static string? Event(JsonElement message) => message.GetProperty("event").GetString();

    private static decimal Number(JsonElement message, string name) => message.GetProperty(name).GetDecimal();

    private static SortedDictionary<decimal, decimal> Levels(JsonElement snapshot, string side) =>
        new(snapshot.GetProperty(side).EnumerateArray().ToDictionary(level => Number(level, "price"), level => Number(level, "qty")));
}
