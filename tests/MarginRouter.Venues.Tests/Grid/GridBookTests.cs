using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Grid;
using MarginRouter.Venues.Recordings;

namespace MarginRouter.Venues.Tests.Grid;

public sealed class GridBookTests
{
    [Fact]
    public void TrySet_FinerNumberOnGrowingGrid_KeepsEarlierLevels()
    {
        GridBook book = GridBook.Growing(0);
        Assert.True(book.TrySet(BookSide.Bid, "100"u8, "5"u8));
        Assert.True(book.TrySet(BookSide.Bid, "99.25"u8, "0.001"u8));
        Assert.True(book.TrySet(BookSide.Ask, "100.50"u8, "2.00000000"u8));
        Assert.True(book.Book.Commit(7, Instant.FromMilliseconds(1)));

        BookReport report = BookReport.Of(book);
        Assert.Equal(["100.00", "5.00000000"], report.Bid);
        Assert.Equal(["100.50", "2.00000000"], report.Ask);
        Assert.Equal((2, 1, 7L, "Live"), (report.BidLevels, report.AskLevels, report.Sequence, report.State));
        Assert.Equal(new BookLevel(new PriceTicks(9925), new QuantityLots(1)), book.Book.Level(BookSide.Bid, 1));
    }

    [Fact]
    public void TrySet_BetweenStepsOfAnInstrument_IsRefused()
    {
        GridBook book = GridBook.For(TestInstruments.Spot(tickSize: 0.5m, lotSize: 0.001m));
        Assert.True(book.TrySet(BookSide.Bid, "100.50"u8, "0.0010"u8));
        Assert.False(book.TrySet(BookSide.Bid, "100.25"u8, "0.001"u8));
        Assert.False(book.TrySet(BookSide.Bid, "100.50"u8, "0.0005"u8));
        Assert.False(book.TrySet(BookSide.Bid, "-1"u8, "1"u8));
        Assert.Equal(new BookLevel(new PriceTicks(201), new QuantityLots(1)), book.Book.Level(BookSide.Bid, 0));
    }

    [Theory]
    [InlineData(0.01, "61602.01", 6160201)]
    [InlineData(10, "61600", 6160)]
    [InlineData(0.25, "1.75", 7)]
    public void TrySteps_FixedGrid_CountsSteps(double size, string text, long steps)
    {
        DecimalGrid grid = DecimalGrid.Of((decimal)size);
        Assert.True(DecimalText.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out DecimalText value));
        Assert.True(grid.TrySteps(value, out long counted));
        Assert.Equal(steps, counted);
        Assert.Equal(text, grid.Format(steps));
    }
}
