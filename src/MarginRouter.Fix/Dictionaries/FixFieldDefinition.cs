using System.Text;

namespace MarginRouter.Fix.Dictionaries;

/// <summary>One field of a dictionary: its tag, name, form and, where the standard lists them, its values.</summary>
public sealed class FixFieldDefinition
{
    private readonly byte[][] _values;

    /// <summary>Describes a field.</summary>
    /// <param name="tag">Tag number, above 0.</param>
    /// <param name="name">The standard's name.</param>
    /// <param name="type">Form of its value.</param>
    /// <param name="values">The values that are allowed; empty when any of its form is.</param>
    public FixFieldDefinition(int tag, string name, FixFieldType type, IEnumerable<string> values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tag, 1);
        Tag = tag;
        Name = name;
        Type = type;
        _values = [.. values.Select(Encoding.Latin1.GetBytes)];
        Array.Sort(_values, (left, right) => left.AsSpan().SequenceCompareTo(right));
    }

    /// <summary>Tag number.</summary>
    public int Tag { get; }

    /// <summary>The standard's name, for example <c>OrdType</c>.</summary>
    public string Name { get; }

    /// <summary>Form of its value.</summary>
    public FixFieldType Type { get; }

    /// <summary>The values that are allowed, sorted; empty when any of its form is.</summary>
    public IEnumerable<string> Values => _values.Select(Encoding.Latin1.GetString);

    /// <summary>True when the value has the field's form.</summary>
    public bool HasForm(ReadOnlySpan<byte> value) => FixForm.Fits(Type, value);

    /// <summary>True when the value, or each of several, is one of those listed; also when none are listed. Allocates nothing.</summary>
    public bool Lists(ReadOnlySpan<byte> value)
    {
        if (_values.Length == 0)
            return true;
        if (Type is not (FixFieldType.MultipleCharacter or FixFieldType.MultipleText))
            return Contains(value);
        foreach (Range part in value.Split((byte)' '))
        {
            if (!Contains(value[part]))
                return false;
        }

        return true;
    }

    private bool Contains(ReadOnlySpan<byte> value)
    {
        int low = 0, high = _values.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            int order = value.SequenceCompareTo(_values[middle]);
            if (order == 0)
                return true;
            if (order < 0)
                high = middle - 1;
            else
                low = middle + 1;
        }

        return false;
    }
}
