using System.Globalization;
using System.Text;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Tests.FixDialects;

namespace MarginRouter.Simulation.Tests.Kraken;

/// <summary>FIX of Kraken as its documents have it, by clients without a FIX library. Asks 100.0 x 1, 100.1 x 2, 100.5 x 500; bids 99.9 x 1, 99.0 x 500.</summary>
public sealed class KrakenFixTests
{
    [Theory]
    [InlineData(553, "stranger")]
    [InlineData(554, "AAAA")]
    [InlineData(5025, "1600000000000")]
    [InlineData(98, "1")]
    public async Task Logon_ThatIsWrong_IsRefused(int tag, string value)
    {
        await using KrakenFixWorld world = await KrakenFixWorld.StartAsync();

        RawFixClient client = world.Connect(change: field => field.Tag == tag ? (tag, value) : field);

        Assert.Equal("5", client.Receive()["35"]);
        Assert.True(client.IsClosed());
    }

    [Fact]
    public async Task Logon_WithANonceThatWasUsed_IsRefused()
    {
        await using KrakenFixWorld world = await KrakenFixWorld.StartAsync();
        string? used = null;
        world.Connect(change: field => field.Tag == 5025 ? (5025, used = field.Value) : field).Receive("A");

        RawFixClient second = world.Connect("OTHER", field => field.Tag switch
        {
            5025 => (5025, used!),
            554 => (554, KrakenFixWorld.Password(KrakenTestVenue.Secret, "OTHER", 1, KrakenTestVenue.Key, used!)),
            _ => field,
        });

        Assert.Equal("5", second.Receive()["35"]);
    }

    [Fact]
    public async Task Order_ImmediateOrCancel_IsReportedWithFeesAndCancelled()
    {
        await using KrakenFixWorld world = await KrakenFixWorld.StartAsync();
        RawFixClient client = world.LogOn();

        client.Send("D", Order("1001", "1", "2", "100.0", "3"));

        RawFixMessage accepted = client.Receive("8");
        Assert.Equal(("0", "0", "1001"), (accepted["150"], accepted["39"], accepted["11"]));
        RawFixMessage fill = client.Receive("8");
        Assert.Equal(("F", "1", "1", "USD"), (fill["150"], fill["39"], fill["527"], fill["138"]));
        Assert.Equal((1m, 100m, 100m, 0.4m), (fill.Number("32"), fill.Number("31"), fill.Number("6"), fill.Number("137")));
        RawFixMessage end = client.Receive("8");
        Assert.Equal(("4", "4", "Immediate or cancel"), (end["150"], end["39"], end["58"]));
        Assert.Equal((1m, 0m), (end.Number("14"), end.Number("151")));
        Assert.Equal(10_000m - 100.4m, world.Venue.Simulator.Account("main").Balance("USD"));
    }

    [Fact]
    public async Task Order_ThatIsRefused_GetsABusinessReject_AndOneThatLacksAFieldASessionReject()
    {
        await using KrakenFixWorld world = await KrakenFixWorld.StartAsync();
        RawFixClient client = world.LogOn();

        client.Send("D", Order("1001", "1", "2", "100.01", "3"));
        RawFixMessage refusal = client.Receive("j");
        Assert.Equal(("D", "1001", "0", "0"), (refusal["372"], refusal["379"], refusal["380"], refusal["45"]));
        Assert.StartsWith("EOrder:", refusal["58"], StringComparison.Ordinal);

        client.Send("D", (11, "1002"), (38, "1"), (40, "2"), (44, "100"), (55, "BTC/USD"), (59, "3"), (60, RawFixClient.TimeNow));
        RawFixMessage reject = client.Receive("3");
        Assert.Equal(("54", "D", "1"), (reject["371"], reject["372"], reject["373"]));
    }

    [Fact]
    public async Task Order_ThatRests_IsReplacedAskedForAndCancelled()
    {
        await using KrakenFixWorld world = await KrakenFixWorld.StartAsync();
        RawFixClient client = world.LogOn();
        client.Send("D", Order("1001", "1", "2", "90", "1"));
        string number = client.Receive("8")["37"]!;

        client.Send("G", (11, "1002"), (41, "1001"), (37, number), (38, "1"), (44, "91"), (40, "2"), (54, "1"), (55, "BTC/USD"), (60, RawFixClient.TimeNow));
        RawFixMessage replaced = client.Receive("8");
        Assert.Equal(("5", "1002", "1001", number), (replaced["150"], replaced["11"], replaced["41"], replaced["37"]));
        Assert.Equal((1m, 91m), (replaced.Number("38"), replaced.Number("44")));
        client.Send("H", (11, "1002"), (37, number), (55, "BTC/USD"));
        Assert.Equal(("I", "0", "1002"), (client.Receive("8") is var status ? status["150"] : null, status["39"], status["11"]));

        client.Send("F", (11, "1003"), (41, "1002"), (54, "1"), (55, "BTC/USD"), (60, RawFixClient.TimeNow));
        RawFixMessage cancelled = client.Receive("8");
        Assert.Equal(("4", "4", "1003", "1002"), (cancelled["150"], cancelled["39"], cancelled["11"], cancelled["41"]));
        client.Send("F", (11, "1004"), (41, "1002"), (54, "1"), (55, "BTC/USD"), (60, RawFixClient.TimeNow));
        RawFixMessage refusal = client.Receive("j");
        Assert.Equal(("F", "1004", "101", "EOrder:Unknown order"), (refusal["372"], refusal["379"], refusal["380"], refusal["58"]));
    }

    [Fact]
    public async Task Cancel_OfAnotherSessionsOrder_IsUnknown_WhileTheMassCancelReachesIt()
    {
        await using KrakenFixWorld world = await KrakenFixWorld.StartAsync();
        RawFixClient first = world.LogOn();
        RawFixClient second = world.LogOn("OTHER");
        first.Send("D", Order("1001", "1", "1", "90", "1"));
        string number = first.Receive("8")["37"]!;

        second.Send("F", (11, "2001"), (37, number), (54, "1"), (55, "BTC/USD"), (60, RawFixClient.TimeNow));
        Assert.Equal("101", second.Receive("j")["380"]);
        second.Send("q", (11, "2002"), (530, "7"), (60, RawFixClient.TimeNow));

        Assert.Equal("1", second.Receive("r")["533"]);
        Assert.Equal("4", first.Receive("8")["150"]);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 1)]
    public async Task Disconnect_EndsTheSessionsOrders_UnlessTheLogonSaidNo(string cancels, int left)
    {
        await using KrakenFixWorld world = await KrakenFixWorld.StartAsync();
        RawFixClient client = world.LogOn("FIRM", (8674, cancels));
        client.Send("D", Order("1001", "1", "1", "90", "1"));
        client.Receive("8");

        client.Send("5");
        Assert.Equal("5", client.Receive()["35"]);
        Assert.True(client.IsClosed());
        world.LogOn();

        Assert.Equal(left, world.Venue.Exchange.OpenOrders(world.Venue.Account).Length);
    }

    [Fact]
    public async Task Book_AtDepthTen_KeepsItsChecksum()
    {
        await using KrakenFixWorld world = await KrakenFixWorld.StartAsync();
        RawFixClient client = world.LogOnToData();
        client.Send("x", (320, "i1"), (559, "0"), (55, "BTC/USD"));
        RawFixMessage listed = client.Receive("y");
        Assert.Equal(("1", "8"), (listed["2349"], listed["5010"]));
        client.Send("V", (262, "b"), (263, "1"), (264, "10"), (265, "1"), (267, "2"), (269, "0"), (269, "1"), (146, "1"), (55, "BTC/USD"));
        RawFixMessage snapshot = client.Receive("W");
        Dictionary<(string Side, decimal Price), decimal> book = [];
        foreach (Dictionary<string, string> entry in snapshot.Group("269"))
            book[(entry["269"], Parse(entry["270"]))] = Parse(entry["271"]);
        Assert.Equal(("O100.0", "B99.9"), (snapshot.Group("269")[0]["278"], snapshot.Group("269")[3]["278"]));
        Random random = new(23);
        int changes = 0;
        for (int step = 0; step < 60; step++)
        {
            world.Venue.Simulator.Market("BTC/USD").SetLevel(BookSide.Bid, 97.0m + (random.Next(29) * 0.1m), random.Next(3));
            world.Venue.Simulator.Market("BTC/USD").SetLevel(BookSide.Ask, 100.0m + (random.Next(29) * 0.1m), random.Next(3));
            world.Venue.Exchange.Publish();
        }

        world.Venue.Simulator.Market("BTC/USD").SetLevel(BookSide.Bid, 99.9m, 12.5m);
        world.Venue.Exchange.Publish();
        while (book.GetValueOrDefault(("0", 99.9m)) != 12.5m)
        {
            RawFixMessage change = client.Receive("X");
            foreach (Dictionary<string, string> entry in change.Group("279"))
            {
                (string, decimal) place = (entry["269"], Parse(entry["270"]));
                Assert.Equal(entry["279"] == "0", !book.ContainsKey(place));
                if (entry["279"] == "2")
                    book.Remove(place);
                else
                    book[place] = Parse(entry["271"]);
            }

            Assert.True(book.Count(level => level.Key.Side == "0") <= 10 && book.Count(level => level.Key.Side == "1") <= 10);
            Assert.Equal(Checksum(book).ToString(CultureInfo.InvariantCulture), change["5041"]);
            changes++;
        }

        Assert.InRange(changes, 30, 61);
    }

    [Fact]
    public async Task Fault_CorruptChecksum_IsSent()
    {
        await using KrakenFixWorld world = await KrakenFixWorld.StartAsync();
        RawFixClient client = world.LogOnToData();
        client.Send("V", (262, "b"), (263, "1"), (264, "1000"), (267, "2"), (269, "0"), (269, "1"), (146, "1"), (55, "BTC/USD"));
        client.Receive("W");
        world.Venue.Simulator.Faults.CorruptChecksums(1);
        world.Venue.Simulator.Market("BTC/USD").SetLevel(BookSide.Bid, 99.8m, 3m);
        world.Venue.Exchange.Publish();
        world.Venue.Simulator.Market("BTC/USD").SetLevel(BookSide.Bid, 99.8m, 4m);
        world.Venue.Exchange.Publish();
        Dictionary<(string Side, decimal Price), decimal> book = new()
        {
            [("1", 100.0m)] = 1m,
            [("1", 100.1m)] = 2m,
            [("1", 100.5m)] = 500m,
            [("0", 99.9m)] = 1m,
            [("0", 99.8m)] = 3m,
            [("0", 99.0m)] = 500m,
        };

        Assert.NotEqual(Checksum(book).ToString(CultureInfo.InvariantCulture), client.Receive("X")["5041"]);
        book[("0", 99.8m)] = 4m;
        Assert.Equal(Checksum(book).ToString(CultureInfo.InvariantCulture), client.Receive("X")["5041"]);
    }

    [Fact]
    public async Task Trades_ComeWithTheirTaker_AndWrongRequestsAreRefused()
    {
        await using KrakenFixWorld world = await KrakenFixWorld.StartAsync();
        RawFixClient data = world.LogOnToData();
        data.Send("V", (262, "bad"), (263, "1"), (264, "7"), (267, "1"), (269, "2"), (146, "1"), (55, "BTC/USD"));
        Assert.Equal("bad", data.Receive("Y")["262"]);
        data.Send("V", (262, "t"), (263, "1"), (264, "10"), (267, "1"), (269, "2"), (146, "1"), (55, "BTC/USD"));
        data.Send("x", (320, "i1"), (559, "4"));
        data.Receive("y");

        world.Venue.Exchange.Place(world.Venue.Account, new OrderRequest
        {
            ClientOrderId = "elsewhere",
            Symbol = "BTC/USD",
            Side = Core.Instruments.Side.Buy,
            Quantity = 1m,
            LimitPrice = 100m,
        });
        world.Venue.Exchange.Publish();

        RawFixMessage trade = data.Receive("X");
        Assert.Equal(("2", "1", "BTC/USD", null), (trade["269"], trade["2446"], trade["55"], trade["5041"]));
        Assert.Equal((100m, 1m), (trade.Number("270"), trade.Number("271")));
    }

    /// <summary>CRC-32 over asks up and bids down, price and size as digits without point and leading zeros; bit by bit.</summary>
    private static uint Checksum(Dictionary<(string Side, decimal Price), decimal> book)
    {
        StringBuilder text = new();
        foreach (KeyValuePair<(string Side, decimal Price), decimal> level in book.Where(level => level.Key.Side == "1").OrderBy(level => level.Key.Price).Take(10)
            .Concat(book.Where(level => level.Key.Side == "0").OrderByDescending(level => level.Key.Price).Take(10)))
        {
            text.Append(level.Key.Price.ToString("F1", CultureInfo.InvariantCulture).Replace(".", "", StringComparison.Ordinal).TrimStart('0'))
                .Append(level.Value.ToString("F8", CultureInfo.InvariantCulture).Replace(".", "", StringComparison.Ordinal).TrimStart('0'));
        }

        uint state = uint.MaxValue;
        foreach (byte value in Encoding.ASCII.GetBytes(text.ToString()))
        {
            state ^= value;
            for (int bit = 0; bit < 8; bit++)
                state = (state & 1) == 0 ? state >> 1 : (state >> 1) ^ 0xEDB88320;
        }

        return ~state;
    }

    private static (int, string)[] Order(string id, string side, string quantity, string price, string force) =>
        [(11, id), (38, quantity), (40, "2"), (44, price), (54, side), (55, "BTC/USD"), (59, force), (60, RawFixClient.TimeNow)];

    private static decimal Parse(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
