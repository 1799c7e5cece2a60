namespace MarginRouter.Fix.Codec;

/// <summary>
/// An index over the fields of one received message. The object is reused: in a call-back it is valid until the call-back returns, and
/// <see cref="Copy"/> keeps it longer. A reader returns false when the field is absent or its value has another form;
/// <see cref="Contains"/> tells the two apart. Values are searched from the start, so the first of repeated fields is found;
/// repeating groups are walked with <see cref="TryGetGroup"/>. Reading allocates nothing, except <see cref="GetText"/> and <see cref="Copy"/>.
/// </summary>
public sealed class FixMessage
{
    private const byte Separator = 1;
    private const int MaximumTag = 99_999_999;

    private byte[] _buffer = [];
    private int _offset;
    private int _length;
    private int[] _tags = new int[64];
    private int[] _starts = new int[64];
    private int[] _ends = new int[64];

    /// <summary>The message's bytes, from 8= to the last separator.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(_offset, _length);

    /// <summary>MsgType (35) as a code of <see cref="FixMsgType"/>; 0 when absent or longer than three characters.</summary>
    public int MessageType { get; private set; }

    /// <summary>Number of fields, header and trailer included.</summary>
    public int FieldCount { get; private set; }

    /// <summary>
    /// The first structural fault, or null. Behind an empty value reading goes on; behind the other faults nothing is readable.
    /// </summary>
    public FixParseFault? Fault { get; private set; }

    /// <summary>The tag at which <see cref="Fault"/> was found, as it stands there, so also 0 or less; null when it is no number.</summary>
    public int? FaultTag { get; private set; }

    /// <summary>
    /// Indexes a message whose length and checksum <see cref="FixFramer"/> has checked. The buffer is not copied.
    /// False when a structural fault was found; see <see cref="Fault"/>.
    /// </summary>
    public bool Parse(byte[] buffer, int offset, int length)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + length, buffer.Length);
        _buffer = buffer;
        _offset = offset;
        _length = length;
        FieldCount = 0;
        Fault = null;
        FaultTag = null;
        int position = offset, end = offset + length, dataTag = 0, dataLength = 0;
        while (position < end)
        {
            position = ReadField(position, end, dataTag, dataLength);
            if (position >= end)
                break;
            dataTag = FixDataFields.DataTagOf(_tags[FieldCount - 1]);
            if (dataTag != 0 && (!FixValue.TryInt(Value(FieldCount - 1), out dataLength) || dataLength < 1))
                position = SetFault(FixParseFault.BadDataLength, _tags[FieldCount - 1]);
        }

        MessageType = TryGetSpan(FixTag.MsgType, out ReadOnlySpan<byte> type) ? FixMsgType.FromText(type) : 0;
        return Fault is null;
    }

    /// <summary>A copy with a buffer of its own, which stays valid.</summary>
    public FixMessage Copy()
    {
        FixMessage copy = new();
        copy.Parse(Bytes.ToArray(), 0, _length);
        return copy;
    }

    /// <summary>Tag of the field at a place, from 0 to <see cref="FieldCount"/> - 1.</summary>
    public int TagAt(int index) => _tags[Checked(index)];

    /// <summary>Value of the field at a place, from 0 to <see cref="FieldCount"/> - 1.</summary>
    public ReadOnlySpan<byte> ValueAt(int index) => Value(Checked(index));

    /// <summary>True when the field is there, whatever its value.</summary>
    public bool Contains(int tag) => Find(tag, 0, FieldCount) >= 0;

    /// <summary>The value as it stands on the wire.</summary>
    public bool TryGetSpan(int tag, out ReadOnlySpan<byte> value) => TryGetSpan(tag, 0, FieldCount, out value);

    /// <summary>An integer that fits 32 bits.</summary>
    public bool TryGetInt(int tag, out int value) => FixValue.TryInt(ValueOrEmpty(tag), out value);

    /// <summary>An integer that fits 64 bits.</summary>
    public bool TryGetLong(int tag, out long value) => FixValue.TryLong(ValueOrEmpty(tag), out value);

    /// <summary>A decimal: sign, digits and at most one point. Its scale is kept (1.50 stays 1.50).</summary>
    public bool TryGetDecimal(int tag, out decimal value) => FixValue.TryDecimal(ValueOrEmpty(tag), out value);

    /// <summary>A single character.</summary>
    public bool TryGetChar(int tag, out char value) => FixValue.TryChar(ValueOrEmpty(tag), out value);

    /// <summary>Y or N.</summary>
    public bool TryGetBool(int tag, out bool value) => FixValue.TryBool(ValueOrEmpty(tag), out value);

    /// <summary>A UTCTimestamp.</summary>
    public bool TryGetTimestamp(int tag, out DateTime utc) => FixTimestamp.TryRead(ValueOrEmpty(tag), out utc);

    /// <summary>A date of the form <c>yyyyMMdd</c>.</summary>
    public bool TryGetDate(int tag, out DateOnly date) => FixValue.TryDate(ValueOrEmpty(tag), out date);

    /// <summary>The value as a string (Latin-1), or null when absent. Allocates.</summary>
    public string? GetText(int tag) => TryGetSpan(tag, out ReadOnlySpan<byte> value) ? FixValue.ToText(value) : null;

    /// <summary>True when the field is there and its value is exactly <paramref name="expected"/>.</summary>
    public bool Equals(int tag, ReadOnlySpan<byte> expected) => TryGetSpan(tag, out ReadOnlySpan<byte> value) && value.SequenceEqual(expected);

    /// <summary>
    /// Finds a repeating group. False when the count field is absent or no number from 0 upwards.
    /// </summary>
    /// <param name="countTag">The NoXxx field, for example NoMDEntries (268).</param>
    /// <param name="members">
    /// All tags that an entry may hold, those of nested groups included; the first one is the delimiter with which each entry starts.
    /// The group ends at the first field that is not a member.
    /// </param>
    /// <param name="group">The group; enumerate it with <c>foreach</c>.</param>
    public bool TryGetGroup(int countTag, ReadOnlySpan<int> members, out FixGroup group) =>
        FindGroup(countTag, members, (0, FieldCount), out group);

    internal bool FindGroup(int countTag, ReadOnlySpan<int> members, (int From, int To) range, out FixGroup group)
    {
        int index = Find(countTag, range.From, range.To);
        if (index < 0 || !FixValue.TryInt(Value(index), out int count) || count < 0)
        {
            group = default;
            return false;
        }

        group = new FixGroup(this, members, count, (index + 1, range.To));
        return true;
    }

    internal bool TryGetSpan(int tag, int from, int to, out ReadOnlySpan<byte> value)
    {
        int index = Find(tag, from, to);
        value = index < 0 ? default : Value(index);
        return index >= 0;
    }

    /// <summary>Everything behind the first field <paramref name="after"/> and before the last field <paramref name="before"/>, separators included.</summary>
    internal ReadOnlySpan<byte> FieldsBetween(int after, int before)
    {
        int first = Find(after, 0, FieldCount);
        int last = _tags.AsSpan(0, FieldCount).LastIndexOf(before);
        if (first < 0 || last <= first)
            throw new InvalidOperationException($"The message does not hold {after} before {before}");
        int from = _ends[first] + 1, to = _ends[last - 1] + 1;
        return _buffer.AsSpan(from, to - from);
    }

    private ReadOnlySpan<byte> ValueOrEmpty(int tag)
    {
        TryGetSpan(tag, 0, FieldCount, out ReadOnlySpan<byte> value);
        return value;
    }

    private int Find(int tag, int from, int to)
    {
        int index = _tags.AsSpan(from, to - from).IndexOf(tag);
        return index < 0 ? -1 : from + index;
    }

    private int Checked(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, FieldCount);
        return index;
    }

    private ReadOnlySpan<byte> Value(int index) => _buffer.AsSpan(_starts[index], _ends[index] - _starts[index]);

    /// <summary>Reads the field at <paramref name="position"/> into the index and returns the position behind its separator.</summary>
    private int ReadField(int position, int end, int dataTag, int dataLength)
    {
        int tag = 0, start = position;
        for (; start < end && char.IsAsciiDigit((char)_buffer[start]) && tag <= MaximumTag / 10; start++)
            tag = (tag * 10) + (_buffer[start] - '0');
        if (tag == 0 || start >= end || _buffer[start] != '=')
            return SetFault(FixParseFault.InvalidTagNumber, ReadFaultTag(position, end));
        start++;
        int length = dataTag == 0 ? _buffer.AsSpan(start, end - start).IndexOf(Separator) : dataLength;
        bool wrongData = dataTag != 0 && (tag != dataTag || dataLength >= end - start || _buffer[start + dataLength] != Separator);
        if (wrongData || length < 0)
            return SetFault(FixParseFault.BadDataLength, tag);
        Add(tag, start, start + length);
        if (length == 0)
            SetFault(FixParseFault.EmptyValue, tag);
        return start + length + 1;
    }

    /// <summary>A tag that is no positive number still goes into the Reject (RefTagID 371) when it reads as an integer.</summary>
    private int? ReadFaultTag(int position, int end)
    {
        int equals = _buffer.AsSpan(position, end - position).IndexOf((byte)'=');
        return equals > 0 && FixValue.TryInt(_buffer.AsSpan(position, equals), out int tag) ? tag : null;
    }

    /// <summary>Keeps the first fault, and returns the end of the message for faults behind which nothing can be read.</summary>
    private int SetFault(FixParseFault fault, int? tag)
    {
        if (Fault is null)
        {
            Fault = fault;
            FaultTag = tag;
        }

        return _offset + _length;
    }

    private void Add(int tag, int start, int end)
    {
        if (FieldCount == _tags.Length)
        {
            int larger = _tags.Length * 2;
            Array.Resize(ref _tags, larger);
            Array.Resize(ref _starts, larger);
            Array.Resize(ref _ends, larger);
        }

        _tags[FieldCount] = tag;
        _starts[FieldCount] = start;
        _ends[FieldCount] = end;
        FieldCount++;
    }
}
