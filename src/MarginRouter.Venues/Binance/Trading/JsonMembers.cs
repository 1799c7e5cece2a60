using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>Members of private messages, by name; a missing or unreadable one is a <see cref="VenueProtocolException"/> that names it.</summary>
internal static class JsonMembers
{
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member)
            ? member
            : throw new VenueProtocolException($"a message lacks the member {name}");

    public static string Text(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } member
            ? member.GetString()!
            : throw new VenueProtocolException($"the member {name} is no text");

    public static long Integer(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt64(out long value)
            ? value
            : throw new VenueProtocolException($"the member {name} is no whole number");

    /// <summary>A decimal number written as text or as a number.</summary>
    public static decimal Number(this JsonElement element, string name) =>
        NumberOrNull(element, name) ?? throw new VenueProtocolException($"a message lacks the member {name}");

    /// <summary>The same, or null when the member is absent or null.</summary>
    public static decimal? NumberOrNull(this JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out JsonElement member) || member.ValueKind == JsonValueKind.Null)
            return null;
        ReadOnlySpan<char> text = member.ValueKind == JsonValueKind.String ? member.GetString() : member.GetRawText();
        Span<byte> bytes = stackalloc byte[64];
        return text.Length <= bytes.Length
            && System.Text.Encoding.ASCII.TryGetBytes(text, bytes, out int length)
            && DecimalText.TryParse(bytes[..length], out DecimalText value)
                ? value.ToDecimal()
                : throw new VenueProtocolException($"the member {name} is no number");
    }

    public static Instant Milliseconds(this JsonElement element, string name) => Instant.FromMilliseconds(element.Integer(name));
}
