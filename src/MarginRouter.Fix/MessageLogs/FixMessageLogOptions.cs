namespace MarginRouter.Fix.MessageLogs;

/// <summary>Where the messages of one session are written for people to read, and how much of them is kept.</summary>
public sealed record FixMessageLogOptions
{
    /// <summary>A folder of its own; it is made when it is missing.</summary>
    public required string Directory { get; init; }

    /// <summary>A file that has reached this many bytes is followed by the next; one day (UTC) never shares a file with another.</summary>
    public long MaximumFileBytes { get; init; } = 64L << 20;

    /// <summary>Most files that are kept, at least 1: the oldest are deleted.</summary>
    public int MaximumFiles { get; init; } = 14;

    /// <summary>
    /// Most bytes that wait for the disk, beside as many that are being written. What comes while they are used up is not written; its number
    /// then stands in the file. A session never waits for its log.
    /// </summary>
    public int MaximumPendingBytes { get; init; } = 4 << 20;
}
