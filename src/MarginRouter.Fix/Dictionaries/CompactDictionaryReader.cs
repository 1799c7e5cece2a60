using System.Globalization;
using System.Text;
using MarginRouter.Fix.Codec;

namespace MarginRouter.Fix.Dictionaries;

/// <summary>
/// Reads a dictionary in our compact form: a line a definition. <c>field TAG NAME FORM VALUES</c>, <c>block NAME MEMBERS</c>, <c>header</c> and
/// <c>trailer MEMBERS</c>, <c>message TYPE NAME MEMBERS</c>, <c>bodiless TYPES</c> for types that are known by name alone. A member is a tag, <c>TAG(MEMBERS)</c> for a group, or <c>@BLOCK</c>, with <c>!</c>
/// behind the tag or block when it is required.
/// </summary>
internal sealed class CompactDictionaryReader(string source)
{
    private const int MaximumDepth = 32;

    private readonly Dictionary<int, FixFieldDefinition> _fields = [];
    private readonly Dictionary<string, string> _blocks = [];
    private int _line;

    public FixDictionary Read(TextReader text)
    {
        string version = "";
        FixSection header = new("header", []), trailer = new("trailer", []);
        List<(int Line, string Type, string Name, string Members)> messages = [];
        List<(int Line, string Name, string Members)> frames = [];
        int[] bodiless = [];
        while (text.ReadLine() is { } line)
        {
            _line++;
            (string word, string rest) = Cut(line);
            switch (word)
            {
                case "version":
                    version = rest;
                    break;
                case "field":
                    AddField(rest.Split(' '));
                    break;
                case "block":
                    (string name, string members) = Cut(rest);
                    if (!_blocks.TryAdd(name, members))
                        throw Fault($"block {name} is defined twice");
                    break;
                case "header" or "trailer":
                    frames.Add((_line, word, rest));
                    break;
                case "bodiless":
                    bodiless = [.. rest.Split(' ').Select(one => FixMsgType.FromText(Encoding.ASCII.GetBytes(one)))];
                    break;
                case "message":
                    (string type, string body) = Cut(rest);
                    messages.Add((_line, type, Cut(body).Word, Cut(body).Remainder));
                    break;
                default:
                    throw Fault($"'{word}' is not known");
            }
        }

        foreach ((int line, string name, string members) in frames)
        {
            FixSection section = Section(line, name, members);
            (header, trailer) = name == "header" ? (section, trailer) : (header, section);
        }

        return new FixDictionary(version, (header, trailer), _fields, Bodies(messages)) { Bodiless = [.. bodiless] };
    }

    private Dictionary<int, FixSection> Bodies(List<(int Line, string Type, string Name, string Members)> messages)
    {
        Dictionary<int, FixSection> bodies = [];
        foreach ((int line, string type, string name, string members) in messages)
        {
            FixSection body = Section(line, name, members);
            if (!bodies.TryAdd(FixMsgType.FromText(Encoding.ASCII.GetBytes(type)), body))
                throw Fault($"message type {type} is defined twice");
        }

        return bodies;
    }

    private FixSection Section(int line, string name, string members)
    {
        _line = line;
        return new FixSection(name, Members(members));
    }

    private void AddField(string[] words)
    {
        if (words.Length < 3 || !int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out int tag) || tag < 1)
            throw Fault("a field has a tag, a name and a form");
        if (!_fields.TryAdd(tag, new FixFieldDefinition(tag, words[1], FormOf(words[2]), words.Skip(3))))
            throw Fault($"field {tag} is defined twice");
    }

    private List<FixSectionMember> Members(string text)
    {
        List<FixSectionMember> members = [];
        Collect(text, true, (members, []), 0);
        return members;
    }

    /// <summary>Adds the members of a text and of its blocks. A field is required when all around it are.</summary>
    private void Collect(string text, bool required, (List<FixSectionMember> Members, HashSet<int> Seen) into, int depth)
    {
        if (depth > MaximumDepth)
            throw Fault("blocks contain each other");
        for (int at = 0; at < text.Length; at++)
        {
            int end = EndOfMember(text, at);
            string member = text[at..end];
            int open = member.IndexOf('(', StringComparison.Ordinal);
            string name = (open < 0 ? member : member[..open]).TrimEnd('!');
            bool must = required && member.Length > name.Length && member[name.Length] == '!';
            at = end;
            if (name[0] == '@')
            {
                Collect(_blocks.GetValueOrDefault(name[1..]) ?? throw Fault($"block {name[1..]} is not defined"), must, into, depth + 1);
                continue;
            }

            FixFieldDefinition field = FieldOf(name);
            if (into.Seen.Add(field.Tag))
                into.Members.Add(new FixSectionMember(field, must, open < 0 ? null : new FixSection(field.Name, Members(member[(open + 1)..^1]))));
        }
    }

    private FixFieldDefinition FieldOf(string tag) =>
        int.TryParse(tag, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && _fields.TryGetValue(number, out FixFieldDefinition? field)
            ? field
            : throw Fault($"field {tag} is not defined");

    /// <summary>The blank behind a member; blanks within brackets belong to it.</summary>
    private int EndOfMember(string text, int at)
    {
        int depth = 0;
        for (; at < text.Length && (depth > 0 || text[at] != ' '); at++)
            depth += text[at] switch { '(' => 1, ')' => -1, _ => 0 };
        return depth == 0 ? at : throw Fault("a bracket is not closed");
    }

    private FixFieldType FormOf(string letter) => letter switch
    {
        "s" => FixFieldType.Text,
        "i" => FixFieldType.WholeNumber,
        "n" => FixFieldType.DecimalNumber,
        "c" => FixFieldType.Character,
        "b" => FixFieldType.Boolean,
        "m" => FixFieldType.MultipleCharacter,
        "w" => FixFieldType.MultipleText,
        "u" => FixFieldType.UtcTimestamp,
        "t" => FixFieldType.UtcTime,
        "d" => FixFieldType.Date,
        "y" => FixFieldType.MonthYear,
        "x" => FixFieldType.Data,
        _ => throw Fault($"'{letter}' is no form"),
    };

    private static (string Word, string Remainder) Cut(string text)
    {
        int blank = text.IndexOf(' ', StringComparison.Ordinal);
        return blank < 0 ? (text, "") : (text[..blank], text[(blank + 1)..]);
    }

    private FixDictionaryException Fault(string text) => new($"{source}, line {_line}: {text}");
}
