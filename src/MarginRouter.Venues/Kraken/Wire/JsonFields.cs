using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Feeds;

namespace MarginRouter.Venues.Kraken.Wire;

/// <summary>Reads members of Kraken's answers; a member that is missing or of another kind is named in the fault.</summary>
internal static class JsonFields
{
    /// <summary>A text, or null when the member is absent or null.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    /// <summary>A text that must be there.</summary>
    public static string RequiredText(this JsonElement element, string name) => element.Text(name) ?? throw Missing(name);

    /// <summary>A number written as a number or as a text; null when the member is absent or null.</summary>
    public static decimal? Number(this JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out JsonElement member) || member.ValueKind == JsonValueKind.Null)
            return null;
        return ToNumber(member) ?? throw new VenueProtocolException($"Kraken: {name} is no number: {member}");
    }

    /// <summary>A number that must be there.</summary>
    public static decimal RequiredNumber(this JsonElement element, string name) => element.Number(name) ?? throw Missing(name);

    /// <summary>The value of an element that is itself a number or the text of one; null for anything else.</summary>
    public static decimal? ToNumber(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number when element.TryGetDecimal(out decimal number) => number,
        JsonValueKind.String when decimal.TryParse(element.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) => number,
        _ => null,
    };

    /// <summary>A time in seconds since the epoch with a fraction.</summary>
    public static Instant RequiredSeconds(this JsonElement element, string name) =>
        new((long)(element.RequiredNumber(name) * 1_000_000_000m));

    /// <summary>A time in RFC 3339.</summary>
    public static Instant RequiredTime(this JsonElement element, string name)
    {
        string text = element.RequiredText(name);
        return TimestampText.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out Instant instant)
            ? instant
            : throw new VenueProtocolException($"Kraken: {name} is no time: {text}");
    }

    private static VenueProtocolException Missing(string name) => new($"Kraken: {name} is missing");
}
