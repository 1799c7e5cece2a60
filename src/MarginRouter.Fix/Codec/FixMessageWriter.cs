using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace MarginRouter.Fix.Codec;

/// <summary>
/// Writes one message at a time into a buffer of its own, which is reused: the steady state allocates nothing. The body is written first,
/// behind room that is kept for the header; <see cref="Encode(FixHeaderTemplate, long, DateTime)"/> then puts the header in front of it
/// (8, 9, 35, 49, 56, 34, 52 in this order) and the CheckSum behind it. The same body may be encoded again for another session.
/// Further header fields (SenderSubID 50, PossResend 97, ...) are appended first, before any body field.
/// One thread uses a writer at a time. After an error the message is incomplete: call <see cref="Begin"/> again.
/// </summary>
public sealed class FixMessageWriter
{
    /// <summary>Default bound of a message's body, in bytes.</summary>
    public const int DefaultMaximumBody = 1 << 20;

    private const byte Separator = 1;

    /// <summary>Longest header: 8 and 9 (20), 35 (7), CompIDs (2 x 68), 34 (23), 52 (28), 43 and 122 (34).</summary>
    private const int HeaderRoom = 256;

    private const int TrailerRoom = 7;
    private const int LongestNumber = 32;

    private readonly int _maximumBody;
    private byte[] _buffer;
    private int _end = HeaderRoom;

    /// <summary>Creates an empty writer.</summary>
    /// <param name="capacity">Bytes of body that fit before the buffer grows.</param>
    /// <param name="maximumBody">Bytes of body beyond which an append throws: a message never grows without bound.</param>
    public FixMessageWriter(int capacity = 1024, int maximumBody = DefaultMaximumBody)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumBody, capacity);
        _maximumBody = maximumBody;
        _buffer = new byte[HeaderRoom + capacity + TrailerRoom];
    }

    /// <summary>Type of the message being written (<see cref="FixMsgType"/>); 0 before the first <see cref="Begin"/>.</summary>
    public int MessageType { get; private set; }

    /// <summary>The fields appended so far, each with its separator.</summary>
    public ReadOnlySpan<byte> Body => _buffer.AsSpan(HeaderRoom, _end - HeaderRoom);

    /// <summary>Starts a new message and forgets the one before.</summary>
    /// <param name="messageType">A code of <see cref="FixMsgType"/>.</param>
    public FixMessageWriter Begin(int messageType)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(messageType);
        MessageType = messageType;
        _end = HeaderRoom;
        return this;
    }

    /// <summary>Appends an integer field.</summary>
    public FixMessageWriter Append(int tag, long value)
    {
        Span<byte> destination = BeginField(tag, LongestNumber);
        Utf8Formatter.TryFormat(value, destination, out int written);
        return EndField(written);
    }

    /// <summary>Appends a decimal field with all its fractional digits, also trailing zeros; never with an exponent.</summary>
    public FixMessageWriter Append(int tag, decimal value)
    {
        Span<byte> destination = BeginField(tag, LongestNumber);
        value.TryFormat(destination, out int written, default, CultureInfo.InvariantCulture);
        return EndField(written);
    }

    /// <summary>Appends a field of one ASCII character.</summary>
    /// <exception cref="FixEncodingException">The character is a control character or not ASCII.</exception>
    public FixMessageWriter Append(int tag, char value)
    {
        if (value is < ' ' or > '~')
            throw new FixEncodingException($"Tag {tag}: character {(int)value} is not printable ASCII");
        BeginField(tag, 1)[0] = (byte)value;
        return EndField(1);
    }

    /// <summary>Appends Y or N.</summary>
    public FixMessageWriter Append(int tag, bool value) => Append(tag, value ? 'Y' : 'N');

    /// <summary>Appends a text field.</summary>
    /// <exception cref="FixEncodingException">The text is empty or holds a control character or one that is not ASCII.</exception>
    public FixMessageWriter Append(int tag, string value) => Append(tag, value.AsSpan());

    /// <summary>Appends a text field.</summary>
    /// <exception cref="FixEncodingException">The text is empty or holds a control character or one that is not ASCII.</exception>
    public FixMessageWriter Append(int tag, ReadOnlySpan<char> value)
    {
        ThrowIfEmpty(tag, value.Length);
        for (int i = 0; i < value.Length; i++)
        {
            // The library's IndexOfAnyExceptInRange would say this in one line but allocates on each call.
            if (value[i] is < ' ' or > '~')
                throw new FixEncodingException($"Tag {tag}: character {(int)value[i]} at position {i} is not printable ASCII");
        }

        return EndField(Encoding.ASCII.GetBytes(value, BeginField(tag, value.Length)));
    }

    /// <summary>
    /// Appends a text for people, such as Text (58): characters that are not printable ASCII become question marks, so that a name which
    /// came from outside cannot break the message. Nothing is appended for an empty text.
    /// </summary>
    public FixMessageWriter AppendText(int tag, ReadOnlySpan<char> value)
    {
        if (value.IsEmpty)
            return this;
        Span<byte> destination = BeginField(tag, value.Length);
        for (int i = 0; i < value.Length; i++)
            destination[i] = value[i] is < ' ' or > '~' ? (byte)'?' : (byte)value[i];
        return EndField(value.Length);
    }

    /// <summary>Appends bytes as they are, for values that already are wire text.</summary>
    /// <exception cref="FixEncodingException">The value is empty or holds the separator (SOH).</exception>
    public FixMessageWriter Append(int tag, ReadOnlySpan<byte> value)
    {
        ThrowIfEmpty(tag, value.Length);
        if (value.Contains(Separator))
            throw new FixEncodingException($"Tag {tag}: the value holds the field separator");
        value.CopyTo(BeginField(tag, value.Length));
        return EndField(value.Length);
    }

    /// <summary>Appends a UTCTimestamp; <paramref name="utc"/> is taken as UTC whatever its kind.</summary>
    public FixMessageWriter Append(int tag, DateTime utc, FixTimestampPrecision precision = FixTimestampPrecision.Milliseconds) =>
        EndField(FixTimestamp.Write(BeginField(tag, FixTimestamp.MaximumLength), utc, precision));

    /// <summary>Appends a date as <c>yyyyMMdd</c>.</summary>
    public FixMessageWriter Append(int tag, DateOnly date) => EndField(FixTimestamp.WriteDate(BeginField(tag, 8), date));

    /// <summary>Appends a length field and its data field, for example RawDataLength (95) and RawData (96). Any byte is allowed in the data.</summary>
    public FixMessageWriter AppendData(int lengthTag, int dataTag, ReadOnlySpan<byte> data)
    {
        ThrowIfEmpty(dataTag, data.Length);
        Append(lengthTag, data.Length);
        data.CopyTo(BeginField(dataTag, data.Length));
        return EndField(data.Length);
    }

    /// <summary>Completes the message for one session and returns its bytes, which stay valid until the writer is used again.</summary>
    /// <param name="header">BeginString and CompIDs of the session.</param>
    /// <param name="sequenceNumber">MsgSeqNum (34).</param>
    /// <param name="sendingTime">SendingTime (52), UTC.</param>
    public ReadOnlySpan<byte> Encode(FixHeaderTemplate header, long sequenceNumber, DateTime sendingTime) =>
        Encode(header, sequenceNumber, sendingTime, default);

    /// <summary>As the public form, with PossDupFlag (43) and OrigSendingTime (122) behind SendingTime when <paramref name="originalSendingTime"/> is given.</summary>
    internal ReadOnlySpan<byte> Encode(FixHeaderTemplate header, long sequenceNumber, DateTime sendingTime, ReadOnlySpan<byte> originalSendingTime)
    {
        if (MessageType == 0)
            throw new InvalidOperationException("Begin was not called");
        int start = HeaderRoom;
        if (!originalSendingTime.IsEmpty)
            start = Prepend(Prepend(Prepend(start, "\u0001"u8), originalSendingTime), "43=Y\u0001122="u8);
        Span<byte> scratch = stackalloc byte[LongestNumber];
        start = Prepend(start, "\u0001"u8);
        start = Prepend(start, scratch[..FixTimestamp.Write(scratch, sendingTime, header.Precision)]);
        start = Prepend(start, "\u000152="u8);
        start = PrependNumber(start, sequenceNumber);
        start = Prepend(start, "34="u8);
        start = Prepend(start, header.CompIds);
        start = Prepend(start, "\u0001"u8);
        start = Prepend(start, scratch[..FixMsgType.WriteText(MessageType, scratch)]);
        start = Prepend(start, "35="u8);
        int bodyLength = _end - start;
        start = Prepend(start, "\u0001"u8);
        start = PrependNumber(start, bodyLength);
        start = Prepend(start, "9="u8);
        start = Prepend(start, header.BeginString);
        WriteTrailer(FixChecksum.Of(_buffer.AsSpan(start, _end - start)));
        return _buffer.AsSpan(start, _end + TrailerRoom - start);
    }

    /// <summary>Appends whole fields as they stand in another message, each with its separator.</summary>
    internal void AppendEncoded(ReadOnlySpan<byte> fields)
    {
        Reserve(fields.Length);
        fields.CopyTo(_buffer.AsSpan(_end));
        _end += fields.Length;
    }

    private static void ThrowIfEmpty(int tag, int length)
    {
        if (length == 0)
            throw new FixEncodingException($"Tag {tag}: the value is empty");
    }

    private Span<byte> BeginField(int tag, int longestValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tag);
        Reserve(longestValue + 12);
        Utf8Formatter.TryFormat(tag, _buffer.AsSpan(_end), out int written);
        _end += written;
        _buffer[_end++] = (byte)'=';
        return _buffer.AsSpan(_end, longestValue);
    }

    private FixMessageWriter EndField(int valueLength)
    {
        _end += valueLength;
        _buffer[_end++] = Separator;
        return this;
    }

    private void Reserve(int bytes)
    {
        int needed = _end + bytes + TrailerRoom;
        if (needed <= _buffer.Length)
            return;
        if (_end + bytes - HeaderRoom > _maximumBody)
            throw new FixEncodingException($"The body exceeds {_maximumBody} bytes");
        Array.Resize(ref _buffer, Math.Max(needed, Math.Min(_buffer.Length * 2, HeaderRoom + _maximumBody + TrailerRoom)));
    }

    private int Prepend(int start, ReadOnlySpan<byte> text)
    {
        start -= text.Length;
        text.CopyTo(_buffer.AsSpan(start));
        return start;
    }

    private int PrependNumber(int start, long value)
    {
        do
        {
            (value, long digit) = Math.DivRem(value, 10);
            _buffer[--start] = (byte)('0' + digit);
        }
        while (value > 0);
        return start;
    }

    private void WriteTrailer(int checksum)
    {
        Span<byte> trailer = _buffer.AsSpan(_end, TrailerRoom);
        "10="u8.CopyTo(trailer);
        trailer[3] = (byte)('0' + (checksum / 100));
        trailer[4] = (byte)('0' + (checksum / 10 % 10));
        trailer[5] = (byte)('0' + (checksum % 10));
        trailer[6] = Separator;
    }
}
