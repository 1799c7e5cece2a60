using System.Buffers.Text;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Okx.MarketData;

/// <summary>
/// OKX's legacy book checksum: CRC-32 over <c>bid1px:bid1sz:ask1px:ask1sz:bid2px...</c> of up to 25 levels a side, in the venue's own
/// text; where one side is shorter its parts are left out. OKX writes numbers without trailing zeros, so the text is made from the steps.
/// </summary>
internal sealed class OkxChecksum
{
    private const int Depth = 25;

    // A number has at most 19 digits, a point and, when it is small, zeros before them; two numbers with a separator, two sides.
    private const int LongestNumber = 40;

    private readonly byte[] text = new byte[Depth * 2 * 2 * (LongestNumber + 1)];
    private readonly BookLevel[] bids = new BookLevel[Depth];
    private readonly BookLevel[] asks = new BookLevel[Depth];

    /// <summary>The checksum of a book as it stands. Allocates nothing.</summary>
    public uint Compute(GridBook book)
    {
        int bidCount = book.Book.CopyTop(BookSide.Bid, bids);
        int askCount = book.Book.CopyTop(BookSide.Ask, asks);
        int length = 0;
        for (int i = 0; i < Math.Max(bidCount, askCount); i++)
        {
            if (i < bidCount)
                length = Write(book, bids[i], length);
            if (i < askCount)
                length = Write(book, asks[i], length);
        }

        return Crc32.Compute(text.AsSpan(0, Math.Max(0, length - 1)));
    }

    private int Write(GridBook book, BookLevel level, int length)
    {
        length = Write(book.Prices, level.Price.Value, length);
        return Write(book.Quantities, level.Quantity.Value, length);
    }

    private int Write(DecimalGrid grid, long steps, int length)
    {
        long number = checked(steps * grid.Step);
        int scale = grid.Scale;
        while (scale > 0 && number % 10 == 0)
        {
            number /= 10;
            scale--;
        }

        Span<byte> digits = stackalloc byte[20];
        if (!Utf8Formatter.TryFormat(number, digits, out int count))
            throw new InvalidOperationException("a number has more than twenty digits");
        length = Write(digits[..count], scale, length);
        text[length] = (byte)':';
        return length + 1;
    }

    private int Write(ReadOnlySpan<byte> digits, int scale, int length)
    {
        Span<byte> target = text.AsSpan(length, LongestNumber);
        int whole = digits.Length - scale;
        if (scale == 0)
        {
            digits.CopyTo(target);
            return length + digits.Length;
        }

        if (whole > 0)
        {
            digits[..whole].CopyTo(target);
            target[whole] = (byte)'.';
            digits[whole..].CopyTo(target[(whole + 1)..]);
            return length + digits.Length + 1;
        }

        target[0] = (byte)'0';
        target[1] = (byte)'.';
        target.Slice(2, -whole).Fill((byte)'0');
        digits.CopyTo(target[(2 - whole)..]);
        return length + 2 - whole + digits.Length;
    }
}
