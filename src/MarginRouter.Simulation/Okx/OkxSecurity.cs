using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Simulation.Okx;

/// <summary>Checks signatures, passphrases and time stamps of requests and logins (okx.com/docs-v5, authentication).</summary>
internal sealed class OkxSecurity(SimulatedExchange exchange)
{
    private const double LimitSeconds = 30;

    /// <summary>The account that signed a request, or the venue's refusal.</summary>
    public SimulatedAccount? Check(StreamRequest request, out StreamAnswer? refusal)
    {
        refusal = null;
        string stamp = request.Header("OK-ACCESS-TIMESTAMP");
        string path = request.Query.Length == 0 ? request.Path : $"{request.Path}?{request.Query}";
        bool isTime = DateTimeOffset.TryParse(stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time);
        if (exchange.FindByKey(request.Header("OK-ACCESS-KEY")) is not { } account)
            refusal = OkxJson.Failure("50111", "Invalid OK-ACCESS-KEY", 401);
        else if (!isTime || Math.Abs(time.ToUnixTimeMilliseconds() - exchange.Clock.Now.ToMilliseconds()) > LimitSeconds * 1000)
            refusal = OkxJson.Failure("50102", "Timestamp request expired", 401);
        else if (request.Header("OK-ACCESS-PASSPHRASE") != account.ApiPassphrase)
            refusal = OkxJson.Failure("50105", "Request header OK-ACCESS-PASSPHRASE incorrect", 401);
        else if (!Matches(account.ApiSecret, stamp + request.Method + path + request.Body, request.Header("OK-ACCESS-SIGN")))
            refusal = OkxJson.Failure("50113", "Invalid Sign", 401);
        else if (IsLate(request.Header("expTime")))
            refusal = OkxJson.Failure("50115", "Invalid request: it is past expTime", 200);
        else
            return account;
        return null;
    }

    /// <summary>The account that logs in over a WebSocket; null when it may not.</summary>
    public SimulatedAccount? Login(JsonElement argument)
    {
        if (exchange.FindByKey(argument.GetProperty("apiKey").GetString() ?? "") is not { } account)
            return null;
        string stamp = argument.GetProperty("timestamp").GetString() ?? "";
        bool isNear = long.TryParse(stamp, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            && Math.Abs(seconds - (exchange.Clock.Now.ToMilliseconds() / 1000)) <= LimitSeconds;
        return isNear
            && argument.GetProperty("passphrase").GetString() == account.ApiPassphrase
            && Matches(account.ApiSecret, stamp + "GET/users/self/verify", argument.GetProperty("sign").GetString() ?? "")
                ? account
                : null;
    }

    private bool IsLate(string expiry) =>
        long.TryParse(expiry, NumberStyles.None, CultureInfo.InvariantCulture, out long limit) && limit < exchange.Clock.Now.ToMilliseconds();

    private static bool Matches(string secret, string text, string signature)
    {
        byte[] expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text));
        return string.Equals(Convert.ToBase64String(expected), signature, StringComparison.Ordinal);
    }
}
