namespace MarginRouter.Storage.Segments;

/// <summary>Where a record begins: the position it has (or will have) and its offset in its segment.</summary>
internal readonly record struct IndexEntry(long Position, long Offset);
