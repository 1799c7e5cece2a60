namespace MarginRouter.Fix.Store;

/// <summary>
/// Where the kept messages lie, by rising sequence number: a ring that grows, loses entries at its old end and is searched by halving.
/// </summary>
internal sealed class MessageIndex
{
    private Entry[] _entries = new Entry[64];
    private int _first;

    public int Count { get; private set; }

    /// <summary>The oldest entry.</summary>
    public Entry Oldest => At(0);

    public Entry At(int index) => _entries[(_first + index) % _entries.Length];

    public void Add(Entry entry)
    {
        if (Count == _entries.Length)
            Grow();
        _entries[(_first + Count) % _entries.Length] = entry;
        Count++;
    }

    public void Replace(int index, Entry entry) => _entries[(_first + index) % _entries.Length] = entry;

    public void DropOldest()
    {
        _first = (_first + 1) % _entries.Length;
        Count--;
    }

    public void Clear()
    {
        _first = 0;
        Count = 0;
    }

    /// <summary>The smallest kept number in <c>[first, limit)</c>, or <paramref name="limit"/>.</summary>
    public long FindStored(long first, long limit)
    {
        int index = LowerBound(first);
        return index < Count ? Math.Min(limit, At(index).SequenceNumber) : limit;
    }

    public bool TryFind(long sequenceNumber, out Entry entry)
    {
        int index = LowerBound(sequenceNumber);
        entry = index < Count ? At(index) : default;
        return index < Count && entry.SequenceNumber == sequenceNumber;
    }

    private int LowerBound(long sequenceNumber)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (At(middle).SequenceNumber < sequenceNumber)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private void Grow()
    {
        Entry[] larger = new Entry[_entries.Length * 2];
        for (int i = 0; i < Count; i++)
            larger[i] = At(i);
        _entries = larger;
        _first = 0;
    }

    /// <param name="SequenceNumber">MsgSeqNum of the message.</param>
    /// <param name="Place">Where it lies, in the store's own terms.</param>
    /// <param name="Length">Its length in bytes.</param>
    internal readonly record struct Entry(long SequenceNumber, long Place, int Length);
}
