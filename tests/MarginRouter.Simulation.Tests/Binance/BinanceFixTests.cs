using System.Text;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Binance.Fix;
using MarginRouter.Simulation.Tests.FixDialects;

namespace MarginRouter.Simulation.Tests.Binance;

/// <summary>FIX of Binance as fix-api.md has it, by clients without a FIX library. Asks 100.0 x 1, 100.1 x 2, 100.5 x 50; bids 99.9 x 1, 99.0 x 50.</summary>
public sealed class BinanceFixTests
{
    /// <summary>The worked example of "How to sign Logon A request": its key is the one of the document, public half.</summary>
    [Fact]
    public void Signature_OfTheDocument_IsRight()
    {
        byte[] seed = Convert.FromBase64String("gkRha0YGuEAKZv0O/L6prxYR/SVA6XWzgIsgAH2bz24=");
        using Ed25519TestKey key = new(seed);
        byte[] message = Encoding.ASCII.GetBytes("A\u0001EXAMPLE\u0001SPOT\u00011\u000120240627-11:17:25.223");
        byte[] signature = Convert.FromBase64String("4MHXelVVcpkdwuLbl6n73HQUXUf1dse2PCgT1DYqW9w8AVZ1RACFGM+5UdlGPrQHrgtS3CvsRURC1oj73j8gCA==");

        Assert.True(Ed25519Verification.IsValid(key.Public(), message, signature));
        Assert.Equal(signature, key.Sign(message));
        signature[3] ^= 1;
        Assert.False(Ed25519Verification.IsValid(key.Public(), message, signature));
    }

    [Theory]
    [InlineData(553, "stranger")]
    [InlineData(108, "4")]
    [InlineData(108, "61")]
    [InlineData(141, "N")]
    [InlineData(25035, "3")]
    [InlineData(98, "1")]
    [InlineData(96, "4MHXelVVcpkdwuLbl6n73HQUXUf1dse2PCgT1DYqW9w8AVZ1RACFGM+5UdlGPrQHrgtS3CvsRURC1oj73j8gCA==")]
    public async Task Logon_ThatIsWrong_IsRefused(int tag, string value)
    {
        await using BinanceFixWorld world = await BinanceFixWorld.StartAsync();

        RawFixClient client = world.Connect(world.Server.OrderEntry, change: field => field.Tag == tag ? (tag, value) : field);

        Assert.Equal("5", client.Receive()["35"]);
        Assert.True(client.IsClosed());
    }

    [Fact]
    public async Task Logon_ToDropCopyWithoutItsFlag_IsRefused()
    {
        await using BinanceFixWorld world = await BinanceFixWorld.StartAsync();
        Assert.Equal("5", world.Connect(world.Server.DropCopy).Receive()["35"]);
    }

    [Fact]
    public async Task Order_ImmediateOrCancel_IsReportedWithFeesAndExpires()
    {
        await using BinanceFixWorld world = await BinanceFixWorld.StartAsync();
        RawFixClient client = world.LogOn(world.Server.OrderEntry);

        client.Send("D", (11, "o1"), (38, "2"), (40, "2"), (44, "100.0"), (54, "1"), (55, "BTCUSDT"), (59, "3"));

        RawFixMessage accepted = client.Receive("8");
        Assert.Equal(("0", "0", "o1", "Y"), (accepted["150"], accepted["39"], accepted["11"], accepted["636"]));
        Assert.Equal((0m, 0m, 2m), (accepted.Number("14"), accepted.Number("32"), accepted.Number("151")));
        RawFixMessage fill = client.Receive("8");
        Assert.Equal(("F", "1", "Y", "BTC", "4"), (fill["150"], fill["39"], fill["1057"], fill["138"], fill["139"]));
        Assert.Equal((1m, 100m, 100m, 0.001m), (fill.Number("32"), fill.Number("31"), fill.Number("25017"), fill.Number("137")));
        Assert.NotNull(fill["1003"]);
        Assert.Null(fill["6"]);
        RawFixMessage end = client.Receive("8");
        Assert.Equal(("C", "C"), (end["150"], end["39"]));
        Assert.Equal((1m, 0m), (end.Number("14"), end.Number("151")));
        Assert.Equal(3, new[] { accepted, fill, end }.Select(report => report["17"]).Distinct().Count());
        Assert.Equal(4.999m, world.Simulator.Account("main").Balance("BTC"));
    }

    [Theory]
    [InlineData("100", "100.0", "-2010")]
    [InlineData("1", "100.001", "-1013")]
    [InlineData("0.000001", "100", "-1013")]
    public async Task Order_ThatIsRefused_SaysWhyAndHasNoExecutionId(string quantity, string price, string code)
    {
        await using BinanceFixWorld world = await BinanceFixWorld.StartAsync();
        RawFixClient client = world.LogOn(world.Server.OrderEntry);

        client.Send("D", (11, "o1"), (38, quantity), (40, "2"), (44, price), (54, "1"), (55, "BTCUSDT"), (59, "3"));

        RawFixMessage refusal = client.Receive("8");
        Assert.Equal(("8", "8", code, "o1"), (refusal["150"], refusal["39"], refusal["25016"], refusal["11"]));
        Assert.Null(refusal["17"]);
        Assert.NotNull(refusal["58"]);
    }

    [Fact]
    public async Task Order_WithoutARequiredField_IsRejected()
    {
        await using BinanceFixWorld world = await BinanceFixWorld.StartAsync();
        RawFixClient client = world.LogOn(world.Server.OrderEntry);

        client.Send("D", (11, "o1"), (38, "1"), (40, "2"), (44, "100"), (54, "1"), (55, "BTCUSDT"));

        RawFixMessage reject = client.Receive("3");
        Assert.Equal(("59", "D", "1"), (reject["371"], reject["372"], reject["373"]));
    }

    [Fact]
    public async Task Order_ThatRests_IsCancelledByEitherId()
    {
        await using BinanceFixWorld world = await BinanceFixWorld.StartAsync();
        RawFixClient client = world.LogOn(world.Server.OrderEntry);
        client.Send("D", (11, "o1"), (38, "1"), (40, "2"), (44, "90"), (54, "1"), (55, "BTCUSDT"), (59, "1"));
        string number = client.Receive("8")["37"]!;
        client.Send("D", (11, "o2"), (38, "1"), (40, "2"), (18, "6"), (44, "91"), (54, "1"), (55, "BTCUSDT"), (59, "1"));
        Assert.Equal("6", client.Receive("8")["18"]);

        client.Send("F", (11, "c1"), (37, number), (55, "BTCUSDT"));
        RawFixMessage first = client.Receive("8");
        Assert.Equal(("4", "4", "c1", "o1"), (first["150"], first["39"], first["11"], first["41"]));
        client.Send("F", (11, "c2"), (41, "o2"), (55, "BTCUSDT"));
        Assert.Equal("o2", client.Receive("8")["41"]);
        client.Send("F", (11, "c3"), (41, "o2"), (55, "BTCUSDT"));
        RawFixMessage refusal = client.Receive("9");
        Assert.Equal(("c3", "o2", "-2011", "1"), (refusal["11"], refusal["41"], refusal["25016"], refusal["434"]));
    }

    [Fact]
    public async Task CancelAndNew_CancelsFirst_AndStopsOnFailure()
    {
        await using BinanceFixWorld world = await BinanceFixWorld.StartAsync();
        RawFixClient client = world.LogOn(world.Server.OrderEntry);
        client.Send("D", (11, "o1"), (38, "1"), (40, "2"), (44, "90"), (54, "1"), (55, "BTCUSDT"), (59, "1"));
        client.Receive("8");

        client.Send("XCN", (25033, "1"), (41, "o1"), (25034, "x1"), (11, "o2"), (38, "2"), (40, "2"), (44, "89"), (54, "1"), (55, "BTCUSDT"), (59, "1"));
        RawFixMessage cancelled = client.Receive("8");
        Assert.Equal(("4", "x1", "o1"), (cancelled["150"], cancelled["11"], cancelled["41"]));
        Assert.Equal(("0", "o2"), (client.Receive("8") is var created ? created["150"] : null, created["11"]));

        client.Send("XCN", (25033, "1"), (41, "o1"), (25034, "x2"), (11, "o3"), (38, "2"), (40, "2"), (44, "88"), (54, "1"), (55, "BTCUSDT"), (59, "1"));
        Assert.Equal("x2", client.Receive("9")["11"]);
        Assert.Single(world.Simulator.Exchange.OpenOrders(world.Simulator.Exchange.Account("main")));
    }

    [Fact]
    public async Task MassCancel_EndsAllOrdersOfTheSymbol()
    {
        await using BinanceFixWorld world = await BinanceFixWorld.StartAsync();
        RawFixClient client = world.LogOn(world.Server.OrderEntry);
        for (int index = 1; index <= 3; index++)
        {
            client.Send("D", (11, $"o{index}"), (38, "1"), (40, "2"), (44, $"{90 + index}"), (54, "1"), (55, "BTCUSDT"), (59, "1"));
            client.Receive("8");
        }

        client.Send("q", (11, "m1"), (55, "BTCUSDT"), (530, "1"));

        for (int index = 0; index < 3; index++)
            Assert.Equal("4", client.Receive("8")["150"]);
        RawFixMessage report = client.Receive("r");
        Assert.Equal(("1", "3"), (report["531"], report["533"]));
    }

    [Fact]
    public async Task Reports_GoToAllSessionsOfTheAccount_ExceptThoseThatWantAcknowledgementsAlone()
    {
        await using BinanceFixWorld world = await BinanceFixWorld.StartAsync();
        RawFixClient first = world.LogOn(world.Server.OrderEntry);
        RawFixClient second = world.LogOn(world.Server.OrderEntry, "SECOND", (25036, "2"));
        RawFixClient copy = world.LogOn(world.Server.DropCopy, "ROUTER", (9406, "Y"));

        second.Send("D", (11, "o1"), (38, "1"), (40, "2"), (44, "100.0"), (54, "1"), (55, "BTCUSDT"), (59, "3"));

        Assert.Equal("0", second.Receive("8")["150"]);
        RawFixMessage[] told = [first.Receive("8"), first.Receive("8")];
        Assert.Equal(["0", "F"], told.Select(report => report["150"]!));
        Assert.Equal(told.Select(report => report["17"]), new[] { copy.Receive("8"), copy.Receive("8") }.Select(report => report["17"]));
        second.Send("XLQ", (6136, "q1"));
        RawFixMessage limits = second.Receive("XLR");
        Assert.Equal(("q1", "10000", "3"), (limits["6136"], limits["25006"], limits.Group("25004")[0]["25005"]));
    }

    [Fact]
    public async Task Depth_SnapshotAndIncrements_GiveTheVenuesBook()
    {
        await using BinanceFixWorld world = await BinanceFixWorld.StartAsync();
        RawFixClient client = world.LogOn(world.Server.MarketData);
        client.Send("V", (262, "d"), (263, "1"), (264, "100"), (266, "Y"), (146, "1"), (55, "BTCUSDT"), (267, "2"), (269, "0"), (269, "1"));
        RawFixMessage snapshot = client.Receive("W");
        SortedDictionary<(string Side, decimal Price), decimal> book = [];
        foreach (Dictionary<string, string> entry in snapshot.Group("269"))
            book[(entry["269"], Parse(entry["270"]))] = Parse(entry["271"]);
        long last = (long)snapshot.Number("25044");
        Random random = new(17);
        for (int step = 0; step < 40; step++)
        {
            world.Simulator.Market("BTCUSDT").SetLevel(BookSide.Bid, 99.0m + (random.Next(10) * 0.1m), random.Next(3));
            world.Simulator.Market("BTCUSDT").SetLevel(BookSide.Ask, 100.0m + (random.Next(10) * 0.1m), random.Next(3));
            world.Simulator.Exchange.Publish();
        }

        world.Simulator.Market("BTCUSDT").SetLevel(BookSide.Bid, 50m, 7m);
        world.Simulator.Exchange.Publish();
        while (book.GetValueOrDefault(("0", 50m)) != 7m)
        {
            RawFixMessage change = client.Receive("X");
            Assert.True(last + 1 == (long)change.Number("25043"), $"{last} is followed by {change}");
            last = (long)change.Number("25044");
            foreach (Dictionary<string, string> entry in change.Group("279"))
            {
                (string, decimal) place = (entry["269"], Parse(entry["270"]));
                Assert.Equal(entry["279"] == "0", !book.ContainsKey(place));
                if (entry["279"] == "2")
                    book.Remove(place);
                else
                    book[place] = Parse(entry["271"]);
            }
        }

        Core.Instruments.Instrument instrument = TestInstruments.SpotBitcoin;
        Simulation.Markets.BookCopy copy = world.Simulator.Market("BTCUSDT").Copy();
        Assert.Equal(
            copy.Bids.Select(level => ("0", instrument.Price(level.Price), instrument.Quantity(level.Quantity)))
                .Concat(copy.Asks.Select(level => ("1", instrument.Price(level.Price), instrument.Quantity(level.Quantity)))).Order(),
            book.Select(level => (level.Key.Side, level.Key.Price, level.Value)).Order());
    }

    [Fact]
    public async Task SkippedTick_LeavesAGapInTheNumbers()
    {
        await using BinanceFixWorld world = await BinanceFixWorld.StartAsync();
        RawFixClient client = world.LogOn(world.Server.MarketData);
        client.Send("V", (262, "d"), (263, "1"), (264, "100"), (146, "1"), (55, "BTCUSDT"), (267, "2"), (269, "0"), (269, "1"));
        long last = (long)client.Receive("W").Number("25044");
        world.Simulator.Faults.SkipTicks("BTCUSDT", 1);
        world.Simulator.Market("BTCUSDT").SetLevel(BookSide.Bid, 98m, 1m);
        world.Simulator.Exchange.Publish();
        world.Simulator.Market("BTCUSDT").SetLevel(BookSide.Bid, 97m, 1m);
        world.Simulator.Exchange.Publish();

        RawFixMessage change = client.Receive("X");
        Assert.True(change.Number("25043") > last + 1, change.ToString());
        Assert.Equal(["97"], change.Group("279").Select(entry => Parse(entry["270"]).ToString("0", System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task BookTickerAndTrades_TellTheBestAndTheTape()
    {
        await using BinanceFixWorld world = await BinanceFixWorld.StartAsync();
        RawFixClient data = world.LogOn(world.Server.MarketData);
        data.Send("V", (262, "b"), (263, "1"), (264, "1"), (146, "1"), (55, "BTCUSDT"), (267, "2"), (269, "0"), (269, "1"));
        Assert.Equal(2m, data.Receive("W").Number("268"));
        data.Send("V", (262, "t"), (263, "1"), (264, "1"), (146, "1"), (55, "BTCUSDT"), (267, "1"), (269, "2"));
        data.Send("x", (320, "i"), (559, "4"));
        Assert.Equal(("BTCUSDT", "USDT"), (data.Receive("y") is var list ? list["55"] : null, list["15"]));

        RawFixClient orders = world.LogOn(world.Server.OrderEntry);
        orders.Send("D", (11, "o1"), (38, "1"), (40, "2"), (44, "100.0"), (54, "1"), (55, "BTCUSDT"), (59, "3"));
        orders.Receive("8");
        orders.Receive("8");
        world.Simulator.Exchange.Publish();

        Dictionary<string, string> best = Assert.Single(data.Receive("X").Group("279"));
        Assert.Equal(("1", "1", 100.1m), (best["279"], best["269"], Parse(best["270"])));
        RawFixMessage trade = data.Receive("X");
        Assert.Equal(("t", "2", "1", 100m), (trade["262"], trade["269"], trade["2446"], trade.Number("270")));
        data.Send("V", (262, "b"), (263, "2"));
        data.Send("V", (262, "t"), (263, "1"), (264, "1"), (146, "1"), (55, "BTCUSDT"), (267, "1"), (269, "2"));
        Assert.Equal(("1", "t"), (data.Receive("Y") is var refusal ? refusal["281"] : null, refusal["262"]));
    }

    [Fact]
    public async Task Maintenance_IsAnnouncedAndFaultsCut()
    {
        await using BinanceFixWorld world = await BinanceFixWorld.StartAsync();
        RawFixClient client = world.LogOn(world.Server.OrderEntry);

        world.Server.AnnounceMaintenance(600);
        Assert.Contains("600 seconds", client.Receive("B")["148"], StringComparison.Ordinal);
        world.Simulator.Faults.Disconnect(Simulation.Faults.ConnectionKinds.Private);

        Assert.True(client.IsClosed());
        Assert.NotNull(world.LogOn(world.Server.OrderEntry));
    }

    private static decimal Parse(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
