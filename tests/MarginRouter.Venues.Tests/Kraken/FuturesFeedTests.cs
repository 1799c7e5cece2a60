using System.Text;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;
using MarginRouter.Venues.Kraken;
using MarginRouter.Venues.Kraken.Futures;
using MarginRouter.Venues.Trading;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Venues.Tests.Kraken;

/// <summary>Frames, books and limits of Kraken futures.</summary>
public sealed class FuturesFeedTests
{
    private readonly FuturesDecoder decoder = new();

    [Theory]
    [InlineData("""{"event":"info","version":1}""", nameof(FrameKind.Answer))]
    [InlineData("""{"event":"subscribed","feed":"book","product_ids":["PF_XBTUSD"]}""", nameof(FrameKind.Answer))]
    [InlineData("""{"event":"unsubscribed","feed":"book","product_ids":["PF_XBTUSD"]}""", nameof(FrameKind.Answer))]
    [InlineData("""{"feed":"book","event":"subscribed","product_ids":["PF_XBTUSD"]}""", nameof(FrameKind.Answer))]
    [InlineData("""{"event":"alert","message":"Already subscribed to feed"}""", nameof(FrameKind.Answer))]
    [InlineData("""{"event":"alert","message":"Bad websocket message"}""", nameof(FrameKind.Status))]
    [InlineData("""{"event":"error","message":"Invalid product id"}""", nameof(FrameKind.Refusal))]
    [InlineData("""{"event":"subscribed_failed","feed":"ticker"}""", nameof(FrameKind.Refusal))]
    [InlineData("""{"feed":"heartbeat","time":1534262350627}""", nameof(FrameKind.Heartbeat))]
    [InlineData("""{"feed":"trade","product_id":"PF_XBTUSD","side":"sell","seq":7,"time":1534262350627,"qty":15.0,"price":10.5}""", nameof(FrameKind.Other))]
    [InlineData("""{"feed":"gossip"}""", nameof(FrameKind.Unknown))]
    [InlineData("""{}""", nameof(FrameKind.Unknown))]
    public void Frame_WithoutBook_IsNamed(string frame, string kind)
    {
        Assert.Equal(Enum.Parse<FrameKind>(kind), Decode(frame));
        Assert.Equal(0, decoder.Books.Count + decoder.Marks.Count);
    }

    [Fact]
    public void Ticker_WithFeedInTheMiddle_StatesMarkAndRelativeFunding()
    {
        Assert.Equal(FrameKind.Marks, Decode("""{"time":1676393235406,"product_id":"PF_XBTUSD","funding_rate":-0.03,"relative_funding_rate":-1.5e-06,"relative_funding_rate_prediction":-8e-06,"next_funding_rate_time":1676394000000,"feed":"ticker","bid":21978.5,"ask":21987.0,"markPrice":21979.68641534714}"""));
        MarkTick mark = Assert.Single(decoder.Marks);
        Assert.Equal(("PF_XBTUSD", 21979.68641534714m, -0.0000015m), (mark.Symbol, mark.Price.ToDecimal(), mark.FundingRate));
        Assert.Equal((Instant.FromMilliseconds(1_676_393_235_406), Instant.FromMilliseconds(1_676_394_000_000)), (mark.VenueTime, mark.NextFunding!.Value));
    }

    [Fact]
    public void Ticker_OfADatedFuture_HasNoFunding()
    {
        Decode("""{"time":1676393235406,"product_id":"FF_XBTUSD_230331","feed":"ticker","bid":21978.5,"markPrice":21979.0,"maturityTime":1680274800000}""");
        Assert.Equal((null, null), (decoder.Marks[0].FundingRate, decoder.Marks[0].NextFunding));
    }

    [Theory]
    [InlineData("""{"feed":"book","product_id":"PF_XBTUSD","side":"sell","price":1,"qty":0,"timestamp":1}""")]
    [InlineData("""{"feed":"book","product_id":"PF_XBTUSD","seq":1,"price":1,"qty":0,"timestamp":1}""")]
    [InlineData("""{"feed":"book","product_id":"PF_XBTUSD","seq":1,"side":"both","price":1,"qty":0,"timestamp":1}""")]
    [InlineData("""{"feed":"book","product_id":"PF_XBTUSD","seq":1,"side":"buy","price":1,"price":2,"qty":0,"timestamp":1}""")]
    [InlineData("""{"feed":"book_snapshot","seq":1,"bids":[],"asks":[]}""")]
    [InlineData("""{"feed":"book_snapshot","product_id":"PF_XBTUSD","seq":1,"bids":[]}""")]
    [InlineData("""{"feed":"book_snapshot","product_id":"PF_XBTUSD","seq":1,"bids":[{"price":1}],"asks":[]}""")]
    [InlineData("""{"feed":"ticker","markPrice":10.0}""")]
    [InlineData("""{"feed":"book""")]
    public void Frame_ThatBreaksTheProtocol_Throws(string frame)
    {
        Assert.ThrowsAny<JsonException>(() => Decode(frame));
        Assert.Equal(0, decoder.Books.Count);
    }

    [Fact]
    public void Book_WithALostUpdate_IsDroppedUntilASnapshot()
    {
        FuturesBook book = new(GridBook.Growing(0));
        Assert.Equal(BookOutcome.AwaitingSnapshot, Apply(book, Change(6, "buy", 100.0m, 1m)));
        Assert.Equal(BookOutcome.Applied, Apply(book, Snapshot(7)));
        Assert.Equal(BookOutcome.Applied, Apply(book, Change(8, "sell", 101.0m, 0m)));
        Assert.Equal((8L, 2, 1), (book.Book.Sequence, book.Book.Count(BookSide.Bid), book.Book.Count(BookSide.Ask)));
        Assert.Equal(BookOutcome.Stale, Apply(book, Change(8, "sell", 101.0m, 0m)));
        Assert.Equal(BookOutcome.SequenceGap, Apply(book, Change(10, "sell", 103.0m, 5m)));
        Assert.Equal((BookState.Gapped, 0), (book.Book.State, book.Book.Count(BookSide.Bid)));
        Assert.Equal(BookOutcome.AwaitingSnapshot, Apply(book, Change(11, "sell", 103.0m, 6m)));
        Assert.Equal(BookOutcome.Applied, Apply(book, Snapshot(20)));
        Assert.Equal((BookState.Live, 1L), (book.Book.State, book.Gaps));
    }

    [Fact]
    public void Book_WhoseSequenceFalls_IsDropped()
    {
        FuturesBook book = new(GridBook.Growing(0));
        Apply(book, Snapshot(7));
        Assert.Equal(BookOutcome.SequenceGap, Apply(book, Change(3, "buy", 100.0m, 1m)));
    }

    [Fact]
    public void DecodeAndApply_SteadyState_AllocatesNothing()
    {
        FuturesBook book = new(GridBook.Growing(0));
        byte[][] frames = [.. Enumerable.Range(8, 2_000).Select(number => Encoding.UTF8.GetBytes(Change(number, "buy", 99.5m, number % 2)))];
        byte[] ticker = [.. """{"time":1676393235406,"product_id":"PF_XBTUSD","relative_funding_rate":-1.5e-06,"next_funding_rate_time":1676394000000,"feed":"ticker","markPrice":99.75}"""u8];
        Apply(book, Snapshot(7));
        Play(book, frames.AsSpan(0, 100), ticker);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Play(book, frames.AsSpan(100), ticker);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(2_000, book.Updates);
    }

    [Fact]
    public void Create_WithAnAccountOrTooRareAPing_IsRefused()
    {
        TradingOptions options = Options();
        Assert.Contains("market data alone", Refusal(options with { Accounts = [new TradingAccountOptions(new SubaccountId(0), "key", "secret")] }), StringComparison.Ordinal);
        Assert.Contains("ping more often", Refusal(options with { Feed = options.Feed with { PingInterval = TimeSpan.FromMinutes(1), LivenessLimit = TimeSpan.FromMinutes(3) } }), StringComparison.Ordinal);
    }

    private static string Refusal(TradingOptions options) => Assert.Throws<VenueConfigurationException>(
        () => KrakenFuturesVenue.Create(options, new AdapterServices(new RecordedSink(), TimeProvider.System, NullLogger.Instance))).Message;

    private static TradingOptions Options() => new()
    {
        Feed = new FeedOptions
        {
            Venue = new VenueId(0),
            Name = "futures",
            Socket = new Uri("ws://127.0.0.1:1"),
            Rest = new Uri("http://127.0.0.1:1"),
            Instruments = [TestInstruments.Spot(0.5m, 1m, symbol: "PF_XBTUSD") with { Kind = InstrumentKind.LinearPerpetual }],
        },
        PrivateSocket = new Uri("ws://127.0.0.1:1"),
        Accounts = [],
        ClientOrderIds = new Core.Orders.ClientOrderIdFormat("tst"),
    };

    private void Play(FuturesBook book, ReadOnlySpan<byte[]> frames, byte[] ticker)
    {
        foreach (byte[] frame in frames)
        {
            decoder.Decode(frame);
            book.Apply(decoder.Books[0]);
            decoder.Decode(ticker);
        }
    }

    private BookOutcome Apply(FuturesBook book, string frame)
    {
        Assert.Equal(FrameKind.Book, Decode(frame));
        return book.Apply(decoder.Books[0]);
    }

    private FrameKind Decode(string frame) => decoder.Decode(Encoding.UTF8.GetBytes(frame));

    private static string Snapshot(long sequence) =>
        $$"""{"feed":"book_snapshot","product_id":"PF_XBTUSD","timestamp":1612269825817,"seq":{{sequence}},"tickSize":null,"bids":[{"price":100.0,"qty":2.0},{"price":99.0,"qty":1.0}],"asks":[{"price":101.0,"qty":3.0},{"price":102.0,"qty":4.0}]}""";

    private static string Change(long sequence, string side, decimal price, decimal quantity) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $$"""{"feed":"book","product_id":"PF_XBTUSD","side":"{{side}}","seq":{{sequence}},"price":{{price}},"qty":{{quantity}},"timestamp":1612269953629}""");
}
