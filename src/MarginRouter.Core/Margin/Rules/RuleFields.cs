using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace MarginRouter.Core.Margin.Rules;

/// <summary>Reads the members of one JSON object, notes every error with its path, and finds members that nobody asked for.</summary>
internal sealed class RuleFields
{
    private readonly JsonElement element;
    private readonly string file;
    private readonly string path;
    private readonly List<RuleSetError> errors;
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);

    public RuleFields(JsonElement element, string file, string path, List<RuleSetError> errors)
    {
        this.element = element;
        this.file = file;
        this.path = path;
        this.errors = errors;
        if (element.ValueKind != JsonValueKind.Object)
            Fail("", $"must be an object, is {element.ValueKind}");
    }

    /// <summary>Notes an error at a member (or, with an empty name, at the object).</summary>
    public void Fail(string name, string message) => FailAt(PathOf(name), message);

    /// <summary>Adds an error at a place of this file that is named whole.</summary>
    public void FailAt(string place, string message) => errors.Add(new RuleSetError(file, place, message));

    /// <summary>The member, or null when absent; a JSON null counts as present.</summary>
    public JsonElement? Find(string name)
    {
        asked.Add(name);
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) ? value : null;
    }

    /// <summary>A text that must be there and not be empty; empty after an error.</summary>
    public string Text(string name)
    {
        if (Find(name) is not { } value)
            return Missing(name, string.Empty);
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
            return text;
        Fail(name, "must be a text that is not empty");
        return string.Empty;
    }

    /// <summary>A number that must be there, written as a number or as a text; zero after an error.</summary>
    public decimal Number(string name)
    {
        if (Find(name) is { } value)
            return Parse(name, value) ?? 0m;
        return Missing(name, 0m);
    }

    /// <summary>A number that may be absent or null.</summary>
    public decimal? OptionalNumber(string name) =>
        Find(name) is { ValueKind: not JsonValueKind.Null } value ? Parse(name, value) : null;

    /// <summary>True or false; false when it is absent.</summary>
    public bool Flag(string name)
    {
        if (Find(name) is not { } value)
            return false;
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            Fail(name, "must be true or false");
        return value.ValueKind == JsonValueKind.True;
    }

    /// <summary>A word out of a closed list; the default after an error.</summary>
    public T Word<T>(string name, T fallback)
        where T : struct, Enum
    {
        if (Find(name) is not { } value)
            return Missing(name, fallback);
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text)
        {
            foreach (T candidate in Enum.GetValues<T>())
            {
                if (string.Equals(Camel(candidate.ToString()), text, StringComparison.Ordinal))
                    return candidate;
            }
        }

        Fail(name, $"{value.GetRawText()} is not one of {string.Join(", ", Enum.GetNames<T>().Select(Camel))}");
        return fallback;
    }

    /// <summary>The members of an object member, in file order; nothing when it is absent.</summary>
    public IEnumerable<(string Name, JsonElement Value, string Path)> Members(string name)
    {
        if (Find(name) is not { } value)
            yield break;
        if (value.ValueKind != JsonValueKind.Object)
        {
            Fail(name, "must be an object");
            yield break;
        }

        foreach (JsonProperty property in value.EnumerateObject())
            yield return (property.Name, property.Value, $"{PathOf(name)}.{property.Name}");
    }

    /// <summary>The items of an array member; nothing when it is absent.</summary>
    public IEnumerable<(JsonElement Value, string Path)> Items(string name)
    {
        if (Find(name) is not { } value)
            yield break;
        if (value.ValueKind != JsonValueKind.Array)
        {
            Fail(name, "must be a list");
            yield break;
        }

        int index = 0;
        foreach (JsonElement item in value.EnumerateArray())
            yield return (item, $"{PathOf(name)}[{(index++).ToString(CultureInfo.InvariantCulture)}]");
    }

    /// <summary>The texts of a list member, none of them empty; nothing when it is absent.</summary>
    public ImmutableArray<string> Texts(string name)
    {
        ImmutableArray<string>.Builder texts = ImmutableArray.CreateBuilder<string>();
        foreach ((JsonElement value, string place) in Items(name))
        {
            if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
                texts.Add(text);
            else
                errors.Add(new RuleSetError(file, place, "must be a text that is not empty"));
        }

        return texts.ToImmutable();
    }

    /// <summary>Where a member stands in its document.</summary>
    public string PathOf(string name) => name.Length == 0 ? path : $"{path}.{name}";

    /// <summary>Reads an object below this one.</summary>
    public RuleFields Below(JsonElement value, string fullPath) => new(value, file, fullPath, errors);

    /// <summary>Notes every member that nobody asked for.</summary>
    public void RefuseOthers()
    {
        if (element.ValueKind != JsonValueKind.Object)
            return;
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!asked.Contains(property.Name))
                Fail(property.Name, "is not known");
        }
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private T Missing<T>(string name, T fallback)
    {
        Fail(name, "is missing");
        return fallback;
    }

    private decimal? Parse(string name, JsonElement value)
    {
        string? text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => value.GetString(),
            _ => null,
        };
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number))
            return number;
        Fail(name, $"{value.GetRawText()} is not a number");
        return null;
    }
}
