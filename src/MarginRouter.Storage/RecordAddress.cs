namespace MarginRouter.Storage;

/// <summary>Where a record lies on disk; stays valid as long as its segment is kept.</summary>
/// <param name="SegmentFirstPosition">First position of the record's segment, 1 or more; names the file.</param>
/// <param name="Offset">Byte offset of the record in that file, above 0.</param>
public readonly record struct RecordAddress(long SegmentFirstPosition, long Offset);
