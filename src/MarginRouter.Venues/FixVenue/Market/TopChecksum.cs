using System.Buffers.Text;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.FixVenue.Market;

/// <summary>
/// CRC-32 over the ten best asks, then the ten best bids, best first: of each level the price without point and leading zeros, then the size
/// likewise, both written with the digits of the instrument's tick and lot. Allocates nothing.
/// </summary>
internal sealed class TopChecksum
{
    private const int Depth = 10;
    private const int LongestNumber = 20;
    private readonly byte[] text = new byte[2 * Depth * 2 * LongestNumber];
    private readonly BookLevel[] top = new BookLevel[Depth];

    /// <summary>The checksum of a book as it stands.</summary>
    public uint Compute(GridBook book)
    {
        int length = Write(book, BookSide.Ask, 0);
        length = Write(book, BookSide.Bid, length);
        return Crc32.Compute(text.AsSpan(0, length));
    }

    private int Write(GridBook book, BookSide side, int length)
    {
        int count = book.Book.CopyTop(side, top);
        for (int i = 0; i < count; i++)
        {
            length += Write(top[i].Price.Value * book.Prices.Step, length);
            length += Write(top[i].Quantity.Value * book.Quantities.Step, length);
        }

        return length;
    }

    private int Write(long number, int at) =>
        Utf8Formatter.TryFormat(number, text.AsSpan(at), out int written) ? written : throw new InvalidOperationException("The checksum buffer is too small");
}
