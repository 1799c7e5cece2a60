namespace MarginRouter.Fix.Codec;

/// <summary>One entry of a repeating group, with the same readers as <see cref="FixMessage"/> but only over the entry's own fields.</summary>
public readonly ref struct FixGroupEntry
{
    private readonly FixMessage _message;
    private readonly int _from;
    private readonly int _to;

    internal FixGroupEntry(FixMessage message, int from, int to)
    {
        _message = message;
        _from = from;
        _to = to;
    }

    /// <summary>True when the entry holds the field.</summary>
    public bool Contains(int tag) => TryGetSpan(tag, out _);

    /// <summary>The value as it stands on the wire.</summary>
    public bool TryGetSpan(int tag, out ReadOnlySpan<byte> value) => _message.TryGetSpan(tag, _from, _to, out value);

    /// <summary>An integer that fits 32 bits.</summary>
    public bool TryGetInt(int tag, out int value) => FixValue.TryInt(ValueOrEmpty(tag), out value);

    /// <summary>An integer that fits 64 bits.</summary>
    public bool TryGetLong(int tag, out long value) => FixValue.TryLong(ValueOrEmpty(tag), out value);

    /// <summary>A decimal: sign, digits and at most one point.</summary>
    public bool TryGetDecimal(int tag, out decimal value) => FixValue.TryDecimal(ValueOrEmpty(tag), out value);

    /// <summary>A single character.</summary>
    public bool TryGetChar(int tag, out char value) => FixValue.TryChar(ValueOrEmpty(tag), out value);

    /// <summary>A UTCTimestamp.</summary>
    public bool TryGetTimestamp(int tag, out DateTime utc) => FixTimestamp.TryRead(ValueOrEmpty(tag), out utc);

    /// <summary>A UTCDateOnly or LocalMktDate.</summary>
    public bool TryGetDate(int tag, out DateOnly date) => FixValue.TryDate(ValueOrEmpty(tag), out date);

    /// <summary>The value as a string (Latin-1), or null when absent. Allocates.</summary>
    public string? GetText(int tag) => TryGetSpan(tag, out ReadOnlySpan<byte> value) ? FixValue.ToText(value) : null;

    /// <summary>A group inside this entry; its members must also be among the members of the outer group.</summary>
    public bool TryGetGroup(int countTag, ReadOnlySpan<int> members, out FixGroup group) =>
        _message.FindGroup(countTag, members, (_from, _to), out group);

    private ReadOnlySpan<byte> ValueOrEmpty(int tag)
    {
        TryGetSpan(tag, out ReadOnlySpan<byte> value);
        return value;
    }
}
