using MarginRouter.Core.MarketData;
using MarginRouter.Fix.Codec;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Tests.FixVenue;

public sealed class FixVenueMarketDataTests
{
    [Theory]
    [InlineData(0, 1UL)]
    [InlineData(20, 2UL)]
    [InlineData(1, 3UL)]
    public async Task Book_OverManySteps_IsTheMarketAtItsDepth(int depth, ulong seed)
    {
        await using FixTestVenue venue = await FixTestVenue.StartAsync(options => options with
        {
            Markets = [new SimulatedMarketOptions(TestInstruments.SpotBitcoin, new GeneratedBookSource(TestInstruments.SpotBitcoin, new GeneratedBookOptions
            {
                Path = new ReferencePricePath(seed, 62_800),
                Seed = seed,
                TopQuantity = 0.5m,
                Depth = 60,
            }))],
        });
        FixTestClient client = venue.ConnectData();
        client.Send(FixTestVenue.Subscribe("md1", depth));
        FixClientBook book = new();
        book.Snapshot(client.Next(FixMsgType.MarketDataSnapshot));

        for (int step = 0; step < 200; step++)
            venue.Exchange.Step();
        client.Send(FixTestVenue.Subscribe("end", depth, '0'));
        FixMessage message;
        while ((message = client.Next()).MessageType == FixMsgType.MarketDataIncremental)
            Assert.True(book.Update(message), $"gap after {book.Sequence}, seed {seed}");

        FixClientBook atOnce = new();
        atOnce.Snapshot(message);
        Assert.Equal(atOnce.Text, book.Text);
        Assert.Equal(atOnce.Sequence, book.Sequence);
        Assert.Equal(TextOf(venue.Simulator.Market(FixTestVenue.Symbol).Copy(depth == 0 ? int.MaxValue : depth)), book.Text);
        Assert.True(book.Sequence > 100, $"only {book.Sequence} updates, seed {seed}");
    }

    [Fact]
    public async Task SkipTicks_LeavesAGapInRptSeqThatANewSnapshotHeals()
    {
        await using FixTestVenue venue = await FixTestVenue.StartAsync();
        FixTestClient client = venue.ConnectData();
        client.Send(FixTestVenue.Subscribe("md1"));
        FixClientBook book = new();
        book.Snapshot(client.Next(FixMsgType.MarketDataSnapshot));
        Change(venue, 99.80m);
        Assert.True(book.Update(client.Next(FixMsgType.MarketDataIncremental)));

        venue.Simulator.Faults.SkipTicks(FixTestVenue.Symbol, 1);
        Change(venue, 99.70m);
        Change(venue, 99.60m);
        Assert.False(book.Update(client.Next(FixMsgType.MarketDataIncremental)));

        client.Send(FixTestVenue.Subscribe("md1", type: '2'));
        client.Send(FixTestVenue.Subscribe("md2"));
        book.Snapshot(client.Next(FixMsgType.MarketDataSnapshot));
        Assert.Equal(TextOf(venue.Simulator.Market(FixTestVenue.Symbol).Copy()), book.Text);
        Change(venue, 99.50m);
        FixMessage update = client.Next(FixMsgType.MarketDataIncremental);
        Assert.Equal("md2", update.GetText(FixTag.MDReqID));
        Assert.True(book.Update(update));
    }

    [Fact]
    public async Task Unsubscribe_EndsTheUpdates()
    {
        await using FixTestVenue venue = await FixTestVenue.StartAsync();
        FixTestClient client = venue.ConnectData();
        client.Send(FixTestVenue.Subscribe("md1"));
        client.Next(FixMsgType.MarketDataSnapshot);
        client.Send(FixTestVenue.Subscribe("md1", type: '2'));
        client.Send(FixTestVenue.Subscribe("probe", type: '0'));
        client.Next(FixMsgType.MarketDataSnapshot);

        Change(venue, 99.80m);
        client.Send(FixTestVenue.Subscribe("probe", type: '0'));

        client.Next(FixMsgType.MarketDataSnapshot);
    }

    [Fact]
    public async Task Reconnect_BringsNoOldMarketData()
    {
        await using FixTestVenue venue = await FixTestVenue.StartAsync();
        FixTestClient client = venue.ConnectData();
        client.Send(FixTestVenue.Subscribe("md1"));
        client.Next(FixMsgType.MarketDataSnapshot);
        client.Cut();
        Assert.Equal("logout", client.NextEvent());
        client.NextEvent();
        Change(venue, 99.80m);

        Assert.Equal("logon", client.Connect());
        client.Send(FixTestVenue.Subscribe("md2"));

        Assert.Equal("md2", client.Next(FixMsgType.MarketDataSnapshot).GetText(FixTag.MDReqID));
    }

    [Theory]
    [InlineData("ETHUSDT", 0, '1', "0")]
    [InlineData(null, -1, '1', "5")]
    [InlineData(null, 0, '7', "4")]
    public async Task Request_ThatCannotBeServed_IsRejectedWithItsReason(string? symbol, int depth, char type, string reason)
    {
        await using FixTestVenue venue = await FixTestVenue.StartAsync();
        FixTestClient client = venue.ConnectData();

        client.Send(FixTestVenue.Subscribe("md1", depth, type, symbol));

        FixMessage reject = client.Next(FixMsgType.MarketDataRequestReject);
        Assert.Equal("md1", reject.GetText(FixTag.MDReqID));
        Assert.Equal(reason, reject.GetText(FixTag.MDReqRejReason));
    }

    [Fact]
    public async Task Request_WithAnIdThatIsOpen_IsRejectedAsDuplicate()
    {
        await using FixTestVenue venue = await FixTestVenue.StartAsync();
        FixTestClient client = venue.ConnectData();
        client.Send(FixTestVenue.Subscribe("md1"));
        client.Next(FixMsgType.MarketDataSnapshot);

        client.Send(FixTestVenue.Subscribe("md1"));

        Assert.Equal("1", client.Next(FixMsgType.MarketDataRequestReject).GetText(FixTag.MDReqRejReason));
    }

    [Fact]
    public async Task UnsupportedMessage_GetsABusinessReject()
    {
        await using FixTestVenue venue = await FixTestVenue.StartAsync();
        FixTestClient client = venue.ConnectData();

        client.Send(new FixMessageWriter().Begin(FixMsgType.News).Append(148, "hello"));

        FixMessage reject = client.Next(FixMsgType.BusinessMessageReject);
        Assert.Equal("B", reject.GetText(FixTag.RefMsgType));
        Assert.Equal("3", reject.GetText(FixTag.BusinessRejectReason));
    }

    private static void Change(FixTestVenue venue, decimal bid)
    {
        venue.Simulator.Market(FixTestVenue.Symbol).SetLevel(BookSide.Bid, bid, 3);
        venue.Exchange.Publish();
    }

    private static string TextOf(BookCopy copy) => string.Join(' ', copy.Bids.Concat(copy.Asks).Select(level =>
        $"{TestInstruments.SpotBitcoin.Price(level.Price):F2}:{TestInstruments.SpotBitcoin.Quantity(level.Quantity):F5}"));
}
