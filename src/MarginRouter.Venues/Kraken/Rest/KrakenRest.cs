using System.Globalization;
using System.Text;
using System.Text.Json;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Kraken.Rest;

/// <summary>
/// Kraken's REST interface for one key pair, or for none. Private calls go one after another, because the venue refuses a nonce that
/// does not rise.
/// </summary>
internal sealed class KrakenRest : IDisposable
{
    private readonly VenueHttp http;
    private readonly Uri server;
    private readonly string key;
    private readonly byte[] secret;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim turn = new(1, 1);
    private long lastNonce;

    public KrakenRest(VenueHttp http, Uri server, string key, byte[] secret, TimeProvider time)
    {
        this.http = http;
        this.server = server;
        this.key = key;
        this.secret = secret;
        this.time = time;
    }

    /// <summary>The result of a public call, for example <c>AssetPairs</c>.</summary>
    public async Task<JsonElement> PublicAsync(string method, CancellationToken cancellation)
    {
        string path = "/0/public/" + method;
        byte[] body = await http.GetAsync(new Uri(server, path), cancellation).ConfigureAwait(false);
        return Result(path, body);
    }

    /// <summary>
    /// The result of a private call, for example <c>Balance</c>. Throws <see cref="VenueConfigurationException"/> when the key will never
    /// be accepted and <see cref="VenueProtocolException"/> for the venue's other refusals.
    /// </summary>
    public async Task<JsonElement> PrivateAsync(
        string method, IReadOnlyList<KeyValuePair<string, string>> fields, CancellationToken cancellation)
    {
        string path = "/0/private/" + method;
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            using HttpRequestMessage request = Signed(path, fields);
            return Result(path, await http.SendAsync(request, cancellation).ConfigureAwait(false));
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => turn.Dispose();

    private HttpRequestMessage Signed(string path, IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        string nonce = NextNonce();
        StringBuilder body = new("nonce=" + nonce);
        foreach ((string name, string value) in fields)
            body.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        string text = body.ToString();
        HttpRequestMessage request = new(HttpMethod.Post, new Uri(server, path))
        {
            Content = new StringContent(text, Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        request.Headers.Add("API-Key", key);
        request.Headers.Add("API-Sign", KrakenSignature.Sign(secret, path, nonce, text));
        return request;
    }

    /// <summary>Microseconds since the epoch, or one more than the last; rises over a restart as long as the clock does.</summary>
    private string NextNonce()
    {
        long microseconds = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;
        lastNonce = Math.Max(lastNonce + 1, microseconds);
        return lastNonce.ToString(CultureInfo.InvariantCulture);
    }

    private static JsonElement Result(string path, byte[] body)
    {
        JsonElement root = JsonElement.Parse(body);
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error", out JsonElement errors) && errors.ValueKind == JsonValueKind.Array)
        {
            if (errors.GetArrayLength() == 0 && root.TryGetProperty("result", out JsonElement result))
                return result;
            throw Refusal(path, errors);
        }

        throw new VenueProtocolException($"{path}: the answer has no member error");
    }

    private static Exception Refusal(string path, JsonElement errors)
    {
        string text = string.Join("; ", errors.EnumerateArray().Select(error => error.ToString()));
        bool hopeless = text.StartsWith("EAPI:Invalid key", StringComparison.Ordinal)
            || text.StartsWith("EAPI:Invalid signature", StringComparison.Ordinal)
            || text.StartsWith("EGeneral:Permission denied", StringComparison.Ordinal);
        return hopeless ? new VenueConfigurationException($"{path}: {text}") : new VenueProtocolException($"{path}: {text}");
    }
}
