namespace MarginRouter.Storage.Segments;

/// <summary>The fixed part of a record, without its checksum.</summary>
/// <param name="PayloadLength">Bytes of payload, 0 or more.</param>
/// <param name="Position">1-based number of the record in the log; a sync mark repeats the last one.</param>
/// <param name="UnsyncedRecords">
/// Position less the last position known to be durable when the record was written. A record therefore testifies
/// that everything up to (position - this) had reached the disk before it.
/// </param>
/// <param name="Kind">The caller's kind.</param>
/// <param name="IsSyncMark">True for the mark that a clean close leaves: no record of the caller.</param>
internal readonly record struct RecordHeader(
    int PayloadLength, long Position, uint UnsyncedRecords, byte Kind, bool IsSyncMark)
{
    /// <summary>Everything up to here was durable when the record was written.</summary>
    public long DurableBefore => Position - UnsyncedRecords;
}
