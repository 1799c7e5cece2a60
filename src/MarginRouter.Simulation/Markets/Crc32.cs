namespace MarginRouter.Simulation.Markets;

/// <summary>CRC-32 (IEEE 802.3, reflected, polynomial 0xEDB88320), the checksum of books; byte by byte over a table.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private static readonly uint[] Table = BuildTable();

    /// <summary>The state before the first byte.</summary>
    public const uint Start = uint.MaxValue;

    /// <summary>Takes more bytes into the state.</summary>
    public static uint Append(uint state, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
            state = (state >> 8) ^ Table[(state ^ value) & 0xFF];
        return state;
    }

    /// <summary>The checksum of everything taken in.</summary>
    public static uint Finish(uint state) => ~state;

    private static uint[] BuildTable()
    {
        uint[] table = new uint[256];
        for (uint index = 0; index < table.Length; index++)
        {
            uint value = index;
            for (int bit = 0; bit < 8; bit++)
                value = (value & 1) == 1 ? (value >> 1) ^ Polynomial : value >> 1;
            table[index] = value;
        }

        return table;
    }
}
