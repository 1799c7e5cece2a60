using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using MarginRouter.Fix.Codec;

namespace MarginRouter.Fix.Dictionaries;

/// <summary>Fields and messages of one version of FIX, or of a counterparty's dialect of it. It does not change once made.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "A dictionary is what the standard and its users call it.")]
public sealed class FixDictionary
{
    private readonly FrozenDictionary<int, FixFieldDefinition> _fields;
    private readonly FrozenDictionary<int, FixSection> _messages;
    private FrozenDictionary<int, FixFieldDefinition> _anywhere = FrozenDictionary<int, FixFieldDefinition>.Empty;

    internal FixDictionary(
        string version, (FixSection Header, FixSection Trailer) frame, IReadOnlyDictionary<int, FixFieldDefinition> fields,
        IReadOnlyDictionary<int, FixSection> messages)
    {
        Version = version;
        Header = frame.Header;
        Trailer = frame.Trailer;
        _fields = fields.ToFrozenDictionary();
        _messages = messages.ToFrozenDictionary();
    }

    /// <summary>For example <c>FIX.4.4</c>, <c>FIXT.1.1</c> or <c>FIX.5.0SP2</c>.</summary>
    public string Version { get; }

    /// <summary>The standard header; empty in a dictionary of application messages alone (5.0 and later).</summary>
    public FixSection Header { get; }

    /// <summary>The standard trailer; empty in a dictionary of application messages alone.</summary>
    public FixSection Trailer { get; }

    /// <summary>The transport's dictionary, by which session messages are judged; null where versions are not split.</summary>
    internal FixDictionary? Transport { get; private init; }

    /// <summary>Types of the version whose bodies are not in this dictionary: they are no errors, and nobody can judge them.</summary>
    internal ImmutableArray<int> Bodiless { get; init; } = [];

    /// <summary>How many message types it holds.</summary>
    public int MessageCount => _messages.Count;

    /// <summary>The field with a tag, or null.</summary>
    public FixFieldDefinition? Field(int tag) => _fields.GetValueOrDefault(tag);

    /// <summary>The body of a message type (a code of <see cref="FixMsgType"/>), or null.</summary>
    public FixSection? Message(int messageType) => _messages.GetValueOrDefault(messageType);

    /// <summary>
    /// This dictionary with fields beside it that any message may have: a counterparty's user-defined ones (from tag 5000), and those that the
    /// two sides have agreed on. Their form and values are judged; a field that the dictionary has keeps its places.
    /// </summary>
    /// <param name="fields">The fields; each takes the place of one with the same tag that no message has.</param>
    public FixDictionary With(params IEnumerable<FixFieldDefinition> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        Dictionary<int, FixFieldDefinition> all = new(_fields), free = new(_anywhere);
        foreach (FixFieldDefinition field in fields)
        {
            all[field.Tag] = field;
            free[field.Tag] = field;
        }

        return new FixDictionary(Version, (Header, Trailer), all, _messages) { Transport = Transport, Bodiless = Bodiless, _anywhere = free.ToFrozenDictionary() };
    }

    /// <summary>The definition of a field that any message may have, or null.</summary>
    internal FixFieldDefinition? Anywhere(int tag) => _anywhere.GetValueOrDefault(tag);

    /// <summary>
    /// This dictionary of application messages within a transport's: the transport gives header, trailer and session messages, as FIXT 1.1
    /// does for FIX 5.0 and later.
    /// </summary>
    /// <param name="transport">The transport's dictionary.</param>
    public FixDictionary Within(FixDictionary transport)
    {
        ArgumentNullException.ThrowIfNull(transport);
        Dictionary<int, FixFieldDefinition> fields = new(_fields);
        Dictionary<int, FixSection> messages = new(_messages);
        foreach ((int tag, FixFieldDefinition field) in transport._fields)
            fields.TryAdd(tag, field);
        foreach ((int type, FixSection message) in transport._messages)
            messages[type] = message;
        return new FixDictionary(Version, (transport.Header, transport.Trailer), fields, messages) { Transport = transport, Bodiless = [.. Bodiless, .. transport.Bodiless], _anywhere = _anywhere };
    }
}
