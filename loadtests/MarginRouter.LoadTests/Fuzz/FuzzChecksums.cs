using System.Globalization;
using System.Text;

namespace MarginRouter.LoadTests.Fuzz;

/// <summary>Checksums of hand-made books, from the text that the venues describe; bit by bit, so that it shares nothing with the product.</summary>
internal static class FuzzChecksums
{
    /// <summary>Kraken: all asks, then all bids, digits alone; here separated by spaces for the eye.</summary>
    public static string Kraken(string asks, string bids) =>
        Crc((asks + bids).Replace(" ", "", StringComparison.Ordinal)).ToString(CultureInfo.InvariantCulture);

    /// <summary>OKX: the text as it is, and the result as a signed number.</summary>
    public static string Okx(string text) => unchecked((int)Crc(text)).ToString(CultureInfo.InvariantCulture);

    private static uint Crc(string text)
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
}
