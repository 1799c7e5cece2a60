namespace MarginRouter.Fix.Codec;

/// <summary>
/// Cuts a byte stream into messages. As the FIX session rules ask, a garbled message (wrong BodyLength or CheckSum, or 8, 9, 35 not first)
/// is skipped without consuming a sequence number: reading goes on at the next <c>8=FIX</c>. A frame whose length is right but whose
/// checksum is wrong is skipped as a whole, so that nothing inside it can be taken for a message.
/// Memory is bounded: a message longer than the maximum is garbled. Socket reads go straight into <see cref="Free"/>.
/// </summary>
public sealed class FixFramer
{
    /// <summary>Default bound of one message, in bytes.</summary>
    public const int DefaultMaximumMessage = 1 << 20;

    private const int FirstCapacity = 16 * 1024;
    private const int MaximumBeginString = 12;
    private const int MaximumLengthDigits = 9;
    private const int TrailerLength = 7;
    private const int SmallestBody = 5;
    private const byte Separator = 1;

    private readonly int _maximumMessage;
    private byte[] _buffer;
    private int _start;
    private int _end;

    /// <summary>Creates an empty framer.</summary>
    /// <param name="maximumMessage">Longest message that is taken, in bytes; longer ones are garbled.</param>
    public FixFramer(int maximumMessage = DefaultMaximumMessage)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumMessage, 64);
        _maximumMessage = maximumMessage;
        _buffer = new byte[Math.Min(FirstCapacity, Capacity)];
    }

    /// <summary>How many times bytes were skipped since the start.</summary>
    public long GarbledCount { get; private set; }

    /// <summary>A whole message and part of the next fit, so that a reader always has room.</summary>
    private int Capacity => _maximumMessage + 4096;

    private static ReadOnlySpan<byte> Prefix => "8=FIX"u8;

    /// <summary>
    /// Room to receive into; then call <see cref="Advance"/>. Messages read before are no longer valid. Never empty, provided that
    /// <see cref="Read"/> was called until it asked for more.
    /// </summary>
    public Span<byte> Free()
    {
        if (_start == _end)
        {
            _start = 0;
            _end = 0;
        }
        else if (_buffer.Length - _end < _buffer.Length / 4)
        {
            MakeRoom();
        }

        return _buffer.AsSpan(_end);
    }

    /// <summary>Says how many bytes were put into <see cref="Free"/>.</summary>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Length - _end);
        _end += count;
    }

    /// <summary>Forgets all bytes, for a new connection.</summary>
    public void Clear()
    {
        _start = 0;
        _end = 0;
    }

    /// <summary>
    /// Reads the next message into <paramref name="message"/>, which then points into this framer's buffer until <see cref="Free"/> is called.
    /// </summary>
    public FixFrameOutcome Read(FixMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (_start == _end)
            return FixFrameOutcome.NeedMore;
        ReadOnlySpan<byte> bytes = _buffer.AsSpan(_start, _end - _start);
        FixFrameOutcome outcome = Frame(bytes, out int length);
        switch (outcome)
        {
            case FixFrameOutcome.Message:
                message.Parse(_buffer, _start, length);
                _start += length;
                break;
            case FixFrameOutcome.Garbled:
                GarbledCount++;
                _start += length;
                break;
            case FixFrameOutcome.NeedMore:
                break;
        }

        return outcome;
    }

    /// <summary>Judges the front of the stream; <paramref name="length"/> is the message's length or the number of bytes to skip.</summary>
    private FixFrameOutcome Frame(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        int common = bytes[..Math.Min(bytes.Length, Prefix.Length)].CommonPrefixLength(Prefix);
        if (common < Prefix.Length)
            return common == bytes.Length ? FixFrameOutcome.NeedMore : Skip(bytes, out length);
        int beginEnd = bytes[..Math.Min(bytes.Length, MaximumBeginString)].IndexOf(Separator);
        if (beginEnd < 0)
            return bytes.Length < MaximumBeginString ? FixFrameOutcome.NeedMore : Skip(bytes, out length);
        FixFrameOutcome header = ReadBodyLength(bytes, beginEnd + 1, out int bodyStart, out int bodyLength);
        if (header == FixFrameOutcome.NeedMore)
            return header;
        if (header == FixFrameOutcome.Garbled || bodyLength < SmallestBody || bodyLength > _maximumMessage - bodyStart - TrailerLength)
            return Skip(bytes, out length);
        int total = bodyStart + bodyLength + TrailerLength;
        if (bytes.Length < total)
            return FixFrameOutcome.NeedMore;
        if (!bytes[bodyStart..].StartsWith("35="u8) || !TryReadTrailer(bytes.Slice(bodyStart + bodyLength - 1, TrailerLength + 1), out int checksum))
            return Skip(bytes, out length);
        length = total;
        return FixChecksum.Of(bytes[..(bodyStart + bodyLength)]) == checksum ? FixFrameOutcome.Message : FixFrameOutcome.Garbled;
    }

    /// <summary>Skips to the next place where a message may start, keeping a prefix that is cut off by the end of the bytes.</summary>
    private static FixFrameOutcome Skip(ReadOnlySpan<byte> bytes, out int length)
    {
        int next = bytes[1..].IndexOf(Prefix);
        if (next >= 0)
        {
            length = next + 1;
            return FixFrameOutcome.Garbled;
        }

        length = bytes.Length;
        for (int tail = Math.Min(Prefix.Length - 1, bytes.Length - 1); tail > 0; tail--)
        {
            if (bytes[^tail..].SequenceEqual(Prefix[..tail]))
            {
                length -= tail;
                break;
            }
        }

        return FixFrameOutcome.Garbled;
    }

    private static FixFrameOutcome ReadBodyLength(ReadOnlySpan<byte> bytes, int at, out int bodyStart, out int bodyLength)
    {
        bodyStart = 0;
        bodyLength = 0;
        ReadOnlySpan<byte> field = bytes[at..];
        int common = field[..Math.Min(field.Length, 2)].CommonPrefixLength("9="u8);
        if (common < 2)
            return common == field.Length ? FixFrameOutcome.NeedMore : FixFrameOutcome.Garbled;
        for (int i = 2; i < field.Length; i++)
        {
            if (field[i] == Separator && i > 2)
            {
                bodyStart = at + i + 1;
                return FixFrameOutcome.Message;
            }

            if (!char.IsAsciiDigit((char)field[i]) || i - 2 == MaximumLengthDigits)
                return FixFrameOutcome.Garbled;
            bodyLength = (bodyLength * 10) + (field[i] - '0');
        }

        return FixFrameOutcome.NeedMore;
    }

    /// <summary>The byte before the trailer must end the last body field; the checksum has exactly three digits.</summary>
    private static bool TryReadTrailer(ReadOnlySpan<byte> bytes, out int checksum)
    {
        checksum = 0;
        return bytes[0] == Separator && bytes[1..].StartsWith("10="u8) && bytes[^1] == Separator &&
            FixValue.TryInt(bytes[4..7], out checksum) && checksum is >= 0 and <= 255;
    }

    private void MakeRoom()
    {
        int used = _end - _start;
        if (used > _buffer.Length / 2 && _buffer.Length < Capacity)
        {
            byte[] larger = new byte[Math.Min(Capacity, _buffer.Length * 2)];
            _buffer.AsSpan(_start, used).CopyTo(larger);
            _buffer = larger;
        }
        else
        {
            _buffer.AsSpan(_start, used).CopyTo(_buffer);
        }

        _start = 0;
        _end = used;
    }
}
