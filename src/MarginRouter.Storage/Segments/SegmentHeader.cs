using System.Buffers.Binary;
using System.Globalization;
using MarginRouter.Storage.Files;

namespace MarginRouter.Storage.Segments;

/// <summary>
/// The first 32 bytes of a segment file, little endian: magic (8), version of this layout (1), the caller's content
/// format (1), zero (6), first position (8), zero (4), CRC-32C of the 28 bytes before (4).
/// </summary>
/// <param name="FirstPosition">Position of the segment's first record.</param>
/// <param name="ContentFormat">The caller's format of payloads.</param>
/// <param name="Checksum">The header's own checksum, which seeds those of its records.</param>
internal readonly record struct SegmentHeader(long FirstPosition, byte ContentFormat, uint Checksum)
{
    public const int Bytes = 32;
    public const string Extension = ".segment";

    private const byte LayoutVersion = 1;
    private const int LayoutAt = 8;
    private const int ContentAt = 9;
    private const int FirstPositionAt = 16;
    private const int ChecksumAt = 28;

    private static ReadOnlySpan<byte> Magic => "SEGMLOG\n"u8;

    /// <summary>The seed of the checksum of a record at that offset.</summary>
    public uint SeedAt(long offset) => Checksum ^ (uint)offset;

    /// <summary>The file's name: its first position in 19 digits, so that names sort as positions do.</summary>
    public static string NameOf(long firstPosition) =>
        firstPosition.ToString("D19", CultureInfo.InvariantCulture) + Extension;

    /// <summary>Encodes the header and returns it with its checksum.</summary>
    public static SegmentHeader Write(Span<byte> destination, long firstPosition, byte contentFormat)
    {
        destination[..Bytes].Clear();
        Magic.CopyTo(destination);
        destination[LayoutAt] = LayoutVersion;
        destination[ContentAt] = contentFormat;
        BinaryPrimitives.WriteInt64LittleEndian(destination[FirstPositionAt..], firstPosition);
        uint checksum = ~Crc32C.Update(Crc32C.Initial, destination[..ChecksumAt]);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[ChecksumAt..], checksum);
        return new SegmentHeader(firstPosition, contentFormat, checksum);
    }

    /// <summary>
    /// Reads and checks the header. A segment gets its name only after its header is durable, so a bad one is corruption.
    /// </summary>
    public static SegmentHeader Read(ISegmentFile file, string path, long firstPosition, byte contentFormat)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        if (file.Read(bytes, 0) < Bytes || !bytes.StartsWith(Magic))
            throw new CorruptSegmentException(path, 0, firstPosition, "no segment header");
        uint checksum = BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumAt..]);
        if (checksum != ~Crc32C.Update(Crc32C.Initial, bytes[..ChecksumAt]))
            throw new CorruptSegmentException(path, 0, firstPosition, "checksum of the segment header is wrong");
        if (bytes[LayoutAt] != LayoutVersion || bytes[ContentAt] != contentFormat)
            throw new SegmentFormatException(path, bytes[LayoutAt], bytes[ContentAt], contentFormat);
        if (BinaryPrimitives.ReadInt64LittleEndian(bytes[FirstPositionAt..]) != firstPosition)
            throw new CorruptSegmentException(path, FirstPositionAt, firstPosition, "first position differs from the file's name");
        return new SegmentHeader(firstPosition, contentFormat, checksum);
    }
}
