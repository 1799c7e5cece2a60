namespace MarginRouter.Storage.Segments;

/// <summary>
/// Sparse index of one segment: the first record that begins in each block of 64 KiB. A lookup reads on from there,
/// so that finding any record costs at most one block. Sized for the whole segment once; adding allocates nothing.
/// </summary>
internal sealed class SegmentIndex
{
    private const int BlockBytes = 64 * 1024;
    private readonly IndexEntry[] entries;
    private int count;

    public SegmentIndex(long segmentBytes) => entries = new IndexEntry[(segmentBytes / BlockBytes) + 1];

    /// <summary>Notes a record; call in the order of positions.</summary>
    public void Add(long position, long offset)
    {
        if (count > 0 && entries[count - 1].Offset / BlockBytes == offset / BlockBytes)
            return;
        entries[count++] = new IndexEntry(position, offset);
    }

    /// <summary>The last noted record at or before <paramref name="position"/>, or <paramref name="start"/> when none is.</summary>
    public IndexEntry Find(long position, IndexEntry start)
    {
        int low = 0;
        int high = count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (entries[middle].Position <= position)
                low = middle + 1;
            else
                high = middle;
        }

        return low == 0 ? start : entries[low - 1];
    }
}
