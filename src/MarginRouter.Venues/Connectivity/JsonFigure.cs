using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Connectivity;

/// <summary>
/// Reads members of account answers. Venues write figures as numbers or as text, and leave them empty or out where they have none. What is
/// missing or of another kind is a <see cref="VenueProtocolException"/> that names it.
/// </summary>
internal static class JsonFigure
{
    /// <summary>The figure; null when absent, null or empty. Throws <see cref="VenueProtocolException"/> for what is no number.</summary>
    public static decimal? Read(JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object)
            throw new VenueProtocolException($"{name}: an object is expected around it, not {parent.ValueKind}");
        if (!TryMember(parent, name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal number))
            return number;
        if (value.ValueKind != JsonValueKind.String)
            throw new VenueProtocolException($"{name} is no number: {value.GetRawText()}");
        string text = Decoded(value, name);
        if (text.Length == 0)
            return null;
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal parsed)
            ? parsed
            : throw new VenueProtocolException($"{name} is no number: '{text}'");
    }

    /// <summary>The figure; throws <see cref="VenueProtocolException"/> when there is none.</summary>
    public static decimal Required(JsonElement parent, string name) =>
        Read(parent, name) ?? throw new VenueProtocolException($"{name} is missing");

    /// <summary>A member; throws when it is missing.</summary>
    public static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && TryMember(parent, name, out JsonElement member)
            ? member
            : throw new VenueProtocolException($"{name} is missing");

    /// <summary>A text, or a number as it is written; throws when it is missing.</summary>
    public static string Text(JsonElement parent, string name) => TextOrEmpty(parent, name) is { Length: > 0 } text
        ? text
        : throw new VenueProtocolException($"{name} is missing");

    /// <summary>A text, or a number as it is written; empty when it is missing or null.</summary>
    public static string TextOrEmpty(JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object || !TryMember(parent, name, out JsonElement member))
            return "";
        return member.ValueKind switch
        {
            JsonValueKind.String => Decoded(member, name),
            JsonValueKind.Number => member.GetRawText(),
            JsonValueKind.Null => "",
            _ => throw new VenueProtocolException($"{name} is no text"),
        };
    }

    /// <summary>A whole number, as a number or as text.</summary>
    public static long Whole(JsonElement parent, string name) =>
        long.TryParse(Text(parent, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole)
            ? whole
            : throw new VenueProtocolException($"{name} is no whole number");

    /// <summary>A time in milliseconds since 1970, not after the year 2255, where nanoseconds end.</summary>
    public static Instant Milliseconds(JsonElement parent, string name) => Whole(parent, name) is >= 0 and <= 9_000_000_000_000 and long time
        ? Instant.FromMilliseconds(time)
        : throw new VenueProtocolException($"{name} is no time");

    /// <summary>The elements of a list; throws when it is none.</summary>
    public static IEnumerable<JsonElement> List(JsonElement parent, string name) => Member(parent, name) is { ValueKind: JsonValueKind.Array } list
        ? list.EnumerateArray()
        : throw new VenueProtocolException($"{name} is no list");

    /// <summary>The elements of a list; none when it is missing or no list.</summary>
    public static IEnumerable<JsonElement> ListOrEmpty(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && TryMember(parent, name, out JsonElement member) && member.ValueKind == JsonValueKind.Array ? member.EnumerateArray() : [];

    // JSON whose bytes or escapes are no Unicode parses; only reading the text of it fails.
    private static bool TryMember(JsonElement parent, string name, out JsonElement member)
    {
        try
        {
            return parent.TryGetProperty(name, out member);
        }
        catch (InvalidOperationException fault)
        {
            throw new VenueProtocolException($"{name}: a name beside it is no Unicode", fault);
        }
    }

    private static string Decoded(JsonElement text, string name)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException fault)
        {
            throw new VenueProtocolException($"{name} is no Unicode", fault);
        }
    }
}
