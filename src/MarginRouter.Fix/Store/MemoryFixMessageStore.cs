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
    private readonly MessageIndex _index = new();
    private byte[] _bytes;
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

    /// <inheritdoc/>
    public DateTime? SessionStart { get; private set; }

    /// <inheritdoc/>
    public string? Mark { get; set; }

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
        _index.Add(new MessageIndex.Entry(sequenceNumber, at, message.Length));
    }

    /// <inheritdoc/>
    public void SetNextOutbound(long value) => NextOutbound = value;

    /// <inheritdoc/>
    public void SetNextInbound(long value) => NextInbound = value;

    /// <inheritdoc/>
    public long FindStored(long first, long limit) => _index.FindStored(first, limit);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Read(long sequenceNumber)
    {
        if (!_index.TryFind(sequenceNumber, out MessageIndex.Entry entry))
            return default;
        if (entry.Place + entry.Length <= _bytes.Length)
            return _bytes.AsSpan((int)entry.Place, entry.Length);
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
        _head = 0;
        _used = 0;
        _index.Clear();
    }

    /// <inheritdoc/>
    public void BeginSession(DateTime start)
    {
        Reset();
        SessionStart = start;
    }

    /// <summary>Does nothing: there is nothing to release.</summary>
    public void Dispose()
    {
    }

    private void MakeRoom(int length)
    {
        while (_used + length > _bytes.Length && _bytes.Length < _capacity)
            GrowBytes();
        while (_used + length > _bytes.Length)
        {
            MessageIndex.Entry oldest = _index.Oldest;
            _index.DropOldest();
            _head = (_head + oldest.Length) % _bytes.Length;
            _used -= oldest.Length;
            DroppedCount++;
        }
    }

    private void GrowBytes()
    {
        byte[] larger = new byte[(int)Math.Min(_capacity, _bytes.Length * 2L)];
        int position = 0;
        for (int i = 0; i < _index.Count; i++)
        {
            MessageIndex.Entry entry = _index.At(i);
            CopyOut(entry, larger.AsSpan(position));
            _index.Replace(i, entry with { Place = position });
            position += entry.Length;
        }

        _bytes = larger;
        _head = 0;
    }

    private void CopyOut(MessageIndex.Entry entry, Span<byte> destination)
    {
        int start = (int)entry.Place;
        int firstPart = Math.Min(entry.Length, _bytes.Length - start);
        _bytes.AsSpan(start, firstPart).CopyTo(destination);
        _bytes.AsSpan(0, entry.Length - firstPart).CopyTo(destination[firstPart..]);
    }
}
