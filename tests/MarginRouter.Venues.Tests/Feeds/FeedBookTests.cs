using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Bybit.MarketData;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Tests.Feeds;

public sealed class FeedBookTests
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(4);

    [Fact]
    public void Fail_StormOfFaults_AsksForSnapshotsEverLater()
    {
        FeedBook feed = Book();
        Instant now = Instant.FromMilliseconds(1_000_000);
        feed.Begin(now, due: false);
        List<long> waits = [];
        for (int i = 0; i < 6; i++)
        {
            Instant asked = feed.AskedAt;
            feed.Fail(now, First, Longest);
            waits.Add((feed.DueAt!.Value.NanosecondsSince(asked)) / Instant.NanosecondsPerMillisecond);
            Assert.False(feed.TakeDue(new Instant(feed.DueAt.Value.Nanoseconds - 1)));
            now = feed.DueAt.Value;
            Assert.True(feed.TakeDue(now));
            Assert.False(feed.TakeDue(now));
        }

        Assert.Equal([500, 1000, 2000, 4000, 4000, 4000], waits);
    }

    [Fact]
    public void Fail_AfterACalm_AsksAtOnce()
    {
        FeedBook feed = Book();
        Instant now = Instant.FromMilliseconds(1_000_000);
        feed.Begin(now, due: true);
        Assert.True(feed.TakeDue(now));
        for (int i = 0; i < 5; i++)
            feed.Fail(now, First, Longest);

        Instant later = now.PlusMilliseconds(9_000);
        feed.Fail(later, First, Longest);

        Assert.Equal(later, feed.DueAt);
    }

    [Fact]
    public void End_LiveBook_IsStaleWithoutLevels()
    {
        FeedBook feed = Book();
        BookMessage snapshot = new() { IsSnapshot = true, Sequence = 5 };
        Assert.True(DecimalText.TryParse("100"u8, out DecimalText hundred));
        snapshot.Add(new LevelChange(BookSide.Bid, hundred, hundred));
        Assert.Equal(BookOutcome.Applied, feed.Builder.Apply(snapshot));
        Assert.True(feed.IsLive);

        feed.End();

        Assert.Equal((BookState.Stale, 0, false), (feed.Builder.Book.State, feed.Builder.Book.Count(BookSide.Bid), feed.Builder.Synchronised));
    }

    private static FeedBook Book()
    {
        Instrument instrument = TestInstruments.Spot(0.1m, 0.001m);
        return new FeedBook(instrument, new BybitBook(GridBook.For(instrument)));
    }
}
