using MarginRouter.Storage.Files;

namespace MarginRouter.Storage.Segments;

/// <summary>
/// Judges the bytes behind the last good record. A crash may persist the later pages of a batch and lose the earlier
/// ones, so intact records behind a hole do not by themselves prove corruption. Each record tells up to which position
/// the log was durable when it was written: if any of them, or a sync mark, vouches for the missing position,
/// then that record had been on the disk and was damaged afterwards.
/// </summary>
/// <param name="Verdict">What it is.</param>
/// <param name="Bytes">Bytes up to the last one that is not zero.</param>
/// <param name="IntactRecords">Intact records behind the hole; they go when the tail is cut.</param>
internal readonly record struct SegmentTail(TailVerdict Verdict, long Bytes, int IntactRecords)
{
    /// <summary>Inspects a segment from the place where the record <paramref name="missing"/> should begin.</summary>
    public static SegmentTail Inspect(ISegmentFile file, SegmentHeader header, IndexEntry missing)
    {
        if (IsZeroFrom(file, missing.Offset))
            return new SegmentTail(TailVerdict.Clean, 0, 0);
        byte[] bytes = new byte[file.Length - missing.Offset];
        int read = file.Read(bytes, missing.Offset);
        int used = bytes.AsSpan(0, read).LastIndexOfAnyExcept((byte)0) + 1;
        return Judge(bytes.AsSpan(0, read), used, header, missing);
    }

    // Nearly always so; found out in small pieces, as a preallocated rest may be a whole segment.
    private static bool IsZeroFrom(ISegmentFile file, long offset)
    {
        byte[] piece = new byte[64 * 1024];
        int read;
        do
        {
            read = file.Read(piece, offset);
            if (piece.AsSpan(0, read).ContainsAnyExcept((byte)0))
                return false;
            offset += read;
        }
        while (read == piece.Length);
        return true;
    }

    private static SegmentTail Judge(ReadOnlySpan<byte> bytes, int used, SegmentHeader header, IndexEntry missing)
    {
        int intact = 0;
        int index = 0;
        while (index < used)
        {
            if (!RecordFormat.TryRead(bytes[index..], header.SeedAt(missing.Offset + index), out RecordHeader record))
            {
                index += RecordFormat.Alignment;
                continue;
            }

            // An intact record of an earlier position cannot stand here: cutting a tail erases it for good.
            if (record.DurableBefore >= missing.Position || (record.Position < missing.Position && !record.IsSyncMark))
                return new SegmentTail(TailVerdict.Corrupt, used, intact);
            intact += record.IsSyncMark ? 0 : 1;
            index += (int)RecordFormat.SizeOf(record.PayloadLength);
        }

        return new SegmentTail(TailVerdict.Torn, used, intact);
    }
}
