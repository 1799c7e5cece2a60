using System.Globalization;
using System.Text;
using System.Text.Json;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Simulation.Binance;

/// <summary>The parameters of a request, whichever way it came, together with the text that its signature covers.</summary>
internal sealed class BinanceParameters
{
    private readonly Dictionary<string, string> values;

    private BinanceParameters(Dictionary<string, string> values, string signedText)
    {
        this.values = values;
        SignedText = signedText;
    }

    /// <summary>What the client must have signed.</summary>
    public string SignedText { get; }

    /// <summary>REST: query and form body are one list; the signature covers them as sent, without itself.</summary>
    public static BinanceParameters FromQuery(string query, string body)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        StringBuilder signed = new();
        foreach (string part in (query + "&" + body).Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? part : part[..equals];
            values[name] = equals < 0 ? "" : Uri.UnescapeDataString(part[(equals + 1)..]);
            if (name == "signature")
                continue;
            if (signed.Length > 0)
                signed.Append('&');
            signed.Append(part);
        }

        return new BinanceParameters(values, signed.ToString());
    }

    /// <summary>WebSocket API: the signature covers all parameters but itself, sorted by name.</summary>
    public static BinanceParameters FromJson(JsonElement parameters)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        if (parameters.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in parameters.EnumerateObject())
                values[property.Name] = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString() ?? "" : property.Value.GetRawText();
        }

        IEnumerable<string> signed = values
            .Where(pair => pair.Key != "signature")
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => pair.Key + "=" + pair.Value);
        return new BinanceParameters(values, string.Join('&', signed));
    }

    public string? Text(string name) => values.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;

    public string RequiredText(string name) => Text(name) ?? throw new BinanceRequestException(BinanceError.Missing(name));

    public long? Number(string name)
    {
        if (Text(name) is not string text)
            return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw new BinanceRequestException(BinanceError.Missing(name));
    }

    public decimal RequiredDecimal(string name) =>
        decimal.TryParse(RequiredText(name), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value)
            ? value
            : throw new BinanceRequestException(BinanceError.Missing(name));

    public bool Flag(string name) => string.Equals(Text(name), "true", StringComparison.OrdinalIgnoreCase);

    public Side RequiredSide() => RequiredText("side") switch
    {
        "BUY" => Side.Buy,
        "SELL" => Side.Sell,
        _ => throw new BinanceRequestException(new BinanceError(-1117, "Invalid side.")),
    };
}
