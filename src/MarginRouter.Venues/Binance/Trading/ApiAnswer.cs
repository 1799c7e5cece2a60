using System.Globalization;
using System.Text.Json;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>An answer of the WebSocket API.</summary>
/// <param name="Status">HTTP-like status; 200 is success.</param>
/// <param name="ErrorCode">The venue's error code, for example -2013; null on success.</param>
/// <param name="ErrorMessage">The venue's words; null on success.</param>
/// <param name="Result">The result on success.</param>
internal sealed record ApiAnswer(int Status, int? ErrorCode, string? ErrorMessage, JsonElement Result)
{
    public bool IsSuccess => Status == 200;

    /// <summary>
    /// True when the request may have had effect although it failed: server faults, "timeout waiting for response from backend" (-1007),
    /// "unexpected response, execution status unknown" (-1006), and refusals of a duplicate id, which mean that the first one arrived.
    /// </summary>
    public bool IsUnknownOutcome => Status >= 500 || ErrorCode is -1006 or -1007 or -4116 || IsDuplicateOrder;

    private bool IsDuplicateOrder => ErrorCode == -2010 && ErrorMessage == "Duplicate order sent.";

    /// <summary>Code and words for reports.</summary>
    public string Code => (ErrorCode ?? Status).ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads an answer; null when the message is none. Throws <see cref="JsonException"/> for broken JSON.</summary>
    public static (long Id, ApiAnswer Answer)? Parse(ReadOnlyMemory<byte> message)
    {
        using JsonDocument document = JsonDocument.Parse(message);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("status", out JsonElement status)
            || !root.TryGetProperty("id", out JsonElement id)
            || id.ValueKind != JsonValueKind.Number)
            return null;
        JsonElement result = root.TryGetProperty("result", out JsonElement given) ? given.Clone() : default;
        bool failed = root.TryGetProperty("error", out JsonElement error) && error.ValueKind == JsonValueKind.Object;
        return (id.GetInt64(), new ApiAnswer(
            status.GetInt32(),
            failed && error.TryGetProperty("code", out JsonElement code) ? code.GetInt32() : null,
            failed && error.TryGetProperty("msg", out JsonElement words) ? words.GetString() : null,
            result));
    }
}
