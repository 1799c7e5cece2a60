namespace MarginRouter.Fix.Codec;

/// <summary>
/// A repeating group of a message. Enumeration yields the entries that are really there, at most <see cref="DeclaredCount"/>;
/// <see cref="CountMatches"/> says whether both agree (SessionRejectReason 16 when not).
/// </summary>
public readonly ref struct FixGroup
{
    private readonly FixMessage _message;
    private readonly ReadOnlySpan<int> _members;
    private readonly int _from;
    private readonly int _to;

    internal FixGroup(FixMessage message, ReadOnlySpan<int> members, int declaredCount, (int From, int To) range)
    {
        _message = message;
        _members = members;
        DeclaredCount = declaredCount;
        _from = range.From;
        _to = range.To;
    }

    /// <summary>The number in the group's count field, 0 or more.</summary>
    public int DeclaredCount { get; }

    /// <summary>True when exactly <see cref="DeclaredCount"/> entries follow, the first one directly behind the count field.</summary>
    public bool CountMatches()
    {
        int delimiters = 0;
        if (DeclaredCount > 0 && (_from >= _to || _message.TagAt(_from) != _members[0]))
            return false;
        for (int i = _from; i < _to && _members.Contains(_message.TagAt(i)); i++)
        {
            if (_message.TagAt(i) == _members[0])
                delimiters++;
        }

        return delimiters == DeclaredCount;
    }

    /// <summary>Walks the entries in the order of the message.</summary>
    public FixGroupEnumerator GetEnumerator() => new(_message, _members, DeclaredCount, (_from, _to));
}
