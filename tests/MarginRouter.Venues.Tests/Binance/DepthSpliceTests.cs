using System.Text.Json;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Binance.MarketData;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Tests.Binance;

public sealed class DepthSpliceTests
{
    private readonly DepthUpdate update = new();
    private readonly DepthSplice splice = new(GridBook.For(TestInstruments.Spot(0.01m, 0.001m)), snapshotLevels: null, bufferLimit: 8);

    [Fact]
    public void OnSnapshot_EventsBefore_AreJoinedByTheirIds()
    {
        Assert.Equal(SpliceOutcome.Buffered, Event(DepthMessages.Spot(98, 100, bids: "99.00:1")));
        Assert.Equal(SpliceOutcome.Buffered, Event(DepthMessages.Spot(101, 103, bids: "100.00:0 99.50:2")));
        Assert.Equal(SpliceOutcome.Buffered, Event(DepthMessages.Spot(104, 104, asks: "101.50:3")));
        Assert.Equal(BookState.Empty, splice.Book.Book.State);

        Assert.Equal(SpliceOutcome.Applied, Snapshot(102, "100.00:1", "101.00:1"));
        Assert.Equal((104L, BookState.Live, 2L, 1L), (splice.Book.Book.Sequence, splice.Book.Book.State, splice.Applied, splice.Stale));
        Assert.Equal("99.50", splice.Book.Prices.Format(splice.Book.Book.Level(BookSide.Bid, 0).Price.Value));
        Assert.Equal(2, splice.Book.Book.Count(BookSide.Ask));
    }

    [Fact]
    public void OnSnapshot_OlderThanFirstEvent_IsRefusedAndEventsAreKept()
    {
        Event(DepthMessages.Spot(105, 106, bids: "99.00:1"));
        Assert.Equal(SpliceOutcome.SnapshotTooOld, Snapshot(102, "100.00:1", "101.00:1"));
        Assert.True(splice.NeedsSnapshot);
        Assert.Equal(BookState.Empty, splice.Book.Book.State);
        Assert.Equal(SpliceOutcome.Applied, Snapshot(105, "100.00:1", "101.00:1"));
        Assert.Equal(106, splice.Book.Book.Sequence);
    }

    [Fact]
    public void OnEvent_SpotGap_DropsUntilNextSnapshot()
    {
        Snapshot(100, "100.00:1", "101.00:1");
        Assert.Equal(SpliceOutcome.Applied, Event(DepthMessages.Spot(101, 102, bids: "99.00:1")));
        Assert.Equal(SpliceOutcome.Dropped, Event(DepthMessages.Spot(104, 105, bids: "98.00:1")));
        Assert.Equal((BookState.Gapped, 0, 1L), (splice.Book.Book.State, splice.Book.Book.Count(BookSide.Bid), splice.Gaps));
        Assert.Equal(SpliceOutcome.Buffered, Event(DepthMessages.Spot(106, 106, bids: "97.00:1")));
        Assert.Equal(SpliceOutcome.SnapshotTooOld, Snapshot(102, "100.00:1", "101.00:1"));
        Assert.Equal(SpliceOutcome.Applied, Snapshot(105, "98.00:1", "101.00:1"));
        Assert.Equal((106L, 2), (splice.Book.Book.Sequence, splice.Book.Book.Count(BookSide.Bid)));
    }

    [Fact]
    public void OnEvent_AlreadyContained_IsStale()
    {
        Snapshot(100, "100.00:1", "101.00:1");
        Assert.Equal(SpliceOutcome.Stale, Event(DepthMessages.Spot(99, 100, bids: "50.00:1")));
        Assert.Equal(1, splice.Book.Book.Count(BookSide.Bid));
    }

    [Theory]
    [InlineData(95, 99, 90, (int)SpliceOutcome.Stale)]
    [InlineData(95, 100, 90, (int)SpliceOutcome.Applied)]
    [InlineData(95, 105, 90, (int)SpliceOutcome.Applied)]
    [InlineData(103, 105, 100, (int)SpliceOutcome.Applied)]
    [InlineData(103, 105, 102, (int)SpliceOutcome.Dropped)]
    public void OnEvent_FirstFuturesEventAfterSnapshot_MayStraddleIt(long first, long last, long previous, int expected)
    {
        Snapshot(100, "100.00:1", "101.00:1");
        Assert.Equal((SpliceOutcome)expected, Event(DepthMessages.Futures(first, last, previous, bids: "99.00:1")));
    }

    [Fact]
    public void OnEvent_LaterFuturesEvents_ChainByPreviousId()
    {
        Snapshot(100, "100.00:1", "101.00:1");
        Assert.Equal(SpliceOutcome.Applied, Event(DepthMessages.Futures(95, 105, 90, bids: "99.00:1")));
        Assert.Equal(SpliceOutcome.Applied, Event(DepthMessages.Futures(108, 110, 105, bids: "98.00:1")));
        Assert.Equal(SpliceOutcome.Dropped, Event(DepthMessages.Futures(111, 112, 109, bids: "97.00:1")));
    }

    [Fact]
    public void OnEvent_CrossedBook_IsDroppedAsCrossed()
    {
        Snapshot(100, "100.00:1", "101.00:1");
        Assert.Equal(SpliceOutcome.Dropped, Event(DepthMessages.Spot(101, 101, bids: "101.00:1")));
        Assert.Equal((BookState.Crossed, 1L, true), (splice.Book.Book.State, splice.Crossed, splice.NeedsSnapshot));
        Assert.Equal(SpliceOutcome.Applied, Snapshot(102, "100.00:1", "101.00:1"));
    }

    [Fact]
    public void OnEvent_LevelOffTheGrid_DropsTheBook()
    {
        Snapshot(100, "100.00:1", "101.00:1");
        Assert.Equal(SpliceOutcome.Dropped, Event(DepthMessages.Spot(101, 101, bids: "99.005:1")));
        Assert.Equal((BookState.Gapped, 1L), (splice.Book.Book.State, splice.Unreadable));
    }

    [Fact]
    public void OnEvent_FullBuffer_ForgetsAndNeedsNewerSnapshot()
    {
        for (int id = 1; id <= 9; id++)
            Event(DepthMessages.Spot(id, id, bids: "99.00:1"));
        Assert.Equal(SpliceOutcome.SnapshotTooOld, Snapshot(5, "100.00:1", "101.00:1"));
        Assert.Equal(SpliceOutcome.Applied, Snapshot(8, "100.00:1", "101.00:1"));
        Assert.Equal(9, splice.Book.Book.Sequence);
    }

    /// <summary>However events and snapshots are cut and lost, a live book equals the one that every change was applied to.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void OnEvent_RandomLossAndSnapshots_NeverShowsAWrongBook(int seed)
    {
        Random random = new(seed);
        SortedDictionary<int, int> truth = new() { [9_000] = 1 };
        long id = 100;
        int live = 0;
        for (int step = 0; step < 3_000; step++)
        {
            long first = id + 1;
            id += random.Next(1, 4);
            int price = random.Next(8_000, 9_999);
            int size = random.Next(0, 5);
            truth[price] = size;
            if (size == 0)
                truth.Remove(price);
            if (random.Next(50) != 0)
                Event(DepthMessages.Spot(first, id, bids: $"{price / 100m}:{size}"));
            if (splice.NeedsSnapshot && random.Next(4) == 0)
                Snapshot(id, string.Join(' ', truth.Reverse().Select(level => $"{level.Key / 100m}:{level.Value}")), "200.00:1");
            if (splice.Book.Book.State != BookState.Live || splice.Book.Book.Sequence != id)
                continue;
            live++;
            Assert.True(
                truth.Reverse().Select(level => ((long)level.Key, level.Value * 1000L)).SequenceEqual(
                    Enumerable.Range(0, splice.Book.Book.Count(BookSide.Bid))
                        .Select(depth => splice.Book.Book.Level(BookSide.Bid, depth))
                        .Select(level => (level.Price.Value, level.Quantity.Value))),
                $"seed {seed}, step {step}");
        }

        Assert.True(live > 1_000, $"seed {seed}: the book was live at {live} steps only");
        Assert.True(splice.Gaps > 10, $"seed {seed}: {splice.Gaps} gaps");
    }

    private SpliceOutcome Event(byte[] message)
    {
        Assert.Equal(StreamKind.Depth, StreamEnvelope.Open(message, out Utf8JsonReader reader));
        DepthDecoder.Decode(ref reader, update);
        return splice.OnEvent(update);
    }

    private SpliceOutcome Snapshot(long last, string bids, string asks)
    {
        Assert.Equal(StreamKind.DepthSnapshot, StreamEnvelope.Open(DepthMessages.Snapshot(last, bids, asks), out Utf8JsonReader reader));
        DepthDecoder.Decode(ref reader, update);
        return splice.OnSnapshot(update);
    }
}
