using System.Text;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.FixVenue;
using MarginRouter.Venues.FixVenue.Dialects;
using MarginRouter.Venues.FixVenue.Market;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Venues.Tests.FixVenue;

/// <summary>Books whose losses show in book update ids or in a checksum.</summary>
public sealed class DialectBookTests
{
    private static readonly Instrument Bitcoin = TestInstruments.Spot(0.1m, 0.00000001m, id: 0, symbol: "BTCUSD");
    private readonly RecordedSink sink = new();

    [Fact]
    public void UpdateIds_FollowedFromInsideTheSnapshot_KeepTheBook()
    {
        MarketDataFeed feed = Feed(new FixBookDialect { Continuity = FixContinuity.BookUpdateIds, MarksFromBook = true });
        Snapshot(feed, "25044=100|");
        Increment(feed, "268=1|279=1|270=99.9|271=2|269=0|55=BTCUSD|25043=95|25044=101");
        Increment(feed, "268=2|279=1|270=99.9|271=3|269=0|55=BTCUSD|25043=102|25044=104|279=2|270=100.1|269=1");
        Assert.Equal((BookState.Live, 104L, 0), (State, sink.Book(Bitcoin.Id)!.Sequence, sink.Book(Bitcoin.Id)!.Levels(BookSide.Ask).Length));
        Assert.Equal(100.0m, Assert.Single(sink.Events.OfType<MarkPriceReceived>()).Price);
    }

    [Fact]
    public void UpdateIds_InFragments_PublishOnceWhenTheLastHasCome()
    {
        MarketDataFeed feed = Feed(new FixBookDialect { Continuity = FixContinuity.BookUpdateIds });
        Snapshot(feed, "25044=100|");
        int before = sink.States.Count;
        Increment(feed, "893=N|268=1|279=0|270=100.0|271=2|269=0|55=BTCUSD|25043=101|25044=103");
        Assert.Equal(before, sink.States.Count);
        Increment(feed, "893=Y|268=1|279=0|270=99.8|271=7|269=0|55=BTCUSD|25043=101|25044=103");
        Assert.Equal([1000L, 999L, 998L], sink.Book(Bitcoin.Id)!.Levels(BookSide.Bid).ToArray().Select(level => level.Price.Value));
        Assert.Equal(BookState.Live, State);
    }

    [Theory]
    [InlineData("25043=102|25044=103", BookState.Gapped)]
    [InlineData("25043=98|25044=100", BookState.Live)]
    public void UpdateIds_GapOrOld_DropsOrPassesOver(string numbers, BookState expected)
    {
        MarketDataFeed feed = Feed(new FixBookDialect { Continuity = FixContinuity.BookUpdateIds });
        Snapshot(feed, "25044=100|");
        Increment(feed, $"268=1|279=1|270=99.9|271=2|269=0|55=BTCUSD|{numbers}");
        Assert.Equal(expected, State);
        if (expected == BookState.Live)
            Assert.Equal(100_000_000L, sink.Book(Bitcoin.Id)!.Levels(BookSide.Bid)[0].Quantity.Value);
    }

    [Fact]
    public void Checksum_OfTheTenBest_IsComparedAfterTheCut()
    {
        MarketDataFeed feed = Feed(new FixBookDialect { Continuity = FixContinuity.Checksum, CutsToDepth = true, Depths = [10] }, depth: 10);
        Snapshot(feed, "");
        uint right = Reference("1001100000000" + "1002250000000" + "9995500000" + "998900000000");
        Increment(feed, $"268=2|279=0|269=1|278=a|270=100.2|271=2.5|273=13:42:27.208|279=0|269=0|278=b|270=99.8|271=9|5041={Reference("1001100000000" + "1002250000000" + "999100000000" + "998900000000")}");
        Assert.Equal(BookState.Live, State);
        Increment(feed, $"268=1|279=1|269=0|278=c|270=99.9|271=0.055|5041={right}");
        Assert.Equal(BookState.Live, State);
        Increment(feed, $"268=1|279=1|269=0|278=c|270=99.9|271=0.056|5041={right}");
        Assert.Equal(BookState.Gapped, State);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(25, true)]
    public void Depth_ThatTheVenueDoesNotOffer_IsAFault(int depth, bool fits)
    {
        Assert.Equal(fits, new FixBookDialect { Depths = [10, 25, 100] }.DepthFault(depth) is null);
        Assert.Equal(fits, new FixBookDialect { DepthRange = (2, 5000) }.DepthFault(depth) is null);
    }

    private BookState State => sink.Book(Bitcoin.Id)!.State;

    /// <summary>Bit by bit, as IEEE 802.3 has it.</summary>
    private static uint Reference(string text)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in Encoding.ASCII.GetBytes(text))
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }

    private MarketDataFeed Feed(FixBookDialect dialect, int depth = 0)
    {
        FixVenueSessionOptions session = new() { Host = "127.0.0.1", Port = 1, SenderCompId = "A", TargetCompId = "B" };
        FixVenueOptions options = new()
        {
            Venue = new VenueId(0),
            Instruments = [Bitcoin],
            Accounts = [],
            MarketData = session,
            Dialect = new FixDialect { Books = dialect },
            BookDepth = depth,
        };
        return new MarketDataFeed(options, sink, new VenueReadiness(options.Venue, 0, sink), new SymbolTable(options.Instruments), NullLogger.Instance);
    }

    private static void Snapshot(MarketDataFeed feed, string numbers) =>
        Assert.Null(feed.Snapshot(FixText.Parse($"35=W|55=BTCUSD|{numbers}268=2|269=0|270=99.9|271=1|269=1|270=100.1|271=1"), new Instant(1_000_000_000)));

    private static void Increment(MarketDataFeed feed, string fields) =>
        Assert.Null(feed.Increment(FixText.Parse(fields.Contains("55=", StringComparison.Ordinal) ? $"35=X|{fields}" : $"35=X|55=BTCUSD|{fields}"), new Instant(1_100_000_000)));
}
