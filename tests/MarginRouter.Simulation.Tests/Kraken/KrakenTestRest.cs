using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MarginRouter.Simulation.Tests.Kraken;

/// <summary>A raw REST client that signs by the documented recipe, written apart from the simulator.</summary>
internal sealed class KrakenTestRest(Uri address, string key, string secret) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(20) };
    private long nonce = 1_700_000_000_000;

    public async Task<JsonElement> GetAsync(string path) => JsonElement.Parse(await http.GetStringAsync(path));

    public Task<JsonElement> PostAsync(string call, string fields = "") => PostAsync(call, fields, (++nonce).ToString(), null);

    /// <summary>Posts with a given nonce, and a given signature in place of the right one.</summary>
    public async Task<JsonElement> PostAsync(string call, string fields, string nonceText, string? wrongSignature)
    {
        string path = $"/0/private/{call}";
        string body = $"nonce={nonceText}{(fields.Length > 0 ? "&" : string.Empty)}{fields}";
        using HMACSHA512 hmac = new(Convert.FromBase64String(secret));
        byte[] signed = [.. Encoding.ASCII.GetBytes(path), .. SHA256.HashData(Encoding.ASCII.GetBytes(nonceText + body))];
        using HttpRequestMessage request = new(HttpMethod.Post, path)
        {
            Content = new StringContent(body, Encoding.ASCII, "application/x-www-form-urlencoded"),
        };
        request.Headers.Add("API-Key", key);
        request.Headers.Add("API-Sign", wrongSignature ?? Convert.ToBase64String(hmac.ComputeHash(signed)));
        using HttpResponseMessage response = await http.SendAsync(request);
        return JsonElement.Parse(await response.Content.ReadAsStringAsync());
    }

    public async Task<string> TokenAsync() =>
        (await PostAsync("GetWebSocketsToken")).GetProperty("result").GetProperty("token").GetString()!;

    public void Dispose() => http.Dispose();
}
