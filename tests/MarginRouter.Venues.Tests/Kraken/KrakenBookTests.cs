using System.Text;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;
using MarginRouter.Venues.Kraken.Books;

namespace MarginRouter.Venues.Tests.Kraken;

/// <summary>Faults and edges of one book: what is applied, what drops the book, and what revives it.</summary>
public sealed class KrakenBookTests
{
    private readonly SpotV2Decoder decoder = new();
    private readonly OracleBook oracle = new(10, 1, 8);

    [Fact]
    public void Crc32_StandardCheckText_GivesTheStandardValue() =>
        Assert.Equal(0xCBF43926u, Crc32.Compute("123456789"u8));

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("abc")]
    [InlineData("abcdefghijklmnopqrstu")]
    public void Crc32_AnyLength_EqualsTheByteWiseDefinition(string text)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
        }

        Assert.Equal(~crc, Crc32.Compute(bytes));
    }

    [Fact]
    public void ApplySpot_FewerThanTenLevels_ChecksumCoversWhatThereIs()
    {
        // By the rule, asks first: "0.05005" and "0.00000500" become 5005 and 500, then bid "0.05000", "0.00000100" become 5000 and 100.
        KrakenBook book = new(GridBook.Growing(0));
        string frame = """{"channel":"book","type":"snapshot","data":[{"symbol":"X/Y","bids":[{"price":0.05000,"qty":0.00000100}],"asks":[{"price":0.05005,"qty":0.00000500}],"checksum":CRC,"timestamp":"2026-08-24T22:21:58Z"}]}"""
            .Replace("CRC", Crc32.Compute("50055005000100"u8).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal(BookOutcome.Applied, Apply(book, frame));
        Assert.Equal(1, book.ChecksumsPassed);
    }

    [Fact]
    public void ApplySpot_InstrumentGrid_ChecksumIsThatOfTheWrittenText()
    {
        // The tick is a multiple of the last written decimal (0.5 with two decimals) and the lot is coarser than the text.
        KrakenBook book = new(GridBook.For(KrakenInstruments.Pair("BTC/USD", tick: 0.5m, lot: 0.001m)));
        OracleBook text = new(10, 2, 8);
        text.Set(true, 100.50m, 1.234m);
        text.Set(false, 101.00m, 0.002m);
        Assert.Equal(BookOutcome.Applied, Apply(book, text.V2("snapshot", "BTC/USD", text.All(), text.Checksum())));
        Assert.Equal(new BookLevel(new PriceTicks(201), new QuantityLots(1234)), book.Book.Level(BookSide.Bid, 0));
    }

    [Fact]
    public void ApplySpot_PriceBetweenTicks_DropsTheBook()
    {
        KrakenBook book = new(GridBook.For(KrakenInstruments.Pair("BTC/USD", tick: 0.5m, lot: 0.001m)));
        oracle.Set(true, 100.3m, 1m);
        Assert.Equal(BookOutcome.OffGrid, Apply(book, oracle.V2("snapshot", "BTC/USD", oracle.All(), oracle.Checksum())));
        Assert.Equal(BookState.Gapped, book.Book.State);
        Assert.Equal(0, book.Book.Count(BookSide.Bid));
    }

    [Fact]
    public void ApplySpot_WrongChecksum_DropsUntilTheNextSnapshot()
    {
        KrakenBook book = new(GridBook.Growing(0));
        oracle.Set(true, 100.0m, 1m);
        oracle.Set(false, 100.1m, 2m);
        string snapshot = oracle.V2("snapshot", "BTC/USD", oracle.All(), oracle.Checksum());
        string badUpdate = oracle.V2("update", "BTC/USD", [(true, 99.9m, 5m)], oracle.Checksum());

        Assert.Equal(BookOutcome.Applied, Apply(book, snapshot));
        Assert.Equal(BookOutcome.ChecksumFailed, Apply(book, badUpdate));
        Assert.Equal((BookState.Gapped, 0, 0), (book.Book.State, book.Book.Count(BookSide.Bid), book.Book.Count(BookSide.Ask)));
        Assert.Equal(BookOutcome.AwaitingSnapshot, Apply(book, badUpdate));
        Assert.Equal(BookState.Gapped, book.Book.State);
        Assert.Equal(BookOutcome.Applied, Apply(book, snapshot));
        Assert.Equal(BookState.Live, book.Book.State);
    }

    [Fact]
    public void ApplySpot_BidAtAsk_IsCrossed()
    {
        KrakenBook book = new(GridBook.Growing(0));
        oracle.Set(true, 100.1m, 1m);
        oracle.Set(false, 100.1m, 2m);
        Assert.Equal(BookOutcome.Crossed, Apply(book, oracle.V2("snapshot", "BTC/USD", oracle.All(), oracle.Checksum())));
        Assert.Equal(BookState.Crossed, book.Book.State);
    }

    [Fact]
    public void ApplySpot_LevelPushedOutOfTheDepth_DoesNotResurface()
    {
        KrakenBook book = new(GridBook.Growing(0));
        for (int i = 0; i < 10; i++)
            oracle.Set(true, 100 - i, 1m);
        oracle.Set(false, 200, 1m);
        Apply(book, oracle.V2("snapshot", "BTC/USD", oracle.All(), oracle.Checksum()));

        oracle.Set(true, 101, 1m);
        oracle.Cut();
        Apply(book, oracle.V2("update", "BTC/USD", [(true, 101m, 1m)], oracle.Checksum()));
        oracle.Set(true, 101, 0m);
        Assert.Equal(BookOutcome.Applied, Apply(book, oracle.V2("update", "BTC/USD", [(true, 101m, 0m)], oracle.Checksum())));
        Assert.Equal(9, book.Book.Count(BookSide.Bid));
    }

    [Fact]
    public void DecodeAndApply_SteadyState_AllocatesNothing()
    {
        KrakenBook book = new(GridBook.Growing(0));
        for (int i = 0; i < 10; i++)
        {
            oracle.Set(true, 1000 - i, 1m);
            oracle.Set(false, 1001 + i, 1m);
        }

        byte[] snapshot = Encoding.UTF8.GetBytes(oracle.V2("snapshot", "BTC/USD", oracle.All(), oracle.Checksum()));
        oracle.Set(true, 1000, 2m);
        byte[] first = Encoding.UTF8.GetBytes(oracle.V2("update", "BTC/USD", [(true, 1000m, 2m)], oracle.Checksum()));
        oracle.Set(true, 1000, 3m);
        byte[] second = Encoding.UTF8.GetBytes(oracle.V2("update", "BTC/USD", [(true, 1000m, 3m)], oracle.Checksum()));
        byte[] ticker = """{"channel":"ticker","type":"update","data":[{"symbol":"BTC/USD","bid":105944.2,"ask":105944.3,"last":105899.4,"timestamp":"2022-12-25T09:30:59.123456Z"}]}"""u8.ToArray();
        byte[] heartbeat = """{"channel":"heartbeat"}"""u8.ToArray();
        Assert.Equal(BookOutcome.Applied, Feed(book, snapshot));
        Play(book, first, second, ticker, heartbeat, 50);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Play(book, first, second, ticker, heartbeat, 2_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(4_101, book.ChecksumsPassed);
    }

    private void Play(KrakenBook book, byte[] first, byte[] second, byte[] ticker, byte[] heartbeat, int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            Feed(book, first);
            decoder.Decode(ticker);
            Feed(book, second);
            decoder.Decode(heartbeat);
        }
    }

    private BookOutcome Feed(KrakenBook book, byte[] frame)
    {
        decoder.Decode(frame);
        return book.ApplySpot(decoder.Book, 10);
    }

    private BookOutcome Apply(KrakenBook book, string frame) => Feed(book, Encoding.UTF8.GetBytes(frame));
}
