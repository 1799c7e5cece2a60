using MarginRouter.Storage.Files;

namespace MarginRouter.Storage.Segments;

/// <summary>
/// Writes the last segment of a log and begins the next one when it is full. Lets failures of the device through;
/// after one, its state is undefined and the owner must not call it again but to dispose it.
/// </summary>
internal sealed class SegmentWriter : IDisposable
{
    private const int StagingBytes = 256 * 1024;
    private readonly ISegmentDirectory directory;
    private readonly SegmentLogOptions options;
    private readonly List<Segment> segments;
    private readonly byte[] staging;
    private Segment active;
    private ISegmentFile file;
    private SpareSegment? spare;
    private int staged;
    private bool hasUnmarkedRecords;

    /// <param name="directory">Where the segments are.</param>
    /// <param name="options">Sizes and preallocation.</param>
    /// <param name="segments">All segments; those begun are added.</param>
    /// <param name="file">The open file of the last one, all of it durable.</param>
    public SegmentWriter(ISegmentDirectory directory, SegmentLogOptions options, List<Segment> segments, ISegmentFile file)
    {
        this.directory = directory;
        this.options = options;
        this.segments = segments;
        this.file = file;
        active = segments[^1];
        staging = new byte[Math.Max(StagingBytes, RecordFormat.SizeOf(options.EffectiveMaxPayloadBytes))];
        WrittenPosition = active.LastPosition;
        DurablePosition = active.LastPosition;
    }

    public long LastPosition => active.LastPosition;

    public long WrittenPosition { get; private set; }

    public long DurablePosition { get; private set; }

    /// <summary>
    /// From now on the next segment is filled with zeros on another thread while the present one is in use, so that
    /// a rotation costs a few syncs and not the writing of a whole segment.
    /// </summary>
    public void PrepareSegmentsAhead()
    {
        if (options.Preallocate)
            spare ??= new SpareSegment(directory, options);
    }

    /// <summary>
    /// Appends into the buffer; the record reaches the system with <see cref="WriteStaged"/>, or earlier when the
    /// buffer or the segment is full.
    /// </summary>
    public RecordAddress Stage(byte kind, ReadOnlySpan<byte> payload)
    {
        int size = (int)RecordFormat.SizeOf(payload.Length);
        if (active.End + size > options.SegmentBytes && active.LastPosition >= active.Header.FirstPosition)
            BeginSegment();
        if (staged + size > staging.Length)
            WriteStaged();

        long position = active.LastPosition + 1;
        long offset = active.End;
        uint unsynced = (uint)Math.Min(position - DurablePosition, uint.MaxValue);
        RecordHeader header = new(payload.Length, position, unsynced, kind, IsSyncMark: false);
        RecordFormat.Write(staging.AsSpan(staged, size), header, payload, active.Header.SeedAt(offset));
        active.Index.Add(position, offset);
        active.LastPosition = position;
        active.End += size;
        staged += size;
        hasUnmarkedRecords = true;
        if (active.End > options.SegmentBytes / 2)
            spare?.Begin();
        return new RecordAddress(active.Header.FirstPosition, offset);
    }

    /// <summary>Hands the buffer to the system in one write.</summary>
    public void WriteStaged()
    {
        if (staged == 0)
            return;
        file.Write(staging.AsSpan(0, staged), active.End - staged);
        staged = 0;
        WrittenPosition = LastPosition;
    }

    /// <summary>Returns when everything staged so far is durable.</summary>
    public void Sync()
    {
        WriteStaged();
        if (DurablePosition == LastPosition)
            return;
        file.Sync();
        DurablePosition = WrittenPosition;
    }

    /// <summary>Makes everything durable and leaves the mark that proves it to the next opening.</summary>
    public void Finish()
    {
        Sync();
        if (!hasUnmarkedRecords)
            return;
        RecordHeader mark = new(0, LastPosition, 0, 0, IsSyncMark: true);
        Span<byte> bytes = staging.AsSpan(0, RecordFormat.HeaderBytes);
        RecordFormat.Write(bytes, mark, [], active.Header.SeedAt(active.End));
        file.Write(bytes, active.End);
        file.Sync();
    }

    public void Dispose()
    {
        spare?.Dispose();
        file.Dispose();
    }

    // The old segment is durable before the new one exists, whatever the caller syncs: only the last segment
    // of a log can be torn.
    private void BeginSegment()
    {
        Sync();
        ISegmentFile blank = spare is null ? SegmentFiles.CreateBlank(directory, options) : spare.Take();
        Segment segment = SegmentFiles.Name(directory, options, blank, LastPosition + 1);
        file.Dispose();
        file = blank;
        active = segment;
        segments.Add(segment);
    }
}
