using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;

namespace MarginRouter.Core.Tests.MarketData;

public sealed class BookImageTests
{
    private static readonly InstrumentId Instrument = new(0);

    [Fact]
    public void Fill_DeeperBook_KeepsBestLevels()
    {
        OrderBook book = Book();
        var image = new BookImage(Instrument, 2);
        image.Fill(book, new Instant(77));
        Assert.Equal(2, image.Levels(BookSide.Bid).Length);
        Assert.Equal(book.Level(BookSide.Ask, 1), image.Levels(BookSide.Ask)[1]);
        Assert.Equal((book.Sequence, book.VenueTime, new Instant(77)), (image.Sequence, image.VenueTime, image.ReceivedAt));
    }

    [Theory]
    [InlineData(BookState.Gapped)]
    [InlineData(BookState.Empty)]
    public void Fill_DroppedBook_ShowsNoLevels(BookState state)
    {
        OrderBook book = Book();
        var image = new BookImage(Instrument, 5);
        image.Fill(book, new Instant(1));
        book.Drop(state);
        image.Fill(book, new Instant(2));
        Assert.Equal(state, image.State);
        Assert.Equal(0, image.Levels(BookSide.Bid).Length + image.Levels(BookSide.Ask).Length);
    }

    [Fact]
    public void Fill_StaleBook_ShowsNoLevels()
    {
        OrderBook book = Book();
        book.MarkStale();
        var image = new BookImage(Instrument, 5);
        image.Fill(book, new Instant(1));
        Assert.Equal(BookState.Stale, image.State);
        Assert.Equal(0, image.Levels(BookSide.Ask).Length);
    }

    [Fact]
    public void CopyFrom_SameInstrument_IsEqualAndOtherThrows()
    {
        OrderBook book = Book();
        var image = new BookImage(Instrument, 5);
        image.Fill(book, new Instant(4));
        var copy = new BookImage(Instrument, 5);
        copy.CopyFrom(image);
        image.Touch(new Instant(9));
        Assert.True(image.Levels(BookSide.Bid).SequenceEqual(copy.Levels(BookSide.Bid)));
        Assert.Equal(new Instant(4), copy.ReceivedAt);
        Assert.Equal(new Instant(9), image.ReceivedAt);
        Assert.Throws<ArgumentException>(() => copy.CopyFrom(new BookImage(new InstrumentId(1), 5)));
    }

    private static OrderBook Book()
    {
        var book = new OrderBook(Instrument, 4);
        for (int i = 0; i < 3; i++)
        {
            book.Set(BookSide.Bid, new PriceTicks(100 - i), new QuantityLots(i + 1));
            book.Set(BookSide.Ask, new PriceTicks(101 + i), new QuantityLots(i + 1));
        }

        Assert.True(book.Commit(5, new Instant(6)));
        return book;
    }
}
