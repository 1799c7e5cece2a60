using System.Text.Json;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Simulation.Kraken.Wire;

/// <summary>A request frame of a client: its method, its parameters, and when it came in.</summary>
/// <param name="Method">For example subscribe or add_order.</param>
/// <param name="RequestId">The client's req_id, echoed in the answer; null when it sent none.</param>
/// <param name="Parameters">The params object; an undefined element when there is none.</param>
/// <param name="Received">Venue time of receipt.</param>
internal sealed record KrakenRequest(string Method, long? RequestId, JsonElement Parameters, Instant Received)
{
    /// <summary>Reads a frame; null when it is not a JSON object with a method.</summary>
    public static KrakenRequest? TryParse(ReadOnlyMemory<byte> frame, Instant received)
    {
        JsonElement root;
        try
        {
            root = JsonElement.Parse(frame.Span);
        }
        catch (JsonException)
        {
            return null;
        }

        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("method", out JsonElement method)
            || method.ValueKind != JsonValueKind.String)
            return null;
        long? requestId = root.TryGetProperty("req_id", out JsonElement id) && id.TryGetInt64(out long value) ? value : null;
        JsonElement parameters = root.TryGetProperty("params", out JsonElement found) && found.ValueKind == JsonValueKind.Object
            ? found
            : default;
        return new KrakenRequest(method.GetString()!, requestId, parameters, received);
    }

    /// <summary>A text parameter; null when absent or no text.</summary>
    public string? Text(string name) =>
        Find(name) is { ValueKind: JsonValueKind.String } element ? element.GetString() : null;

    /// <summary>A number parameter, also when sent as text; null when absent or no number.</summary>
    public decimal? Number(string name) => Find(name) switch
    {
        { ValueKind: JsonValueKind.Number } element when element.TryGetDecimal(out decimal value) => value,
        { ValueKind: JsonValueKind.String } element when decimal.TryParse(
            element.GetString(),
            System.Globalization.NumberStyles.Number,
            System.Globalization.CultureInfo.InvariantCulture,
            out decimal value) => value,
        _ => null,
    };

    /// <summary>A flag parameter, or its default.</summary>
    public bool Flag(string name, bool otherwise) => Find(name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => otherwise,
    };

    /// <summary>The texts of an array parameter; empty when absent.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        if (Find(name) is not { ValueKind: JsonValueKind.Array } array)
            return [];
        List<string> texts = [];
        foreach (JsonElement element in array.EnumerateArray())
            texts.Add(element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText());
        return texts;
    }

    private JsonElement? Find(string name) =>
        Parameters.ValueKind == JsonValueKind.Object && Parameters.TryGetProperty(name, out JsonElement element) ? element : null;
}
