using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.FixVenue;
using MarginRouter.Venues.FixVenue.Market;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Venues.Tests.FixVenue;

/// <summary>Snapshots and increments in the shapes that venues differ in; faults.</summary>
public sealed class MarketDataFeedTests
{
    private static readonly Instrument Bitcoin = TestInstruments.Spot(0.5m, 0.001m, id: 0, symbol: "BTCUSD");
    private static readonly Instrument Ether = TestInstruments.Spot(0.01m, 0.01m, id: 1, symbol: "ETHUSD");

    private readonly RecordedSink sink = new();
    private readonly MarketDataFeed feed;

    public MarketDataFeedTests()
    {
        FixVenueSessionOptions session = new() { Host = "127.0.0.1", Port = 1, SenderCompId = "A", TargetCompId = "B" };
        FixVenueOptions options = new() { Venue = new VenueId(0), Instruments = [Bitcoin, Ether], Accounts = [], MarketData = session };
        feed = new MarketDataFeed(options, sink, new VenueReadiness(options.Venue, 0, sink), new SymbolTable(options.Instruments), NullLogger.Instance);
    }

    [Fact]
    public void Increment_OneNumberPerEntry_IsFollowed()
    {
        Snapshot("BTCUSD", 7);
        Increment("268=2|279=1|269=0|55=BTCUSD|270=99.5|271=2|83=8|279=2|269=1|55=BTCUSD|270=100.5|83=9");
        Assert.Equal((BookState.Live, 9L, 2000L, 0), Bid(Bitcoin));
    }

    [Fact]
    public void Increment_OneNumberPerMessageAndSymbolOnce_IsFollowed()
    {
        Snapshot("BTCUSD", 7);
        Increment("268=2|279=1|269=0|55=BTCUSD|270=99.5|271=2|83=8|279=2|269=1|270=100.5|83=8");
        Increment("268=1|279=0|269=1|55=BTCUSD|270=101|271=5|83=9");
        Assert.Equal((BookState.Live, 9L, 2000L, 1), Bid(Bitcoin));
    }

    [Fact]
    public void Increment_TwoSymbols_EachHasItsOwnSequence()
    {
        Snapshot("BTCUSD", 7);
        Snapshot("ETHUSD", 100);
        Increment("268=2|279=1|269=0|55=BTCUSD|270=99.5|271=2|83=8|279=1|269=0|55=ETHUSD|270=99.5|271=3|83=101");
        Assert.Equal((BookState.Live, 8L, 2000L, 1), Bid(Bitcoin));
        Assert.Equal((BookState.Live, 101L, 300L, 1), Bid(Ether));
    }

    [Fact]
    public void Increment_NumberLeftOut_DropsTheBookUntilASnapshot()
    {
        Snapshot("BTCUSD", 7);
        Increment("268=1|279=1|269=0|55=BTCUSD|270=99.5|271=2|83=9");
        Assert.Equal(BookState.Gapped, sink.Book(Bitcoin.Id)!.State);
        Increment("268=1|279=1|269=0|55=BTCUSD|270=99.5|271=2|83=10");
        Assert.Equal(BookState.Gapped, sink.Book(Bitcoin.Id)!.State);
        Snapshot("BTCUSD", 20);
        Assert.Equal((BookState.Live, 20L, 1000L, 1), Bid(Bitcoin));
    }

    [Fact]
    public void Increment_OlderThanTheSnapshot_IsPassedOver()
    {
        Snapshot("BTCUSD", 7);
        Increment("268=1|279=1|269=0|55=BTCUSD|270=99.5|271=2|83=7");
        Assert.Equal((BookState.Live, 7L, 1000L, 1), Bid(Bitcoin));
    }

    [Fact]
    public void Increment_BidAtAsk_IsCrossed()
    {
        Snapshot("BTCUSD", 7);
        Increment("268=1|279=0|269=0|55=BTCUSD|270=100.5|271=2|83=8");
        Assert.Equal(BookState.Crossed, sink.Book(Bitcoin.Id)!.State);
    }

    [Theory]
    [InlineData("270=99.7|271=2")]
    [InlineData("270=99.5|271=0.0005")]
    [InlineData("270=99.5")]
    public void Increment_NumberOffTheGridOrMissing_DropsTheBook(string numbers)
    {
        Snapshot("BTCUSD", 7);
        Increment($"268=1|279=0|269=0|55=BTCUSD|{numbers}|83=8");
        Assert.Equal(BookState.Gapped, sink.Book(Bitcoin.Id)!.State);
    }

    [Fact]
    public void Snapshot_UnnumberedVenue_TakesIncrementsAsTheyCome()
    {
        Assert.Null(feed.Snapshot(FixText.Parse("35=W|55=BTCUSD|268=2|269=0|270=99.5|271=1|269=1|270=100.5|271=1"), new Instant(1)));
        Increment("268=1|279=1|269=0|55=BTCUSD|270=99.5|271=4");
        Assert.Equal((BookState.Live, 0L, 4000L, 1), Bid(Bitcoin));
    }

    [Fact]
    public void Snapshot_UnknownSymbol_IsRefused() =>
        Assert.NotNull(feed.Snapshot(FixText.Parse("35=W|55=XRPUSD|268=1|269=0|270=99.5|271=1"), new Instant(1)));

    [Fact]
    public void Increment_SteadyState_AllocatesNothing()
    {
        Snapshot("BTCUSD", 1);
        Quiet quiet = new();
        FixVenueSessionOptions session = new() { Host = "127.0.0.1", Port = 1, SenderCompId = "A", TargetCompId = "B" };
        FixVenueOptions options = new() { Venue = new VenueId(0), Instruments = [Bitcoin], Accounts = [], MarketData = session };
        MarketDataFeed busy = new(options, quiet, new VenueReadiness(options.Venue, 0, quiet), new SymbolTable(options.Instruments), NullLogger.Instance);
        Fix.Codec.FixMessage snapshot = FixText.Parse("35=W|55=BTCUSD|268=2|269=0|270=99.5|271=1|269=1|270=100.5|271=1");
        Fix.Codec.FixMessage update = FixText.Parse("35=X|52=20261121-22:00:00.123456|268=2|279=1|269=0|55=BTCUSD|270=99.5|271=2|279=0|269=1|270=101|271=3.5");
        busy.Snapshot(snapshot, new Instant(1));
        for (int i = 0; i < 100; i++)
            busy.Increment(update, new Instant(2));

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 2_000; i++)
            busy.Increment(update, new Instant(3));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(2_101, quiet.Books);
    }

    private void Snapshot(string symbol, long sequence) => Assert.Null(feed.Snapshot(
        FixText.Parse($"35=W|55={symbol}|83={sequence}|268=2|269=0|270=99.5|271={(symbol == "BTCUSD" ? "1" : "1.00")}|269=1|270=100.5|271=1"), new Instant(1)));

    private void Increment(string group) => Assert.Null(feed.Increment(FixText.Parse("35=X|" + group), new Instant(2)));

    private (BookState State, long Sequence, long BestBidLots, int Asks) Bid(Instrument instrument)
    {
        BookImage book = sink.Book(instrument.Id)!;
        return (book.State, book.Sequence, book.Levels(BookSide.Bid)[0].Quantity.Value, book.Levels(BookSide.Ask).Length);
    }

    private sealed class Quiet : IVenueEventSink
    {
        public int Books { get; private set; }

        public void OnBook(OrderBook book, Instant receivedAt) => Books++;

        public void OnLiveness(InstrumentId instrument, Instant receivedAt)
        {
        }

        public void OnEvent(Core.Engine.Events.InboundEvent inbound)
        {
        }
    }
}
