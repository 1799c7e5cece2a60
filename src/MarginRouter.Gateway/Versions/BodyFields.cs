using System.Buffers.Text;

namespace MarginRouter.Gateway.Versions;

/// <summary>Walks the fields of a written body in order. None of our messages has a data field, so every separator ends a field.</summary>
internal ref struct BodyFields(ReadOnlySpan<byte> body)
{
    private const byte Separator = 1;
    private ReadOnlySpan<byte> rest = body;

    /// <summary>Tag of the present field.</summary>
    public int Tag { get; private set; }

    /// <summary>Value of the present field.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Steps to the next field; false behind the last.</summary>
    public bool Step()
    {
        if (rest.IsEmpty)
            return false;
        int end = rest.IndexOf(Separator);
        int equals = rest.IndexOf((byte)'=');
        bool read = Utf8Parser.TryParse(rest[..equals], out int tag, out int _);
        if (!read)
            throw new InvalidOperationException("a written body holds a field without a tag");
        Tag = tag;
        Value = rest[(equals + 1)..end];
        rest = rest[(end + 1)..];
        return true;
    }

    /// <summary>The first value of a tag in a body; empty when it has none.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> body, int tag)
    {
        BodyFields fields = new(body);
        while (fields.Step())
        {
            if (fields.Tag == tag)
                return fields.Value;
        }

        return default;
    }
}
