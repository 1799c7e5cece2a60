using System.Buffers.Text;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Kraken.Books;

/// <summary>
/// Kraken's spot book checksum (docs.kraken.com, book-checksum-v1 and -v2): CRC-32 over the ten best asks, then the ten best bids, best
/// first; of each level the price text without point and leading zeros, then the size text likewise. The text without point and leading
/// zeros is the value as a whole number at the pair's written precision, so it is made again exactly from the book's steps.
/// </summary>
internal sealed class BookChecksum
{
    private const int Depth = 10;

    // A long has at most 19 digits; twenty levels of two numbers.
    private readonly byte[] text = new byte[2 * Depth * 2 * 20];
    private readonly BookLevel[] top = new BookLevel[Depth];

    /// <summary>The checksum of a book as it stands. Allocates nothing. Throws <see cref="OverflowException"/> past 63 bits.</summary>
    public uint Compute(GridBook book)
    {
        long priceFactor = Factor(book.Prices);
        long quantityFactor = Factor(book.Quantities);
        int length = Write(book.Book, BookSide.Ask, 0, priceFactor, quantityFactor);
        length = Write(book.Book, BookSide.Bid, length, priceFactor, quantityFactor);
        return Crc32.Compute(text.AsSpan(0, length));
    }

    private static long Factor(DecimalGrid grid)
    {
        int zeros = Math.Max(0, grid.WrittenScale - grid.Scale);
        return zeros <= 18 ? grid.Step * DecimalText.PowerOfTen(zeros) : throw new OverflowException($"a number was written with {zeros} zeros");
    }

    private int Write(OrderBook book, BookSide side, int length, long priceFactor, long quantityFactor)
    {
        int count = book.CopyTop(side, top);
        for (int i = 0; i < count; i++)
        {
            length += Write(top[i].Price.Value * priceFactor, text.AsSpan(length));
            length += Write(top[i].Quantity.Value * quantityFactor, text.AsSpan(length));
        }

        return length;
    }

    private static int Write(long number, Span<byte> target) =>
        Utf8Formatter.TryFormat(number, target, out int written) ? written : throw new InvalidOperationException("The checksum buffer is too small");
}
