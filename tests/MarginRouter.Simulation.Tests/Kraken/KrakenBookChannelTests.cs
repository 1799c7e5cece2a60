using System.Text.Json;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Kraken;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Tests.Kraken;

public sealed class KrakenBookChannelTests
{
    [Theory]
    [InlineData(10, 1UL)]
    [InlineData(25, 2UL)]
    [InlineData(100, 3UL)]
    public async Task Book_OverManySteps_EveryChecksumFitsAndTheBookIsTheMarket(int depth, ulong seed)
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync(options => Generated(options, seed));
        KrakenTestSocket socket = await venue.ConnectPublicAsync();
        await SubscribeAsync(socket, depth);
        KrakenClientBook book = new(depth);

        for (int step = 0; step < 400; step++)
            venue.Exchange.Step();
        int updates = await ReadUntilPongAsync(socket, book, $"seed {seed}");

        Assert.True(updates > 300, $"only {updates} updates, seed {seed}");
        Assert.True(book.LevelsCut > 0, $"no level ever fell below the depth, seed {seed}");
        Assert.Equal(TextOf(venue.Exchange.Market("BTC/USD").Copy(depth)), book.Text);
    }

    [Fact]
    public async Task Subscribe_AtTwoDepths_GivesEachItsOwnBook()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync(options => Generated(options, 9));
        KrakenTestSocket shallow = await venue.ConnectPublicAsync();
        KrakenTestSocket deep = await venue.ConnectPublicAsync();
        await SubscribeAsync(shallow, 10);
        await SubscribeAsync(deep, 1_000);
        KrakenClientBook shallowBook = new(10);
        KrakenClientBook deepBook = new(1_000);

        for (int step = 0; step < 20; step++)
            venue.Exchange.Step();
        await ReadUntilPongAsync(shallow, shallowBook, "seed 9");
        await ReadUntilPongAsync(deep, deepBook, "seed 9");

        Assert.Equal((10, 10), (shallowBook.BidCount, shallowBook.AskCount));
        Assert.Equal((300, 300), (deepBook.BidCount, deepBook.AskCount));
        Assert.Equal((deepBook.BestBid, deepBook.BestAsk), (shallowBook.BestBid, shallowBook.BestAsk));
    }

    [Fact]
    public async Task CorruptChecksums_One_MakesOneFrameNotFit()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        KrakenTestSocket socket = await venue.ConnectPublicAsync();
        await SubscribeAsync(socket, 10);
        KrakenClientBook book = new(10);
        Assert.True(book.Apply(await socket.ChannelAsync("book", "snapshot")));

        venue.Exchange.Faults.CorruptChecksums(1);
        Assert.False(book.Apply(await ChangeAsync(venue, socket, 98.0m)));
        Assert.True(book.Apply(await ChangeAsync(venue, socket, 97.0m)));
    }

    [Fact]
    public async Task SkipTicks_OfATopLevel_BreaksTheChecksumUntilResubscribed()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        KrakenTestSocket socket = await venue.ConnectPublicAsync();
        await SubscribeAsync(socket, 10);
        KrakenClientBook book = new(10);
        Assert.True(book.Apply(await socket.ChannelAsync("book", "snapshot")));
        await ApplyChangeAsync(venue, socket, book, 98.0m, true);

        venue.Exchange.Faults.SkipTicks("BTC/USD", 1);
        venue.Exchange.Market("BTC/USD").SetLevel(BookSide.Bid, 99.5m, 7);
        venue.Exchange.Publish();
        await ApplyChangeAsync(venue, socket, book, 97.0m, false);

        await SubscribeAsync(socket, 10);
        Assert.True(book.Apply(await socket.ChannelAsync("book", "snapshot")));
        Assert.Equal(TextOf(venue.Exchange.Market("BTC/USD").Copy(10)), book.Text);
        await ApplyChangeAsync(venue, socket, book, 96.0m, true);
    }

    [Fact]
    public async Task Connect_Greets_WithStatusOnline()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        KrakenTestSocket socket = await venue.ConnectPublicAsync();

        JsonElement status = await socket.ChannelAsync("status");

        JsonElement data = status.GetProperty("data")[0];
        Assert.Equal("online", data.GetProperty("system").GetString());
        Assert.Equal("v2", data.GetProperty("api_version").GetString());
        Assert.True(data.GetProperty("connection_id").GetUInt64() > uint.MaxValue);
    }

    [Theory]
    [InlineData("""{"method":"subscribe","params":{"channel":"book","symbol":["DOGE/USD"]},"req_id":3}""", "Currency pair not supported DOGE/USD")]
    [InlineData("""{"method":"subscribe","params":{"channel":"book","symbol":["BTC/USD"],"depth":11},"req_id":3}""", "Subscription depth not supported")]
    [InlineData("""{"method":"subscribe","params":{"channel":"level9","symbol":["BTC/USD"]},"req_id":3}""", "Channel not supported")]
    [InlineData("""{"method":"unsubscribe","params":{"channel":"book","symbol":["BTC/USD"]},"req_id":3}""", "Subscription Not Found")]
    [InlineData("""{"method":"dance","req_id":3}""", "Unsupported method")]
    public async Task Request_ThatCannotBeServed_IsRefusedByName(string request, string error)
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        KrakenTestSocket socket = await venue.ConnectPublicAsync();

        JsonElement answer = await socket.AskAsync(request, 3);

        Assert.False(answer.GetProperty("success").GetBoolean());
        Assert.Equal(error, answer.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Request_ThatIsNoJson_IsRefusedAndTheConnectionLives()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        KrakenTestSocket socket = await venue.ConnectPublicAsync();

        await socket.SendAsync("{oops");
        JsonElement answer = await socket.UntilAsync(frame => frame.TryGetProperty("error", out _));
        Assert.Equal("Malformed request", answer.GetProperty("error").GetString());
        Assert.Equal("pong", (await socket.AskAsync("""{"method":"ping","req_id":4}""", 4)).GetProperty("method").GetString());
    }

    [Fact]
    public async Task Subscribe_TwoPairsOneUnknown_AcknowledgesEachByItself()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        KrakenTestSocket socket = await venue.ConnectPublicAsync();

        await socket.SendAsync("""{"method":"subscribe","params":{"channel":"book","symbol":["BTC/USD","DOGE/USD"]},"req_id":1}""");

        JsonElement good = await socket.UntilAsync(frame => frame.TryGetProperty("success", out JsonElement ok) && ok.GetBoolean());
        Assert.Equal("BTC/USD", good.GetProperty("result").GetProperty("symbol").GetString());
        Assert.Equal(10, good.GetProperty("result").GetProperty("depth").GetInt32());
        JsonElement bad = await socket.UntilAsync(frame => frame.TryGetProperty("success", out JsonElement ok) && !ok.GetBoolean());
        Assert.Equal("DOGE/USD", bad.GetProperty("symbol").GetString());
    }

    [Fact]
    public async Task Heartbeat_OnceSubscribed_ComesWithoutBookEvents()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        KrakenTestSocket socket = await venue.ConnectPublicAsync();
        await SubscribeAsync(socket, 10);

        await socket.ChannelAsync("heartbeat");
        await socket.ChannelAsync("heartbeat");
    }

    [Fact]
    public async Task Ticker_OnBestOfBookTrigger_FollowsTheBook()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        KrakenTestSocket socket = await venue.ConnectPublicAsync();
        await socket.SendAsync("""{"method":"subscribe","params":{"channel":"ticker","symbol":["BTC/USD"],"event_trigger":"bbo"}}""");
        JsonElement snapshot = (await socket.ChannelAsync("ticker", "snapshot")).GetProperty("data")[0];
        Assert.Equal("99.9", snapshot.GetProperty("bid").GetRawText());
        Assert.Equal("1.00000000", snapshot.GetProperty("ask_qty").GetRawText());

        venue.Exchange.Market("BTC/USD").SetLevel(BookSide.Ask, 100.0m, 0);
        venue.Exchange.Publish();

        JsonElement update = (await socket.ChannelAsync("ticker")).GetProperty("data")[0];
        Assert.Equal("100.1", update.GetProperty("ask").GetRawText());
        Assert.Equal("2.00000000", update.GetProperty("ask_qty").GetRawText());
    }

    [Fact]
    public async Task Trades_OfOthers_ComeOnTheTradeChannelAndMoveTheTicker()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync(options => Generated(options, 5));
        KrakenTestSocket socket = await venue.ConnectPublicAsync();
        await socket.SendAsync("""{"method":"subscribe","params":{"channel":"trade","symbol":["BTC/USD"]},"req_id":1}""");
        await socket.SendAsync("""{"method":"subscribe","params":{"channel":"ticker","symbol":["BTC/USD"]},"req_id":2}""");
        await socket.ChannelAsync("ticker", "snapshot");

        for (int step = 0; step < 100; step++)
            venue.Exchange.Step();

        JsonElement trade = JsonElement.Parse("null");
        JsonElement ticker = await socket.UntilAsync(frame =>
        {
            if (IsUpdate(frame, "trade"))
                trade = frame;
            return IsUpdate(frame, "ticker");
        });
        if (trade.ValueKind == JsonValueKind.Null)
            trade = await socket.ChannelAsync("trade");
        JsonElement[] trades = [.. trade.GetProperty("data").EnumerateArray()];
        Assert.Equal(trades[^1].GetProperty("price").GetRawText(), ticker.GetProperty("data")[0].GetProperty("last").GetRawText());
    }

    private static bool IsUpdate(JsonElement frame, string channel) =>
        frame.TryGetProperty("channel", out JsonElement name) && name.GetString() == channel && frame.GetProperty("type").GetString() == "update";

    /// <summary>Subscribes and waits for the acknowledgement; the snapshot follows it.</summary>
    private static Task<JsonElement> SubscribeAsync(KrakenTestSocket socket, int depth) => socket.AskAsync(
        $$$"""{"method":"subscribe","params":{"channel":"book","symbol":["BTC/USD"],"depth":{{{depth}}},"snapshot":true},"req_id":1}""",
        1);

    /// <summary>Applies every frame up to the answer of a ping, which comes through the same queue; returns the number of updates.</summary>
    private static async Task<int> ReadUntilPongAsync(KrakenTestSocket socket, KrakenClientBook book, string context)
    {
        await socket.SendAsync("""{"method":"ping","req_id":99}""");
        await socket.UntilAsync(frame =>
        {
            if (frame.TryGetProperty("channel", out JsonElement channel) && channel.GetString() == "book")
            {
                Assert.True(book.Apply(frame), $"checksum of frame {book.FramesApplied}, {context}: {frame}");
                Assert.False(book.IsCrossed, $"crossed after frame {book.FramesApplied}, {context}");
            }

            return frame.TryGetProperty("method", out JsonElement method) && method.GetString() == "pong";
        });
        return book.FramesApplied - 1;
    }

    private static async Task<JsonElement> ChangeAsync(KrakenTestVenue venue, KrakenTestSocket socket, decimal bid)
    {
        venue.Exchange.Market("BTC/USD").SetLevel(BookSide.Bid, bid, 3);
        venue.Exchange.Publish();
        return await socket.ChannelAsync("book");
    }

    private static async Task ApplyChangeAsync(KrakenTestVenue venue, KrakenTestSocket socket, KrakenClientBook book, decimal bid, bool fits) =>
        Assert.Equal(fits, book.Apply(await ChangeAsync(venue, socket, bid)));

    private static KrakenSimulatorOptions Generated(KrakenSimulatorOptions options, ulong seed) => options with
    {
        Markets = [new SimulatedMarketOptions(KrakenTestVenue.Bitcoin, new GeneratedBookSource(KrakenTestVenue.Bitcoin, new GeneratedBookOptions
        {
            Path = new ReferencePricePath(seed, 62_800),
            Seed = seed,
            TopQuantity = 0.5m,
            TradesPerMinute = 600,
        }))],
    };

    private static string TextOf(BookCopy copy) => string.Join(' ', copy.Bids.Concat(copy.Asks).Select(level =>
        $"{KrakenTestVenue.Bitcoin.Price(level.Price):F1}:{KrakenTestVenue.Bitcoin.Quantity(level.Quantity):F8}"));
}
