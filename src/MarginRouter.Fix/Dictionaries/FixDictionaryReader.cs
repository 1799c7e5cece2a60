using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using MarginRouter.Fix.Codec;

namespace MarginRouter.Fix.Dictionaries;

/// <summary>
/// Reads a dictionary in the XML form that QuickFIX users know: <c>fix</c> with <c>header</c>, <c>trailer</c>, <c>messages</c>,
/// <c>components</c> and <c>fields</c>. Any such file works, a venue's own too. A fault names file and line; nothing is read partly.
/// </summary>
public sealed class FixDictionaryReader
{
    private const int MaximumDepth = 32;

    private readonly string _source;
    private readonly Dictionary<string, FixFieldDefinition> _fields = [];
    private readonly Dictionary<string, XElement> _components = [];

    private FixDictionaryReader(string source) => _source = source;

    /// <summary>Reads a file.</summary>
    /// <exception cref="FixDictionaryException">The file is absent, no XML, or no dictionary.</exception>
    public static FixDictionary ReadFile(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return Read(file, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FixDictionaryException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>Reads a stream.</summary>
    /// <param name="stream">The XML text.</param>
    /// <param name="source">What to call it in errors.</param>
    /// <exception cref="FixDictionaryException">It is no XML or no dictionary.</exception>
    public static FixDictionary Read(Stream stream, string source)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            using XmlReader reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return new FixDictionaryReader(source).Read(XDocument.Load(reader, LoadOptions.SetLineInfo).Root!);
        }
        catch (XmlException error)
        {
            throw new FixDictionaryException($"{source}: {error.Message}", error);
        }
    }

    private FixDictionary Read(XElement root)
    {
        if (root.Name.LocalName != "fix")
            throw Fault(root, $"the root must be <fix>, not <{root.Name.LocalName}>");
        foreach (XElement field in Children(root, "fields"))
            AddField(field);
        foreach (XElement component in Children(root, "components"))
        {
            if (!_components.TryAdd(Required(component, "name"), component))
                throw Fault(component, $"component {Required(component, "name")} is defined twice");
        }

        Dictionary<int, FixSection> messages = [];
        foreach (XElement message in Children(root, "messages"))
        {
            string type = Required(message, "msgtype");
            if (type.Length > FixMsgType.MaximumLength || !messages.TryAdd(FixMsgType.FromText(System.Text.Encoding.Latin1.GetBytes(type)), Section(message, Required(message, "name"))))
                throw Fault(message, $"message type {type} is defined twice or longer than {FixMsgType.MaximumLength} characters");
        }

        if (messages.Count == 0)
            throw Fault(root, "no messages");
        (FixSection, FixSection) frame = (Frame(root, "header"), Frame(root, "trailer"));
        return new FixDictionary(Version(root), frame, _fields.Values.ToDictionary(field => field.Tag), messages);
    }

    private string Version(XElement root)
    {
        string pack = root.Attribute("servicepack")?.Value ?? "0";
        string suffix = pack is "0" or "" ? "" : $"SP{pack}";
        return $"{root.Attribute("type")?.Value ?? "FIX"}.{Required(root, "major")}.{Required(root, "minor")}{suffix}";
    }

    private FixSection Frame(XElement root, string name) => root.Element(name) is { } element ? Section(element, name) : new FixSection(name, []);

    private static IEnumerable<XElement> Children(XElement root, string name) => root.Element(name)?.Elements() ?? [];

    private void AddField(XElement element)
    {
        string name = Required(element, "name");
        if (!int.TryParse(Required(element, "number"), NumberStyles.None, CultureInfo.InvariantCulture, out int tag) || tag < 1)
            throw Fault(element, $"field {name} has no tag number");
        bool open = element.Attribute("allowOtherValues")?.Value is "Y" or "true" or "y";
        IEnumerable<string> values = open ? [] : element.Elements("value").Select(value => Required(value, "enum"));
        FixFieldDefinition field = new(tag, name, TypeOf(Required(element, "type")), values);
        if (_fields.Values.Any(other => other.Tag == tag) || !_fields.TryAdd(name, field))
            throw Fault(element, $"field {name} ({tag}) is defined twice");
    }

    private FixSection Section(XElement element, string name)
    {
        List<FixSectionMember> members = [];
        HashSet<int> seen = [];
        Collect(element, true, (members, seen), 0);
        if (members.Count > FixSection.MaximumMembers)
            throw Fault(element, $"{name} has more than {FixSection.MaximumMembers} fields");
        return new FixSection(name, members);
    }

    /// <summary>Adds the fields of an element and of its components. A field is required when all around it are.</summary>
    private void Collect(XElement element, bool required, (List<FixSectionMember> Members, HashSet<int> Seen) into, int depth)
    {
        if (depth > MaximumDepth)
            throw Fault(element, "components contain each other");
        foreach (XElement child in element.Elements())
        {
            string name = Required(child, "name");
            bool must = required && child.Attribute("required")?.Value is "Y" or "y";
            switch (child.Name.LocalName)
            {
                case "component":
                    Collect(_components.GetValueOrDefault(name) ?? throw Fault(child, $"component {name} is not defined"), must, into, depth + 1);
                    break;
                case "field" or "group":
                    FixFieldDefinition field = _fields.GetValueOrDefault(name) ?? throw Fault(child, $"field {name} is not defined");
                    if (!into.Seen.Add(field.Tag))
                        break;
                    into.Members.Add(new FixSectionMember(field, must, child.Name.LocalName == "group" ? Group(child, name) : null));
                    break;
                default:
                    throw Fault(child, $"<{child.Name.LocalName}> is not known here");
            }
        }
    }

    private FixSection Group(XElement element, string name)
    {
        FixSection entry = Section(element, name);
        return entry.Members.Count > 0 ? entry : throw Fault(element, $"group {name} is empty");
    }

    private static FixFieldType TypeOf(string type) => type.ToUpperInvariant() switch
    {
        "INT" or "LENGTH" or "SEQNUM" or "NUMINGROUP" or "TAGNUM" or "DAYOFMONTH" => FixFieldType.WholeNumber,
        "FLOAT" or "PRICE" or "QTY" or "QUANTITY" or "AMT" or "PRICEOFFSET" or "PERCENTAGE" => FixFieldType.DecimalNumber,
        "CHAR" => FixFieldType.Character,
        "BOOLEAN" => FixFieldType.Boolean,
        "MULTIPLECHARVALUE" => FixFieldType.MultipleCharacter,
        "MULTIPLEVALUESTRING" or "MULTIPLESTRINGVALUE" => FixFieldType.MultipleText,
        "UTCTIMESTAMP" => FixFieldType.UtcTimestamp,
        "UTCTIMEONLY" => FixFieldType.UtcTime,
        "UTCDATE" or "UTCDATEONLY" or "LOCALMKTDATE" => FixFieldType.Date,
        "MONTHYEAR" => FixFieldType.MonthYear,
        "DATA" or "XMLDATA" => FixFieldType.Data,
        _ => FixFieldType.Text,
    };

    private string Required(XElement element, string attribute) =>
        element.Attribute(attribute)?.Value is { Length: > 0 } value ? value : throw Fault(element, $"<{element.Name.LocalName}> lacks {attribute}");

    private FixDictionaryException Fault(XElement element, string text) =>
        new($"{_source}, line {((IXmlLineInfo)element).LineNumber}: {text}");
}
