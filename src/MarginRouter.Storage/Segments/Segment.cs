namespace MarginRouter.Storage.Segments;

/// <summary>What the log knows of one of its segments: where it begins and ends, and how to find records in it.</summary>
internal sealed class Segment(SegmentHeader header, long fileBytes)
{
    public SegmentHeader Header { get; } = header;

    public string Name { get; } = SegmentHeader.NameOf(header.FirstPosition);

    public SegmentIndex Index { get; } = new(fileBytes);

    /// <summary>Offset after the last record.</summary>
    public long End { get; set; } = SegmentHeader.Bytes;

    /// <summary>Position of the last record; one less than the first when the segment is empty.</summary>
    public long LastPosition { get; set; } = header.FirstPosition - 1;

    /// <summary>The first record's place.</summary>
    public IndexEntry Start => new(Header.FirstPosition, SegmentHeader.Bytes);
}
