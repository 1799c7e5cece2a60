using MarginRouter.Fix.Codec;

namespace MarginRouter.Fix.Session;

/// <summary>
/// Messages that came ahead of a gap, until the gap is filled. Bounded by count; what does not fit is dropped, since the resend that was
/// asked for without an end brings it again.
/// </summary>
internal sealed class HeldMessages(int capacity)
{
    private const int MaximumBytes = 4 << 20;

    private readonly SortedDictionary<long, byte[]> _messages = [];
    private int _bytes;

    public void Hold(long sequenceNumber, FixMessage message)
    {
        int length = message.Bytes.Length;
        if (_messages.Count < capacity && _bytes + length <= MaximumBytes && _messages.TryAdd(sequenceNumber, message.Bytes.ToArray()))
            _bytes += length;
    }

    /// <summary>Takes out the message with the expected number, dropping all before it; null when it is not held.</summary>
    public byte[]? Take(long expected)
    {
        while (_messages.Count > 0)
        {
            (long sequenceNumber, byte[] bytes) = First();
            if (sequenceNumber > expected)
                return null;
            _messages.Remove(sequenceNumber);
            _bytes -= bytes.Length;
            if (sequenceNumber == expected)
                return bytes;
        }

        return null;
    }

    public void Clear()
    {
        _messages.Clear();
        _bytes = 0;
    }

    private KeyValuePair<long, byte[]> First()
    {
        using SortedDictionary<long, byte[]>.Enumerator enumerator = _messages.GetEnumerator();
        enumerator.MoveNext();
        return enumerator.Current;
    }
}
