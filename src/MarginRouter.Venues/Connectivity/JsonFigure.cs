using System.Globalization;
using System.Text.Json;

namespace MarginRouter.Venues.Connectivity;

/// <summary>Reads figures of account answers, which venues write as numbers or as text, and leave empty or out where they have none.</summary>
internal static class JsonFigure
{
    /// <summary>The figure; null when absent, null or empty. Throws <see cref="VenueProtocolException"/> for what is no number.</summary>
    public static decimal? Read(JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object)
            throw new VenueProtocolException($"{name}: an object is expected around it, not {parent.ValueKind}");
        if (!parent.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal number))
            return number;
        if (value.ValueKind != JsonValueKind.String)
            throw new VenueProtocolException($"{name} is no number: {value.GetRawText()}");
        string text = value.GetString()!;
        if (text.Length == 0)
            return null;
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal parsed)
            ? parsed
            : throw new VenueProtocolException($"{name} is no number: '{text}'");
    }

    /// <summary>The figure; throws <see cref="VenueProtocolException"/> when there is none.</summary>
    public static decimal Required(JsonElement parent, string name) =>
        Read(parent, name) ?? throw new VenueProtocolException($"{name} is missing");
}
