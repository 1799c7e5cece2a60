using System.Globalization;
using System.Text.Json;

namespace MarginRouter.Host.Configuration;

/// <summary>
/// Strict reading of one JSON object: every member is asked for by name and type, errors are collected with their path, and members
/// that nobody asked for are errors too (<see cref="Close"/>).
/// </summary>
internal sealed class JsonSection
{
    private readonly JsonElement element;
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    public JsonSection(JsonElement element, string place, ConfigurationErrors errors)
    {
        this.element = element;
        Place = place;
        Errors = errors;
        if (element.ValueKind != JsonValueKind.Object)
            errors.Add(place, $"an object is expected, not {element.ValueKind}");
    }

    /// <summary>File and JSON path of this object.</summary>
    public string Place { get; }

    public ConfigurationErrors Errors { get; }

    /// <summary>A name as configuration files write it.</summary>
    public static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    public string Text(string name)
    {
        if (Member(name, required: true) is not JsonElement value)
            return string.Empty;
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
            return text;
        Errors.Add($"{Place}.{name}", "a non-empty text is expected");
        return string.Empty;
    }

    public string? OptionalText(string name)
    {
        if (Member(name, required: false) is not JsonElement value)
            return null;
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString();
        Errors.Add($"{Place}.{name}", "a text is expected");
        return null;
    }

    public Uri Address(string name)
    {
        string text = Text(name);
        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? address))
            return address;
        if (text.Length > 0)
            Errors.Add($"{Place}.{name}", $"'{text}' is not an absolute address");
        return new Uri("http://invalid.invalid");
    }

    /// <summary>A decimal written as a number or as text, within bounds.</summary>
    public decimal Number(string name, decimal least, decimal most)
    {
        if (Member(name, required: true) is not JsonElement value)
            return least;
        decimal? number = value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetDecimal(out decimal parsed) => parsed,
            JsonValueKind.String when decimal.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal parsed) => parsed,
            _ => null,
        };
        if (number is decimal inRange && inRange >= least && inRange <= most)
            return inRange;
        Errors.Add($"{Place}.{name}", $"a number from {least} to {most} is expected, not {value.GetRawText()}");
        return least;
    }

    public int Whole(string name, int least, int most) => (int)WholeDecimal(name, least, most);

    public decimal? OptionalNumber(string name, decimal least, decimal most) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out _) ? Number(name, least, most) : null;

    public int? OptionalWhole(string name, int least, int most) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out _) ? Whole(name, least, most) : null;

    /// <summary>One of the named values of an enum, written in camel case.</summary>
    public T Choice<T>(string name)
        where T : struct, Enum
    {
        string text = Text(name);
        foreach (T value in Enum.GetValues<T>())
        {
            if (string.Equals(CamelCase(value.ToString()), text, StringComparison.Ordinal))
                return value;
        }

        if (text.Length > 0)
            Errors.Add($"{Place}.{name}", $"'{text}' is not one of {string.Join(", ", Enum.GetNames<T>().Select(CamelCase))}");
        return Enum.GetValues<T>()[0];
    }

    public bool Flag(string name, bool fallback)
    {
        if (Member(name, required: false) is not JsonElement value)
            return fallback;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Errors.Add($"{Place}.{name}", "true or false is expected");
        return fallback;
    }

    public JsonSection Section(string name)
    {
        JsonElement? value = Member(name, required: true);
        return new JsonSection(value ?? JsonDocument.Parse("{}").RootElement, $"{Place}.{name}", Errors);
    }

    public JsonSection? OptionalSection(string name) =>
        Member(name, required: false) is JsonElement value ? new JsonSection(value, $"{Place}.{name}", Errors) : null;

    public IReadOnlyList<JsonSection> Sections(string name)
    {
        List<JsonSection> sections = [];
        int index = 0;
        foreach (JsonElement item in Items(name))
            sections.Add(new JsonSection(item, $"{Place}.{name}[{index++}]", Errors));
        return sections;
    }

    /// <summary>As <see cref="Sections"/>; none when the member is not there.</summary>
    public IReadOnlyList<JsonSection> OptionalSections(string name) => Has(name) ? Sections(name) : [];

    /// <summary>True when the member is there, whatever it is.</summary>
    public bool Has(string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out _);

    public IReadOnlyList<string> OptionalTexts(string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out _) ? Texts(name) : [];

    public IReadOnlyList<string> Texts(string name)
    {
        List<string> texts = [];
        int index = 0;
        foreach (JsonElement item in Items(name))
        {
            if (item.ValueKind == JsonValueKind.String && item.GetString() is { Length: > 0 } text)
                texts.Add(text);
            else
                Errors.Add($"{Place}.{name}[{index}]", "a non-empty text is expected");
            index++;
        }

        return texts;
    }

    /// <summary>Reports members that were never asked for.</summary>
    public void Close()
    {
        if (element.ValueKind != JsonValueKind.Object)
            return;
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name))
                Errors.Add($"{Place}.{property.Name}", "unknown member");
        }
    }

    private decimal WholeDecimal(string name, int least, int most)
    {
        decimal number = Number(name, least, most);
        if (number == decimal.Truncate(number))
            return number;
        Errors.Add($"{Place}.{name}", "a whole number is expected");
        return least;
    }

    private JsonElement.ArrayEnumerator Items(string name)
    {
        if (Member(name, required: true) is not JsonElement value)
            return default;
        if (value.ValueKind == JsonValueKind.Array)
            return value.EnumerateArray();
        Errors.Add($"{Place}.{name}", "an array is expected");
        return default;
    }

    private JsonElement? Member(string name, bool required)
    {
        known.Add(name);
        if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value))
            return value;
        if (required && element.ValueKind == JsonValueKind.Object)
            Errors.Add($"{Place}.{name}", "missing");
        return null;
    }
}
