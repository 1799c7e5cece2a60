using MarginRouter.Storage.Files;

namespace MarginRouter.Storage.Segments;

/// <summary>
/// Brings a log directory into a state that can be appended to: verifies every record, cuts a torn tail off the last
/// segment, and makes sure that all that is kept is durable.
/// </summary>
internal sealed class SegmentRecovery(ISegmentDirectory directory, SegmentLogOptions options)
{
    private byte[] window = new byte[1024 * 1024];

    /// <summary>The segments, ascending; at least one.</summary>
    public List<Segment> Segments { get; } = [];

    /// <summary>What was cut off, if anything.</summary>
    public TornTailRepair? Repair { get; private set; }

    /// <summary>Runs the recovery and returns the open file of the last segment, ready for appends.</summary>
    public ISegmentFile Run()
    {
        SegmentFiles.DeleteTemporary(directory);
        List<long> firstPositions = SegmentFiles.FirstPositions(directory);
        if (firstPositions.Count == 0)
        {
            ISegmentFile created = SegmentFiles.CreateBlank(directory, options);
            Segments.Add(SegmentFiles.Name(directory, options, created, 1));
            return created;
        }

        for (int i = 0; i < firstPositions.Count - 1; i++)
            VerifyClosedSegment(firstPositions[i], firstPositions[i + 1]);
        return OpenLastSegment(firstPositions[^1]);
    }

    private void VerifyClosedSegment(long firstPosition, long nextFirstPosition)
    {
        using ISegmentFile file = directory.Open(SegmentHeader.NameOf(firstPosition), writable: false);
        Segment segment = Scan(file, firstPosition);
        SegmentChain.RequireWhole(file, directory.PathOf(segment.Name), segment.Header, NextRecordOf(segment), nextFirstPosition);
        Segments.Add(segment);
    }

    private ISegmentFile OpenLastSegment(long firstPosition)
    {
        string name = SegmentHeader.NameOf(firstPosition);
        ISegmentFile file = directory.Open(name, writable: true);
        try
        {
            Segment segment = Scan(file, firstPosition);
            SegmentTail tail = SegmentTail.Inspect(file, segment.Header, NextRecordOf(segment));
            if (tail.Verdict == TailVerdict.Corrupt)
                throw SegmentChain.DamagedRecord(directory.PathOf(name), NextRecordOf(segment));
            if (tail.Verdict == TailVerdict.Torn)
                CutTail(file, segment, tail);
            if (options.Preallocate)
                SegmentFiles.FillWithZeros(file, Math.Max(file.Length, segment.End), options.SegmentBytes);

            // Records of a killed process may so far be in the system's cache only.
            file.Sync();
            directory.Sync();
            Segments.Add(segment);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private Segment Scan(ISegmentFile file, long firstPosition)
    {
        string path = directory.PathOf(SegmentHeader.NameOf(firstPosition));
        SegmentHeader header = SegmentHeader.Read(file, path, firstPosition, options.ContentFormat);
        Segment segment = new(header, Math.Max(file.Length, options.SegmentBytes));
        SegmentScanner scanner = new(file, header, segment.Start, window);
        while (scanner.MoveNext())
            segment.Index.Add(scanner.Record.Position, scanner.Offset);
        window = scanner.Window;
        segment.End = scanner.End;
        segment.LastPosition = scanner.NextPosition - 1;
        return segment;
    }

    // Cutting, and not only writing on from here: an intact record behind the hole would otherwise come back to life
    // when a later record happens to end where it begins. The caller's sync makes the cut durable before any append.
    private void CutTail(ISegmentFile file, Segment segment, SegmentTail tail)
    {
        file.SetLength(segment.End);
        Repair = new TornTailRepair(
            directory.PathOf(segment.Name), segment.End, tail.Bytes, tail.IntactRecords, segment.LastPosition);
    }

    private static IndexEntry NextRecordOf(Segment segment) => new(segment.LastPosition + 1, segment.End);
}
