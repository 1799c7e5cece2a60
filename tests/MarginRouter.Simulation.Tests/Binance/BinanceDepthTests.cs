using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Binance;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Tests.Binance;

public sealed class BinanceDepthTests
{
    [Theory]
    [InlineData(BinanceMarketKind.Spot, 11)]
    [InlineData(BinanceMarketKind.Spot, 12)]
    [InlineData(BinanceMarketKind.UsdMargined, 13)]
    [InlineData(BinanceMarketKind.UsdMargined, 14)]
    public async Task SnapshotPlusEvents_AtEveryUpdateId_AreTheSimulatorsBook(BinanceMarketKind kind, int seed)
    {
        await using BinanceSimulator simulator = await BinanceWorld.GeneratedAsync(kind, (ulong)seed);
        bool isSpot = kind == BinanceMarketKind.Spot;
        await using RawSocket stream = await RawSocket.ConnectAsync(simulator.WebSocketUri, (isSpot ? "" : "/public") + "/stream?streams=btcusdt@depth@100ms");
        await stream.SendAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""");
        Assert.Equal("btcusdt@depth@100ms", (await stream.ReceiveAsync()).GetProperty("result")[0].GetString());

        List<JsonElement> events = [];
        Dictionary<long, BookCopy> books = [];
        JsonElement snapshot = default;
        for (int step = 0; step < 60; step++)
        {
            simulator.Exchange.Step();
            books[simulator.Market("BTCUSDT").UpdateId] = simulator.Market("BTCUSDT").Copy();
            JsonElement message = await stream.ReceiveAsync();
            Assert.Equal("btcusdt@depth@100ms", message.Text("stream"));
            events.Add(message.GetProperty("data"));
            Side side = step % 2 == 0 ? Side.Sell : Side.Buy;
            simulator.Exchange.Place(simulator.Exchange.Account("main"), SimulatedWorld.Order($"o{step}", side, 0.001m, side == Side.Sell ? 50_000m : 70_000m));
            if (step == 20)
                snapshot = await SignedRequests.SendAsync(simulator, HttpMethod.Get, isSpot ? "/api/v3/depth?symbol=BTCUSDT&limit=5000" : "/fapi/v1/depth?symbol=BTCUSDT&limit=1000");
        }

        Book book = new(simulator.Market("BTCUSDT").Instrument);
        long last = snapshot.Number("lastUpdateId");
        Assert.True(last > events[20].Number("u"), "the order before the snapshot is not yet in an event");
        book.Apply(snapshot.GetProperty("bids"), snapshot.GetProperty("asks"));
        int compared = 0;
        long previous = 0;
        foreach (JsonElement depth in events.Where(depth => depth.Number("u") >= last))
        {
            if (previous == 0)
                Assert.True(depth.Number("U") <= last + 1 && last <= depth.Number("u"), $"seed {seed}: first event does not bracket {last}");
            else
                Assert.Equal(previous + 1, depth.Number("U"));
            if (!isSpot && previous != 0)
                Assert.Equal(previous, depth.Number("pu"));
            previous = depth.Number("u");
            book.Apply(depth.GetProperty("b"), depth.GetProperty("a"));
            BookCopy expected = books[previous];
            Assert.True(book.IsEqualTo(expected), $"seed {seed}: book differs at update id {previous}");
            compared++;
        }

        Assert.Equal(39, compared);
    }

    [Fact]
    public async Task SkipTicks_LeavesAGapThatTheNextEventShows()
    {
        await using BinanceSimulator simulator = await BinanceWorld.GeneratedAsync(BinanceMarketKind.UsdMargined, 5);
        await using RawSocket stream = await RawSocket.ConnectAsync(simulator.WebSocketUri, "/public/ws");
        await stream.AskAsync("""{"method":"SUBSCRIBE","params":["btcusdt@depth@100ms"],"id":1}""", 1);
        simulator.Exchange.Step();
        JsonElement first = await stream.ReceiveAsync();
        simulator.Faults.SkipTicks("BTCUSDT", 1);

        simulator.Exchange.Step();
        simulator.Exchange.Step();

        JsonElement next = await stream.ReceiveAsync();
        Assert.NotEqual(first.Number("u"), next.Number("pu"));
        Assert.Equal(next.Number("pu") + 1, next.Number("U"));
    }

    [Fact]
    public async Task MarkPriceStream_GivesTheMarkThatPremiumIndexStates()
    {
        await using BinanceSimulator simulator = await BinanceWorld.FixedAsync(BinanceMarketKind.UsdMargined);
        await using RawSocket stream = await RawSocket.ConnectAsync(simulator.WebSocketUri, "/market/stream?streams=btcusdt@markPrice@1s");
        await stream.AskAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""", 1);

        simulator.PublishMarkPrices();

        JsonElement mark = (await stream.ReceiveAsync()).GetProperty("data");
        Assert.Equal("markPriceUpdate", mark.Text("e"));
        Assert.Equal(99.95m, mark.Amount("p"));
        JsonElement index = await SignedRequests.SendAsync(simulator, HttpMethod.Get, "/fapi/v1/premiumIndex?symbol=BTCUSDT");
        Assert.Equal("99.95000000", index.Text("markPrice"));
    }

    [Fact]
    public async Task Timers_WhenMarketsRun_PublishDepthAndMarks()
    {
        await using BinanceSimulator simulator = await BinanceWorld.StartAsync(
            BinanceWorld.Options(
                BinanceMarketKind.UsdMargined,
                new GeneratedBookSource(TestInstruments.PerpetualBitcoin, new GeneratedBookOptions { Path = new ReferencePricePath(1, 60_000m), Seed = 1, Depth = 50, TopQuantity = 1 }),
                []) with
            { RunMarkets = true, TickInterval = TimeSpan.FromMilliseconds(20), MarkPriceInterval = TimeSpan.FromMilliseconds(30) });
        await using RawSocket depth = await RawSocket.ConnectAsync(simulator.WebSocketUri, "/public/ws/btcusdt@depth@100ms");
        await using RawSocket marks = await RawSocket.ConnectAsync(simulator.WebSocketUri, "/market/ws/btcusdt@markPrice@1s");

        JsonElement first = await depth.ReceiveAsync();
        JsonElement second = await depth.ReceiveAsync();
        JsonElement mark = await marks.ReceiveAsync();

        Assert.Equal(first.Number("u"), second.Number("pu"));
        Assert.InRange(mark.Amount("p"), 55_000m, 65_000m);
    }

    [Theory]
    [InlineData(BinanceMarketKind.Spot, "/api/v3/exchangeInfo", "0.01000000", "0.00001000")]
    [InlineData(BinanceMarketKind.UsdMargined, "/fapi/v1/exchangeInfo", "0.10", "0.001")]
    public async Task ExchangeInfo_StatesGridMinimaAndLimits(BinanceMarketKind kind, string path, string tick, string step)
    {
        await using BinanceSimulator simulator = await BinanceWorld.FixedAsync(kind);

        JsonElement info = await SignedRequests.SendAsync(simulator, HttpMethod.Get, path);

        JsonElement symbol = info.GetProperty("symbols")[0];
        Dictionary<string, JsonElement> filters = symbol.GetProperty("filters").EnumerateArray().ToDictionary(filter => filter.Text("filterType"));
        Assert.Equal("TRADING", symbol.Text("status"));
        Assert.Equal(tick, filters["PRICE_FILTER"].Text("tickSize"));
        Assert.Equal(step, filters["LOT_SIZE"].Text("stepSize"));
        Assert.Equal(5m, kind == BinanceMarketKind.Spot ? filters["NOTIONAL"].Amount("minNotional") : filters["MIN_NOTIONAL"].Amount("notional"));
        Assert.Contains(info.GetProperty("rateLimits").EnumerateArray(), limit => limit.Text("rateLimitType") == "REQUEST_WEIGHT");
    }

    private sealed class Book(Instrument instrument)
    {
        private readonly SortedDictionary<long, long> bids = [];
        private readonly SortedDictionary<long, long> asks = [];

        public void Apply(JsonElement bidLevels, JsonElement askLevels)
        {
            Apply(bids, bidLevels);
            Apply(asks, askLevels);
        }

        public bool IsEqualTo(BookCopy copy) =>
            bids.Reverse().Select(Level).SequenceEqual(copy.Bids) && asks.Select(Level).SequenceEqual(copy.Asks);

        private void Apply(SortedDictionary<long, long> side, JsonElement levels)
        {
            foreach (JsonElement level in levels.EnumerateArray())
            {
                long price = (long)(decimal.Parse(level[0].GetString()!, CultureInfo.InvariantCulture) / instrument.TickSize);
                long quantity = (long)(decimal.Parse(level[1].GetString()!, CultureInfo.InvariantCulture) / instrument.LotSize);
                if (quantity == 0)
                    side.Remove(price);
                else
                    side[price] = quantity;
            }
        }

        private static BookLevel Level(KeyValuePair<long, long> level) => new(new PriceTicks(level.Key), new QuantityLots(level.Value));
    }
}
