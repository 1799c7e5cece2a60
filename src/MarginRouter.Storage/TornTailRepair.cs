namespace MarginRouter.Storage;

/// <summary>What opening a log cut off: the rest of a write that a crash interrupted before it was durable.</summary>
/// <param name="File">Full path of the segment that was cut.</param>
/// <param name="Offset">Byte offset at which it was cut, 0 or more.</param>
/// <param name="DiscardedBytes">Bytes that were not zero behind the cut, 1 or more.</param>
/// <param name="DiscardedRecords">
/// Intact records behind the hole that went with it, 0 or more: later parts of the same unsynced write.
/// </param>
/// <param name="LastPosition">Position of the last record kept, 0 or more.</param>
public sealed record TornTailRepair(string File, long Offset, long DiscardedBytes, int DiscardedRecords, long LastPosition);
