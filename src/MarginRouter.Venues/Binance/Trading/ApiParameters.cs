using System.Globalization;
using System.Text;
using System.Text.Json;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>
/// The parameters of a request, kept in the alphabetical order in which the WebSocket API signs them. REST signs the query as it is sent,
/// which is the same text here.
/// </summary>
internal sealed class ApiParameters
{
    private readonly SortedDictionary<string, (string Text, bool IsNumber)> values = new(StringComparer.Ordinal);

    public ApiParameters Add(string name, string value)
    {
        values.Add(name, (value, false));
        return this;
    }

    public ApiParameters Add(string name, long value)
    {
        values.Add(name, (value.ToString(CultureInfo.InvariantCulture), true));
        return this;
    }

    /// <summary>A number without trailing zeros and without exponent.</summary>
    public ApiParameters Add(string name, decimal value) =>
        Add(name, (value / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds time stamp and receive window, for requests that are signed.</summary>
    public void Stamp(Instant timestamp, TimeSpan receiveWindow)
    {
        Add("timestamp", timestamp.ToMilliseconds());
        Add("recvWindow", (long)receiveWindow.TotalMilliseconds);
    }

    /// <summary>Signs everything added so far for the WebSocket API; the key is part of what is signed.</summary>
    public void SignForApi(ApiIdentity identity)
    {
        Add("apiKey", identity.ApiKey);
        Add("signature", identity.Signer.Sign(Join(escape: false)));
    }

    /// <summary>The signed query of a REST request.</summary>
    public string SignedQuery(ApiIdentity identity)
    {
        string query = Join(escape: true);
        return $"{query}&signature={Uri.EscapeDataString(identity.Signer.Sign(query))}";
    }

    /// <summary>Writes the parameters as the members of an object.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        foreach ((string name, (string text, bool isNumber)) in values)
        {
            writer.WritePropertyName(name);
            if (isNumber)
                writer.WriteRawValue(text);
            else
                writer.WriteStringValue(text);
        }
    }

    private string Join(bool escape)
    {
        StringBuilder text = new();
        foreach ((string name, (string value, bool _)) in values)
        {
            if (text.Length > 0)
                text.Append('&');
            text.Append(name).Append('=').Append(escape ? Uri.EscapeDataString(value) : value);
        }

        return text.ToString();
    }
}
