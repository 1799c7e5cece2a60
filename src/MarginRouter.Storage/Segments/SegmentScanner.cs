using MarginRouter.Storage.Files;

namespace MarginRouter.Storage.Segments;

/// <summary>
/// Walks the records of one segment in order, verifying checksum and position of each, through a window that it
/// reads in large pieces. Stops before the first byte that is not the expected record; what is there is for
/// <see cref="SegmentTail"/> to judge.
/// </summary>
internal sealed class SegmentScanner
{
    private readonly ISegmentFile file;
    private readonly SegmentHeader header;
    private byte[] window;
    private long windowStart;
    private int windowLength;
    private int payloadStart;

    /// <param name="file">The segment.</param>
    /// <param name="header">Its header.</param>
    /// <param name="start">Offset and position of the record to begin with.</param>
    /// <param name="window">Buffer to read through; may be shared by scanners that follow one another.</param>
    public SegmentScanner(ISegmentFile file, SegmentHeader header, IndexEntry start, byte[] window)
    {
        this.file = file;
        this.header = header;
        this.window = window;
        End = start.Offset;
        NextPosition = start.Position;
    }

    /// <summary>Offset after the last record seen.</summary>
    public long End { get; private set; }

    /// <summary>Position that the next record must have.</summary>
    public long NextPosition { get; private set; }

    /// <summary>The present record's header.</summary>
    public RecordHeader Record { get; private set; }

    /// <summary>The present record's offset in the file.</summary>
    public long Offset { get; private set; }

    /// <summary>The present record's payload, valid until the next move.</summary>
    public ReadOnlySpan<byte> Payload => window.AsSpan(payloadStart, Record.PayloadLength);

    /// <summary>The window, which may have grown for a large record.</summary>
    public byte[] Window => window;

    /// <summary>Goes to the next record of the caller, passing over sync marks.</summary>
    public bool MoveNext()
    {
        while (TryReadAt(End, out RecordHeader record, out int index))
        {
            long expected = record.IsSyncMark ? NextPosition - 1 : NextPosition;
            if (record.Position != expected)
                return false;
            Offset = End;
            End += RecordFormat.SizeOf(record.PayloadLength);
            if (record.IsSyncMark)
                continue;
            NextPosition++;
            Record = record;
            payloadStart = index + RecordFormat.HeaderBytes;
            return true;
        }

        return false;
    }

    private bool TryReadAt(long offset, out RecordHeader record, out int index)
    {
        record = default;
        index = Fill(offset, RecordFormat.HeaderBytes);
        if (Available(index) < RecordFormat.HeaderBytes)
            return false;
        long size = RecordFormat.ClaimedSize(window.AsSpan(index));
        if (size > Available(index))
        {
            // A length that leads past the end is no length; asking the file first keeps the window from growing to it.
            if (size > file.Length - offset)
                return false;
            index = Fill(offset, (int)size);
        }

        return RecordFormat.TryRead(window.AsSpan(index, Available(index)), header.SeedAt(offset), out record);
    }

    /// <summary>Brings at least <paramref name="count"/> bytes into the window, if the file has them; returns their index.</summary>
    private int Fill(long offset, int count)
    {
        if (offset >= windowStart && offset + count <= windowStart + windowLength)
            return (int)(offset - windowStart);
        if (count > window.Length)
            window = new byte[count];
        windowStart = offset;
        windowLength = file.Read(window, offset);
        return 0;
    }

    private int Available(int index) => windowLength - index;
}
