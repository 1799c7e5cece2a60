using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MarginRouter.Simulation.Binance;

namespace MarginRouter.Simulation.Tests.Binance;

/// <summary>Writes requests as a client of the venue does, signatures included.</summary>
internal static class SignedRequests
{
    /// <summary>A WebSocket API request; key, time stamp and signature are added.</summary>
    public static string Socket(long id, string method, params (string Name, string Value)[] parameters)
    {
        SortedDictionary<string, string> sorted = new(StringComparer.Ordinal)
        {
            ["apiKey"] = BinanceWorld.Key,
            ["timestamp"] = Now(),
        };
        foreach ((string name, string value) in parameters)
            sorted[name] = value;
        string key = sorted.GetValueOrDefault("secret", BinanceWorld.Secret);
        sorted.Remove("secret");
        sorted["signature"] = Sign(key, string.Join('&', sorted.Select(pair => $"{pair.Key}={pair.Value}")));
        return JsonSerializer.Serialize(new { id, method, @params = sorted });
    }

    /// <summary>A request of an immediate-or-cancel limit order.</summary>
    public static string Order(long id, string clientOrderId, string side, string quantity, string price, params (string Name, string Value)[] more) => Socket(
        id,
        "order.place",
        [
            ("symbol", "BTCUSDT"), ("side", side), ("type", "LIMIT"), ("timeInForce", "IOC"),
            ("quantity", quantity), ("price", price), ("newClientOrderId", clientOrderId), .. more,
        ]);

    /// <summary>A signed GET; the answer's JSON whatever its status.</summary>
    public static async Task<JsonElement> GetAsync(BinanceSimulator simulator, string path, string query = "")
    {
        string signed = (query.Length > 0 ? query + "&" : "") + "timestamp=" + Now();
        return await SendAsync(simulator, HttpMethod.Get, $"{path}?{signed}&signature={Sign(BinanceWorld.Secret, signed)}");
    }

    /// <summary>A request with the API key but no signature.</summary>
    public static async Task<JsonElement> SendAsync(BinanceSimulator simulator, HttpMethod method, string pathAndQuery, string key = BinanceWorld.Key)
    {
        using HttpClient client = new() { BaseAddress = simulator.RestUri };
        using HttpRequestMessage request = new(method, pathAndQuery);
        request.Headers.Add("X-MBX-APIKEY", key);
        using HttpResponseMessage response = await client.SendAsync(request);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    public static string Sign(string secret, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));

    public static string Now(long offset = 0) =>
        (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + offset).ToString(CultureInfo.InvariantCulture);

    /// <summary>A member's text.</summary>
    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    /// <summary>A member that is a number written as text.</summary>
    public static decimal Amount(this JsonElement element, string name) => decimal.Parse(element.Text(name), CultureInfo.InvariantCulture);

    /// <summary>A member that is a whole number.</summary>
    public static long Number(this JsonElement element, string name) => element.GetProperty(name).GetInt64();
}
