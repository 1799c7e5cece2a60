using System.Buffers.Binary;

namespace MarginRouter.Fix.Codec;

/// <summary>CheckSum (10): the sum of all bytes before the trailer, modulo 256.</summary>
internal static class FixChecksum
{
    private const ulong EvenBytes = 0x00FF00FF00FF00FF;

    /// <summary>
    /// Sum modulo 256. Eight bytes are added at a time in four lanes of sixteen bits; a lane holds 128 rounds of two bytes without
    /// carrying into its neighbour (128 x 2 x 255 = 65,280), so the lanes are folded after each such block.
    /// </summary>
    public static int Of(ReadOnlySpan<byte> bytes)
    {
        const int BlockBytes = 128 * sizeof(ulong);
        uint sum = 0;
        unchecked
        {
            while (bytes.Length >= sizeof(ulong))
            {
                int take = Math.Min(bytes.Length, BlockBytes) & ~(sizeof(ulong) - 1);
                sum += Fold(bytes[..take]);
                bytes = bytes[take..];
            }

            foreach (byte value in bytes)
                sum += value;
        }

        return (int)(sum & 0xFF);
    }

    private static uint Fold(ReadOnlySpan<byte> bytes)
    {
        ulong lanes = 0;
        unchecked
        {
            for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            {
                ulong word = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
                lanes += (word & EvenBytes) + ((word >> 8) & EvenBytes);
            }

            return (uint)((lanes & 0xFFFF) + ((lanes >> 16) & 0xFFFF) + ((lanes >> 32) & 0xFFFF) + (lanes >> 48));
        }
    }
}
