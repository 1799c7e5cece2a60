using MarginRouter.Storage.Segments;

namespace MarginRouter.Storage;

/// <summary>How a log is kept on disk.</summary>
public sealed record SegmentLogOptions
{
    /// <summary>Directory of the log's segments; created when absent. One log to a directory.</summary>
    public required string Directory { get; init; }

    /// <summary>
    /// Size at which a segment is closed and the next begun, in bytes, from 4 KiB to 1 GiB. Default 64 MiB.
    /// May differ from one opening to the next.
    /// </summary>
    public int SegmentBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// True: a new segment is written full of zeros first, so that later syncs move data only and no file-system
    /// metadata (about 15 % less time a sync, far less with many records in one). Default true.
    /// </summary>
    public bool Preallocate { get; init; } = true;

    /// <summary>
    /// Longest payload accepted, in bytes, 0 or more; a record must fit into one segment. Default 1 MiB, or what a
    /// smaller segment holds.
    /// </summary>
    public int MaxPayloadBytes { get; init; } = 1024 * 1024;

    /// <summary>The caller's version of its payloads, kept in every segment; opening a log of another one is refused. Default 1.</summary>
    public byte ContentFormat { get; init; } = 1;

    /// <summary>Longest payload that both limits allow, in bytes.</summary>
    internal int EffectiveMaxPayloadBytes =>
        Math.Min(MaxPayloadBytes, SegmentBytes - SegmentHeader.Bytes - (2 * RecordFormat.HeaderBytes) - RecordFormat.Alignment);

    /// <summary>Refuses settings that no log can work with.</summary>
    /// <exception cref="ArgumentException">A setting is missing or outside its range.</exception>
    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Directory);
        ArgumentOutOfRangeException.ThrowIfLessThan(SegmentBytes, 4 * 1024);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SegmentBytes, 1024 * 1024 * 1024);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxPayloadBytes);
    }
}
