namespace MarginRouter.Venues.Feeds;

/// <summary>CRC-32 as in IEEE 802.3 (reflected polynomial 0xEDB88320), which book checksums use. Four bytes a step.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Table = BuildTable();

    /// <summary>The checksum of a whole text.</summary>
    public static uint Compute(ReadOnlySpan<byte> text)
    {
        uint crc = uint.MaxValue;
        ReadOnlySpan<uint> table = Table;
        while (text.Length >= 4)
        {
            crc ^= (uint)(text[0] | (text[1] << 8) | (text[2] << 16)) | ((uint)text[3] << 24);
            crc = table[(int)(768 + (crc & 0xFF))]
                ^ table[(int)(512 + ((crc >> 8) & 0xFF))]
                ^ table[(int)(256 + ((crc >> 16) & 0xFF))]
                ^ table[(int)(crc >> 24)];
            text = text[4..];
        }

        foreach (byte value in text)
            crc = table[(int)((crc ^ value) & 0xFF)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] BuildTable()
    {
        uint[] table = new uint[4 * 256];
        for (uint i = 0; i < 256; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
                value = (value & 1) != 0 ? (value >> 1) ^ Polynomial : value >> 1;
            table[i] = value;
        }

        for (int i = 256; i < table.Length; i++)
            table[i] = (table[i - 256] >> 8) ^ table[(int)(table[i - 256] & 0xFF)];
        return table;
    }
}
