using System.Buffers.Binary;

namespace MarginRouter.Storage.Segments;

/// <summary>
/// The bytes of a record, little endian, padded with zeros to a multiple of eight:
/// payload length (4), checksum (4), position (8), unsynced records (4), kind (1), type (1), zero (2), payload.
/// The checksum covers everything but itself, and is seeded with the segment's own checksum and the record's offset,
/// so that the image of a record in another place, a payload that holds one included, is not taken for a record.
/// A position is at least 1, hence 24 zero bytes are never a record.
/// </summary>
internal static class RecordFormat
{
    public const int HeaderBytes = 24;
    public const int Alignment = 8;

    private const int ChecksumAt = 4;
    private const int PositionAt = 8;
    private const int UnsyncedAt = 16;
    private const int KindAt = 20;
    private const int TypeAt = 21;
    private const int ReservedAt = 22;
    private const byte CallerRecord = 1;
    private const byte SyncMark = 2;

    /// <summary>Bytes on disk of a record with that payload.</summary>
    public static long SizeOf(long payloadLength) => (HeaderBytes + payloadLength + (Alignment - 1)) & ~(Alignment - 1L);

    /// <summary>Encodes into exactly <see cref="SizeOf"/> bytes.</summary>
    public static void Write(Span<byte> destination, in RecordHeader header, ReadOnlySpan<byte> payload, uint seed)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, header.PayloadLength);
        BinaryPrimitives.WriteInt64LittleEndian(destination[PositionAt..], header.Position);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[UnsyncedAt..], header.UnsyncedRecords);
        destination[KindAt] = header.Kind;
        destination[TypeAt] = header.IsSyncMark ? SyncMark : CallerRecord;
        destination[ReservedAt] = 0;
        destination[ReservedAt + 1] = 0;
        payload.CopyTo(destination[HeaderBytes..]);
        destination[(HeaderBytes + payload.Length)..].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(destination[ChecksumAt..], Checksum(destination, seed));
    }

    /// <summary>The size on disk that the header at the start of <paramref name="bytes"/> claims; unverified.</summary>
    public static long ClaimedSize(ReadOnlySpan<byte> bytes) => SizeOf(BinaryPrimitives.ReadUInt32LittleEndian(bytes));

    /// <summary>Decodes the record at the start of <paramref name="bytes"/>; false when it is not one, whole and intact.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, uint seed, out RecordHeader header)
    {
        header = default;
        if (bytes.Length < HeaderBytes)
            return false;
        long position = BinaryPrimitives.ReadInt64LittleEndian(bytes[PositionAt..]);
        byte type = bytes[TypeAt];
        long size = ClaimedSize(bytes);
        if (position < 1 || size > bytes.Length || type is not (CallerRecord or SyncMark))
            return false;
        ReadOnlySpan<byte> record = bytes[..(int)size];
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumAt..]) != Checksum(record, seed))
            return false;
        header = new RecordHeader(
            BinaryPrimitives.ReadInt32LittleEndian(bytes),
            position,
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[UnsyncedAt..]),
            bytes[KindAt],
            type == SyncMark);
        return true;
    }

    private static uint Checksum(ReadOnlySpan<byte> record, uint seed)
    {
        uint register = Crc32C.Update(Crc32C.Initial ^ seed, record[..ChecksumAt]);
        return ~Crc32C.Update(register, record[PositionAt..]);
    }
}
