namespace MarginRouter.Fix.Store;

/// <summary>
/// A store in memory, for sessions that reset their numbers at logon. The newest messages are kept up to a number of bytes; when it is
/// full the oldest are dropped and <see cref="DroppedCount"/> says how many: a resend of those is answered with a gap fill.
/// </summary>
public sealed class MemoryFixMessageStore : IFixMessageStore
{
    /// <summary>Default bound, in bytes of message text.</summary>
    public const int DefaultCapacity = 16 << 20;

    private readonly int _capacity;
    private byte[] _bytes;
    private Entry[] _entries = new Entry[64];
    private int _first;
    private int _count;
    private int _head;
    private int _used;
    private byte[] _read = [];

    /// <summary>Creates an empty store with both numbers at 1.</summary>
    /// <param name="capacity">Most bytes of messages that are kept.</param>
    public MemoryFixMessageStore(int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1024);
        _capacity = capacity;
        _bytes = new byte[Math.Min(capacity, 64 * 1024)];
    }

    /// <inheritdoc/>
    public long NextOutbound { get; private set; } = 1;

    /// <inheritdoc/>
    public long NextInbound { get; private set; } = 1;

    /// <summary>Messages that were dropped because the store was full.</summary>
    public long DroppedCount { get; private set; }

    /// <inheritdoc/>
    public void Append(long sequenceNumber, ReadOnlySpan<byte> message)
    {
        if (sequenceNumber != NextOutbound)
            throw new InvalidOperationException($"Message {sequenceNumber} does not follow: the next number is {NextOutbound}");
        NextOutbound = sequenceNumber + 1;
        if (message.Length > _capacity)
        {
            DroppedCount++;
            return;
        }

        MakeRoom(message.Length);
        int at = (_head + _used) % _bytes.Length;
        int firstPart = Math.Min(message.Length, _bytes.Length - at);
        message[..firstPart].CopyTo(_bytes.AsSpan(at));
        message[firstPart..].CopyTo(_bytes);
        _used += message.Length;
        if (_count == _entries.Length)
            GrowEntries();
        _entries[(_first + _count) % _entries.Length] = new Entry(sequenceNumber, at, message.Length);
        _count++;
    }

    /// <inheritdoc/>
    public void SetNextOutbound(long value) => NextOutbound = value;

    /// <inheritdoc/>
    public void SetNextInbound(long value) => NextInbound = value;

    /// <inheritdoc/>
    public long FindStored(long first, long limit)
    {
        int index = LowerBound(first);
        return index < _count ? Math.Min(limit, At(index).SequenceNumber) : limit;
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Read(long sequenceNumber)
    {
        int index = LowerBound(sequenceNumber);
        if (index == _count || At(index).SequenceNumber != sequenceNumber)
            return default;
        Entry entry = At(index);
        int firstPart = Math.Min(entry.Length, _bytes.Length - entry.Start);
        if (firstPart == entry.Length)
            return _bytes.AsSpan(entry.Start, entry.Length);
        if (_read.Length < entry.Length)
            _read = new byte[entry.Length];
        CopyOut(entry, _read);
        return _read.AsSpan(0, entry.Length);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        NextOutbound = 1;
        NextInbound = 1;
        _first = _count = _head = _used = 0;
    }

    /// <summary>Does nothing: there is nothing to release.</summary>
    public void Dispose()
    {
    }

    private Entry At(int index) => _entries[(_first + index) % _entries.Length];

    /// <summary>Numbers rise from entry to entry, so a binary search finds the first that is not below.</summary>
    private int LowerBound(long sequenceNumber)
    {
        int low = 0, high = _count;
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

    private void MakeRoom(int length)
    {
        while (_used + length > _bytes.Length && _bytes.Length < _capacity)
            GrowBytes();
        while (_used + length > _bytes.Length)
        {
            Entry oldest = _entries[_first];
            _first = (_first + 1) % _entries.Length;
            _count--;
            _head = (_head + oldest.Length) % _bytes.Length;
            _used -= oldest.Length;
            DroppedCount++;
        }
    }

    private void GrowBytes()
    {
        byte[] larger = new byte[(int)Math.Min(_capacity, _bytes.Length * 2L)];
        int position = 0;
        for (int i = 0; i < _count; i++)
        {
            Entry entry = At(i);
            CopyOut(entry, larger.AsSpan(position));
            _entries[(_first + i) % _entries.Length] = entry with { Start = position };
            position += entry.Length;
        }

        _bytes = larger;
        _head = 0;
    }

    private void CopyOut(Entry entry, Span<byte> destination)
    {
        int firstPart = Math.Min(entry.Length, _bytes.Length - entry.Start);
        _bytes.AsSpan(entry.Start, firstPart).CopyTo(destination);
        _bytes.AsSpan(0, entry.Length - firstPart).CopyTo(destination[firstPart..]);
    }

    private void GrowEntries()
    {
        Entry[] larger = new Entry[_entries.Length * 2];
        for (int i = 0; i < _count; i++)
            larger[i] = At(i);
        _entries = larger;
        _first = 0;
    }

    private readonly record struct Entry(long SequenceNumber, int Start, int Length);
}
