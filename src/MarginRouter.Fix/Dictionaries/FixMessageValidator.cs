using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;

namespace MarginRouter.Fix.Dictionaries;

/// <summary>
/// Checks a received message against a dictionary: known type, fields in their places and once, forms and listed values, groups with their
/// declared number of entries, required fields. The first fault is returned. A good message costs no allocation.
/// </summary>
public sealed class FixMessageValidator
{
    private const int FirstUserDefinedTag = 5000;

    /// <summary>Groups within groups; the standard has four levels.</summary>
    private const int MaximumDepth = 8;

    private readonly FixValidationOptions _options;
    private readonly (byte[] Version, FixDictionary Dictionary)[] _otherVersions;

    /// <summary>The body at 0, and the entries of the groups that the walk is in.</summary>
    private readonly FixSection?[] _open = new FixSection?[MaximumDepth + 1];
    private FixRefusal? _valueFault;

    /// <summary>Prepares the checks of one session.</summary>
    public FixMessageValidator(FixValidationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _otherVersions = [.. options.OtherVersions.Select(entry => (System.Text.Encoding.Latin1.GetBytes(entry.Key), entry.Value))];
    }

    /// <summary>
    /// Why the message is refused, or null. What is wrong with places comes before what is wrong with a value, and that before what is
    /// missing. One thread at a time.
    /// </summary>
    /// <param name="message">A message without structural fault.</param>
    /// <param name="defaultVersion">ApplVerID that stands for <see cref="FixValidationOptions.Dictionary"/>, as text; empty before FIXT 1.1.</param>
    public FixRefusal? Judge(FixMessage message, ReadOnlySpan<byte> defaultVersion)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (DictionaryOf(message, defaultVersion) is not { } dictionary)
            return FixRefusal.Session(FixRejectReason.UnsupportedApplicationVersion, FixSessionTag.ApplVerID);
        if (dictionary.Message(message.MessageType) is not { } body)
            return JudgeUnknownType(dictionary, message.MessageType);
        _valueFault = null;
        _open[0] = body;
        int at = 0;
        Span<ulong> header = stackalloc ulong[dictionary.Header.Words], fields = stackalloc ulong[body.Words], trailer = stackalloc ulong[dictionary.Trailer.Words];
        header.Clear();
        fields.Clear();
        trailer.Clear();
        return Walk(message, dictionary.Header, new Seen(header, 0), ref at)
            ?? WalkBody(new On(message, dictionary), body, new Seen(header, 0), new Seen(fields, 0), ref at)
            ?? Walk(message, dictionary.Trailer, new Seen(trailer, 0), ref at)
            ?? (at < message.FieldCount ? FixRefusal.Session(FixRejectReason.TagOutOfOrder, message.TagAt(at)) : null)
            ?? _valueFault
            ?? Missing(dictionary.Header, header) ?? Missing(body, fields) ?? Missing(dictionary.Trailer, trailer);
    }

    private FixRefusal? JudgeUnknownType(FixDictionary dictionary, int type)
    {
        bool taken = _options.AllowUnknownMessages || dictionary.Bodiless.Contains(type) || (_options.AllowUserDefinedMessages && FixMsgType.IsUserDefined(type));
        return taken ? null : FixRefusal.Session(FixRejectReason.InvalidMessageType);
    }

    private FixDictionary? DictionaryOf(FixMessage message, ReadOnlySpan<byte> defaultVersion)
    {
        if (_options.Dictionary.Transport is { } transport && FixMsgType.IsAdministrative(message.MessageType))
            return transport;
        if (defaultVersion.IsEmpty || !message.TryGetSpan(FixSessionTag.ApplVerID, out ReadOnlySpan<byte> version) || version.SequenceEqual(defaultVersion))
            return _options.Dictionary;
        foreach ((byte[] other, FixDictionary dictionary) in _otherVersions)
        {
            if (version.SequenceEqual(other))
                return dictionary;
        }

        return null;
    }

    /// <summary>Walks header or trailer until a field that does not belong to it.</summary>
    private FixRefusal? Walk(FixMessage message, FixSection section, Seen seen, ref int at)
    {
        while (at < message.FieldCount && section.Find(message.TagAt(at)) is { } member)
        {
            if (Take(message, member, seen, ref at) is { } fault)
                return fault;
        }

        return null;
    }

    /// <summary>Walks the body until the trailer begins.</summary>
    private FixRefusal? WalkBody(in On on, FixSection body, Seen header, Seen seen, ref int at)
    {
        while (at < on.Message.FieldCount)
        {
            int tag = on.Message.TagAt(at);
            FixRefusal? fault = null;
            if (body.Find(tag) is { } member)
            {
                fault = Take(on.Message, member, seen, ref at);
            }
            else if (on.Dictionary.Trailer.Find(tag) is not null)
            {
                return null;
            }
            else if (on.Dictionary.Header.Find(tag) is { } displaced)
            {
                fault = _options.CheckFieldOrder ? FixRefusal.Session(FixRejectReason.TagOutOfOrder, tag) : Take(on.Message, displaced, header, ref at);
            }
            else
            {
                if (on.Dictionary.Anywhere(tag) is { } field)
                    JudgeValue(field, on.Message.ValueAt(at));
                else
                    fault = JudgeStranger(on.Dictionary, tag);
                at++;
            }

            if (fault is not null)
                return fault;
        }

        return null;
    }

    /// <summary>A field of the body that its message does not have.</summary>
    private FixRefusal? JudgeStranger(FixDictionary dictionary, int tag)
    {
        bool known = dictionary.Field(tag) is not null;
        if (known)
            return _options.AllowUnknownFields ? null : FixRefusal.Session(FixRejectReason.TagNotDefinedForMessageType, tag);
        bool taken = tag >= FirstUserDefinedTag ? _options.AllowUserDefinedFields : _options.AllowUnknownFields;
        return taken ? null : FixRefusal.Session(FixRejectReason.InvalidTagNumber, tag);
    }

    private FixRefusal? Take(FixMessage message, FixSectionMember member, Seen seen, ref int at)
    {
        ReadOnlySpan<byte> value = message.ValueAt(at);
        int tag = member.Field.Tag;
        ref ulong word = ref seen.Words[member.Ordinal / 64];
        ulong bit = 1UL << (member.Ordinal % 64);
        if ((word & bit) != 0)
            return FixRefusal.Session(FixRejectReason.TagAppearsMoreThanOnce, tag);
        word |= bit;
        JudgeValue(member.Field, value);
        at++;
        return member.Group is { } entry ? TakeGroup(message, new GroupAt(member.Field, entry, value), ref at, seen.Depth + 1) : null;
    }

    /// <summary>A wrong value is kept until the message is known to have its fields in their places.</summary>
    private void JudgeValue(FixFieldDefinition field, ReadOnlySpan<byte> value)
    {
        if (!field.HasForm(value))
            _valueFault ??= FixRefusal.Session(FixRejectReason.IncorrectDataFormat, field.Tag);
        else if (_options.CheckValues && field.Tag != FixTag.MsgType && !field.Lists(value))
            _valueFault ??= FixRefusal.Session(FixRejectReason.ValueIncorrect, field.Tag);
    }

    private FixRefusal? TakeGroup(FixMessage message, GroupAt group, ref int at, int depth)
    {
        int tag = group.Count.Tag;
        if (!FixValue.TryInt(group.Value, out int declared) || declared < 0 || depth > MaximumDepth)
            return FixRefusal.Session(FixRejectReason.IncorrectDataFormat, tag);
        int delimiter = group.Entry.Members[0].Field.Tag, entries = 0;
        Span<ulong> seen = stackalloc ulong[group.Entry.Words];
        _open[depth] = group.Entry;
        while (at < message.FieldCount)
        {
            if (group.Entry.Find(message.TagAt(at)) is not { } member)
            {
                if (entries == 0 || !StaysInGroup(message.TagAt(at), depth))
                    break;
                at++;
                continue;
            }

            if (entries == 0 && !_options.CheckFieldOrder)
                delimiter = member.Field.Tag;
            if (member.Field.Tag == delimiter)
            {
                if (entries > 0 && Missing(group.Entry, seen) is { } missing)
                    return missing;
                entries++;
                seen.Clear();
            }
            else if (entries == 0)
            {
                return FixRefusal.Session(FixRejectReason.GroupFieldsOutOfOrder, tag);
            }

            if (Take(message, member, new Seen(seen, depth), ref at) is { } fault)
                return fault;
        }

        if (entries != declared)
            return FixRefusal.Session(FixRejectReason.IncorrectGroupCount, tag);
        return entries > 0 ? Missing(group.Entry, seen) : null;
    }

    /// <summary>A field that no section around the entry knows does not end its group where such fields are taken.</summary>
    private bool StaysInGroup(int tag, int depth)
    {
        bool usersOwn = tag >= FirstUserDefinedTag && _options.AllowUserDefinedFields && _options.Dictionary.Field(tag) is null;
        if (!(_options.AllowUnknownFields || usersOwn) || _options.Dictionary.Trailer.Find(tag) is not null || _options.Dictionary.Header.Find(tag) is not null)
            return false;
        for (int outer = 0; outer < depth; outer++)
        {
            if (_open[outer]!.Find(tag) is not null)
                return false;
        }

        return true;
    }

    private FixRefusal? Missing(FixSection section, ReadOnlySpan<ulong> seen)
    {
        if (!_options.CheckRequiredFields)
            return null;
        foreach (FixSectionMember member in section.Required)
        {
            if ((seen[member.Ordinal / 64] & (1UL << (member.Ordinal % 64))) == 0)
                return FixRefusal.Session(FixRejectReason.RequiredTagMissing, member.Field.Tag);
        }

        return null;
    }

    private readonly record struct On(FixMessage Message, FixDictionary Dictionary);

    private readonly ref struct Seen(Span<ulong> words, int depth)
    {
        public readonly Span<ulong> Words = words;
        public readonly int Depth = depth;
    }

    private readonly ref struct GroupAt(FixFieldDefinition count, FixSection entry, ReadOnlySpan<byte> value)
    {
        public readonly FixFieldDefinition Count = count;
        public readonly FixSection Entry = entry;
        public readonly ReadOnlySpan<byte> Value = value;
    }
}
