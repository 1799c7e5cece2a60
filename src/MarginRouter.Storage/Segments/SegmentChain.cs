using MarginRouter.Storage.Files;

namespace MarginRouter.Storage.Segments;

/// <summary>The rules that tie a closed segment to its successor.</summary>
internal static class SegmentChain
{
    /// <summary>
    /// A closed segment was synced before its successor was made: nothing may be torn in it, and the successor
    /// begins with the very next position.
    /// </summary>
    /// <exception cref="CorruptSegmentException">One of these does not hold.</exception>
    public static void RequireWhole(
        ISegmentFile file, string path, SegmentHeader header, IndexEntry next, long nextFirstPosition)
    {
        if (SegmentTail.Inspect(file, header, next).Verdict != TailVerdict.Clean)
            throw DamagedRecord(path, next);
        if (next.Position != nextFirstPosition)
        {
            throw new CorruptSegmentException(
                path, next.Offset, next.Position, $"the segment ends here, yet the next one begins with record {nextFirstPosition}");
        }
    }

    /// <summary>The record that should be there is not readable although it had been durable.</summary>
    public static CorruptSegmentException DamagedRecord(string path, IndexEntry missing) =>
        new(path, missing.Offset, missing.Position, "checksum, length or position of a durable record is wrong");
}
