namespace MarginRouter.Storage;

/// <summary>One record as read. Its payload points into the reader's buffer and is valid until that reader's next call.</summary>
public readonly ref struct LogRecord
{
    internal LogRecord(long position, byte kind, ReadOnlySpan<byte> payload, RecordAddress address)
    {
        Position = position;
        Kind = kind;
        Payload = payload;
        Address = address;
    }

    /// <summary>Number of the record in the log: 1 for the first ever appended, one more for each next.</summary>
    public long Position { get; }

    /// <summary>The caller's kind, as given to the append.</summary>
    public byte Kind { get; }

    /// <summary>The caller's bytes.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Where it lies.</summary>
    public RecordAddress Address { get; }
}
