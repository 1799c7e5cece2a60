using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Simulation.Bybit;

/// <summary>Checks signatures and time stamps of requests and logins (bybit-exchange docs, v5/guide and v5/ws/connect).</summary>
internal sealed class BybitSecurity(SimulatedExchange exchange)
{
    private const long AheadLimit = 1_000;
    private const long DefaultWindow = 5_000;

    /// <summary>The account that signed a request, or the venue's refusal.</summary>
    public SimulatedAccount? Check(StreamRequest request, out StreamAnswer? refusal)
    {
        refusal = null;
        string stamp = request.Header("X-BAPI-TIMESTAMP");
        string window = request.Header("X-BAPI-RECV-WINDOW");
        string key = request.Header("X-BAPI-API-KEY");
        long now = exchange.Clock.Now.ToMilliseconds();
        long limit = window.Length == 0 ? DefaultWindow : Number(window);
        if (exchange.FindByKey(key) is not { } account)
            refusal = BybitJson.Failure(10003, "API key is invalid.", now);
        else if (Number(stamp) < now - limit || Number(stamp) >= now + AheadLimit)
            refusal = BybitJson.Failure(10002, $"invalid request, please check your server timestamp or recv_window param. req_timestamp[{stamp}],server_timestamp[{now}],recv_window[{limit}]", now);
        else if (!Matches(account.ApiSecret, stamp + key + window + (request.Method == "GET" ? request.Query : request.Body), request.Header("X-BAPI-SIGN")))
            refusal = BybitJson.Failure(10004, "error sign! please check your signature generation algorithm.", now);
        else
            return account;
        return null;
    }

    /// <summary>True for a command over the order socket whose time is outside the window that it names.</summary>
    public bool IsLate(JsonElement header)
    {
        long now = exchange.Clock.Now.ToMilliseconds();
        long stamp = Number(header.GetProperty("X-BAPI-TIMESTAMP").GetString() ?? "");
        long limit = header.TryGetProperty("X-BAPI-RECV-WINDOW", out JsonElement window) ? Number(window.GetString() ?? "") : DefaultWindow;
        return stamp < now - limit || stamp >= now + AheadLimit;
    }

    /// <summary>The account that logs in over a WebSocket; null when it may not.</summary>
    public SimulatedAccount? Login(JsonElement arguments)
    {
        if (arguments.GetArrayLength() != 3 || exchange.FindByKey(arguments[0].GetString() ?? "") is not { } account)
            return null;
        string expires = arguments[1].ValueKind == JsonValueKind.Number ? arguments[1].GetRawText() : arguments[1].GetString() ?? "";
        bool isAlive = Number(expires) > exchange.Clock.Now.ToMilliseconds();
        return isAlive && Matches(account.ApiSecret, $"GET/realtime{expires}", arguments[2].GetString() ?? "") ? account : null;
    }

    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;

    private static bool Matches(string secret, string text, string signature)
    {
        byte[] expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text));
        return string.Equals(Convert.ToHexStringLower(expected), signature, StringComparison.Ordinal);
    }
}
