using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using MarginRouter.Fix.Codec;

namespace MarginRouter.Fix.Dictionaries;

/// <summary>Fields and messages of one version of FIX, or of a counterparty's dialect of it. It does not change once made.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "A dictionary is what the standard and its users call it.")]
public sealed class FixDictionary
{
    private readonly FrozenDictionary<int, FixFieldDefinition> _fields;
    private readonly FrozenDictionary<int, FixSection> _messages;

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

    /// <summary>How many message types it holds.</summary>
    public int MessageCount => _messages.Count;

    /// <summary>The field with a tag, or null.</summary>
    public FixFieldDefinition? Field(int tag) => _fields.GetValueOrDefault(tag);

    /// <summary>The body of a message type (a code of <see cref="FixMsgType"/>), or null.</summary>
    public FixSection? Message(int messageType) => _messages.GetValueOrDefault(messageType);

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
        return new FixDictionary(Version, (transport.Header, transport.Trailer), fields, messages) { Transport = transport };
    }
}
