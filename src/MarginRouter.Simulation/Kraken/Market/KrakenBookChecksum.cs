using System.Buffers.Text;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Kraken.Market;

/// <summary>
/// The checksum that follows every book message: CRC-32 over the ten best asks from the best up, then the ten best bids from the
/// best down, each level as price digits and quantity digits without point and leading zeros
/// (docs.kraken.com, guide "book checksum v2").
/// </summary>
internal static class KrakenBookChecksum
{
    /// <summary>Levels a side that enter the checksum.</summary>
    public const int Levels = 10;

    /// <summary>The checksum of a book given best first.</summary>
    public static uint Compute(KrakenPair pair, ReadOnlySpan<BookLevel> asks, ReadOnlySpan<BookLevel> bids)
    {
        uint state = Append(Crc32.Start, pair, asks);
        state = Append(state, pair, bids);
        return Crc32.Finish(state);
    }

    private static uint Append(uint state, KrakenPair pair, ReadOnlySpan<BookLevel> levels)
    {
        Span<byte> digits = stackalloc byte[20];
        foreach (BookLevel level in levels[..Math.Min(Levels, levels.Length)])
        {
            state = Append(state, pair.PriceUnits(level.Price), digits);
            state = Append(state, pair.QuantityUnits(level.Quantity), digits);
        }

        return state;
    }

    private static uint Append(uint state, long units, Span<byte> digits) =>
        Utf8Formatter.TryFormat(units, digits, out int length)
            ? Crc32.Append(state, digits[..length])
            : throw new InvalidOperationException($"{units} does not fit 20 digits");
}
