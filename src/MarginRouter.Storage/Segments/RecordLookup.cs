using MarginRouter.Storage.Files;

namespace MarginRouter.Storage.Segments;

/// <summary>Random reads over the segments of an open log. Keeps the file of the segment read last open.</summary>
internal sealed class RecordLookup(ISegmentDirectory directory, List<Segment> segments) : IDisposable
{
    private byte[] window = new byte[64 * 1024];
    private ISegmentFile? file;
    private Segment? fileSegment;

    /// <summary>The indexed record at or shortly before a position that is kept or behind the end.</summary>
    public IndexEntry StartFor(long position)
    {
        Segment segment = segments[SegmentOf(position)];
        return segment.Index.Find(position, segment.Start);
    }

    /// <summary>Finds a record whose position is known to be kept and written.</summary>
    public LogRecord Find(long position)
    {
        Segment segment = segments[SegmentOf(position)];
        SegmentScanner scanner = new(Open(segment), segment.Header, StartFor(position), window);
        while (scanner.MoveNext())
        {
            if (scanner.Record.Position == position)
                return Deliver(scanner, segment);
        }

        throw SegmentChain.DamagedRecord(
            directory.PathOf(segment.Name), new IndexEntry(scanner.NextPosition, scanner.End));
    }

    /// <summary>Reads the record at an address.</summary>
    public LogRecord Find(RecordAddress address)
    {
        int index = SegmentOf(address.SegmentFirstPosition);
        if (index < 0 || segments[index].Header.FirstPosition != address.SegmentFirstPosition)
            throw new ArgumentOutOfRangeException(nameof(address), address, "no segment begins with that position");
        Segment segment = segments[index];
        if (address.Offset < SegmentHeader.Bytes || address.Offset >= segment.End)
            throw new ArgumentOutOfRangeException(nameof(address), address, "the segment has no record there");

        ISegmentFile open = Open(segment);
        int read = open.Read(window, address.Offset);
        if (read >= RecordFormat.HeaderBytes)
        {
            long size = RecordFormat.ClaimedSize(window);
            if (size > window.Length && size <= segment.End - address.Offset)
            {
                window = new byte[size];
                read = open.Read(window, address.Offset);
            }
        }

        if (!RecordFormat.TryRead(window.AsSpan(0, read), segment.Header.SeedAt(address.Offset), out RecordHeader record)
            || record.IsSyncMark)
        {
            throw new CorruptSegmentException(
                directory.PathOf(segment.Name), address.Offset, 0, "no intact record at that address");
        }

        return new LogRecord(
            record.Position, record.Kind, window.AsSpan(RecordFormat.HeaderBytes, record.PayloadLength), address);
    }

    /// <summary>Closes the file of a segment that is about to be deleted.</summary>
    public void Forget(Segment segment)
    {
        if (fileSegment == segment)
            Dispose();
    }

    public void Dispose()
    {
        file?.Dispose();
        file = null;
        fileSegment = null;
    }

    private LogRecord Deliver(SegmentScanner scanner, Segment segment)
    {
        window = scanner.Window;
        RecordHeader record = scanner.Record;
        return new LogRecord(
            record.Position, record.Kind, scanner.Payload, new RecordAddress(segment.Header.FirstPosition, scanner.Offset));
    }

    private int SegmentOf(long position)
    {
        int low = 0;
        int high = segments.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (segments[middle].Header.FirstPosition <= position)
                low = middle + 1;
            else
                high = middle;
        }

        return low - 1;
    }

    private ISegmentFile Open(Segment segment)
    {
        if (fileSegment == segment)
            return file!;
        Dispose();
        file = directory.Open(segment.Name, writable: false);
        fileSegment = segment;
        return file;
    }
}
