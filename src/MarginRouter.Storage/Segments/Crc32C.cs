using System.Buffers.Binary;
using System.Numerics;

namespace MarginRouter.Storage.Segments;

/// <summary>CRC-32C (Castagnoli, RFC 3720 appendix B.4), by the processor's instruction where there is one.</summary>
internal static class Crc32C
{
    /// <summary>The register before the first byte.</summary>
    public const uint Initial = uint.MaxValue;

    /// <summary>Feeds bytes into the register; the caller inverts the last result.</summary>
    public static uint Update(uint register, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            register = BitOperations.Crc32C(register, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (byte value in bytes)
            register = BitOperations.Crc32C(register, value);
        return register;
    }
}
