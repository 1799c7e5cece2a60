namespace MarginRouter.Fix.Codec;

/// <summary>Walks the entries of a <see cref="FixGroup"/>; used by <c>foreach</c>.</summary>
public ref struct FixGroupEnumerator
{
    private readonly FixMessage _message;
    private readonly ReadOnlySpan<int> _members;
    private readonly int _limit;
    private int _remaining;
    private int _from;
    private int _to;

    internal FixGroupEnumerator(FixMessage message, ReadOnlySpan<int> members, int count, (int From, int To) range)
    {
        _message = message;
        _members = members;
        _remaining = count;
        _from = range.From;
        _to = range.From;
        _limit = range.To;
    }

    /// <summary>The entry that <see cref="MoveNext"/> has found.</summary>
    public readonly FixGroupEntry Current => new(_message, _from, _to);

    /// <summary>Goes to the next entry; false at the end.</summary>
    public bool MoveNext()
    {
        _from = _to;
        if (_remaining <= 0 || _from >= _limit || _message.TagAt(_from) != _members[0])
            return false;
        _remaining--;
        do
            _to++;
        while (_to < _limit && _message.TagAt(_to) != _members[0] && _members.Contains(_message.TagAt(_to)));
        return true;
    }
}
