namespace MarginRouter.Storage;

/// <summary>
/// A record that had been written completely cannot be read any more: wrong checksum or position in the middle of the
/// log, or a missing or damaged segment. Never repaired by the log itself; an operator restores the file or decides.
/// </summary>
public sealed class CorruptSegmentException : Exception
{
    /// <summary>Names the place of the damage.</summary>
    /// <param name="file">Full path of the segment.</param>
    /// <param name="offset">Byte offset in the file where the bad record begins, 0 or more.</param>
    /// <param name="position">Position of the record expected there, 1 or more.</param>
    /// <param name="reason">What is wrong, in words.</param>
    public CorruptSegmentException(string file, long offset, long position, string reason)
        : base($"segment '{file}' is corrupt at offset {offset} (record {position}): {reason}")
    {
        File = file;
        Offset = offset;
        Position = position;
    }

    /// <summary>Full path of the segment.</summary>
    public string File { get; }

    /// <summary>Byte offset in the file where the bad record begins, 0 or more.</summary>
    public long Offset { get; }

    /// <summary>Position of the record expected there, 1 or more.</summary>
    public long Position { get; }
}
