using System.Numerics;

namespace MarginRouter.Venues.Amm.Chain;

/// <summary>Recursive length prefix encoding (Ethereum yellow paper, appendix B), as far as a transaction needs it.</summary>
internal static class Rlp
{
    /// <summary>A string of bytes.</summary>
    public static byte[] Of(ReadOnlySpan<byte> data) =>
        data.Length == 1 && data[0] < 0x80 ? [data[0]] : [.. Prefix(0x80, data.Length), .. data];

    /// <summary>A number that is not negative: its bytes without leading zeros, zero as no byte.</summary>
    public static byte[] Of(BigInteger number) => Of(number.IsZero ? [] : number.ToByteArray(isUnsigned: true, isBigEndian: true));

    /// <summary>A list of items that are encoded already.</summary>
    public static byte[] List(params byte[][] items)
    {
        byte[] content = [.. items.SelectMany(item => item)];
        return [.. Prefix(0xC0, content.Length), .. content];
    }

    private static byte[] Prefix(int offset, int length)
    {
        if (length < 56)
            return [(byte)(offset + length)];
        byte[] size = new BigInteger(length).ToByteArray(isUnsigned: true, isBigEndian: true);
        return [(byte)(offset + 55 + size.Length), .. size];
    }
}
