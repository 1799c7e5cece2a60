using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Simulation.KuCoin;

/// <summary>Checks key, passphrase, signature and time of requests (kucoin.com/docs-new, authentication), for keys of version 2 and 3.</summary>
internal sealed class KuCoinSecurity(SimulatedExchange exchange)
{
    private const long RequestLife = 5_000;

    /// <summary>The account that signed a request, or the venue's refusal.</summary>
    public SimulatedAccount? Check(StreamRequest request, out StreamAnswer? refusal)
    {
        refusal = null;
        string stamp = request.Header("KC-API-TIMESTAMP");
        bool isTimed = long.TryParse(stamp, NumberStyles.None, CultureInfo.InvariantCulture, out long time)
            && Math.Abs(exchange.Clock.Now.ToMilliseconds() - time) <= RequestLife;
        string path = request.Query.Length == 0 ? request.Path : $"{request.Path}?{request.Query}";
        if (exchange.FindByKey(request.Header("KC-API-KEY")) is not { } account)
            refusal = KuCoinJson.Failure("400003", "KC-API-KEY not exists");
        else if (!isTimed)
            refusal = KuCoinJson.Failure("400002", "KC-API-TIMESTAMP Invalid");
        else if (request.Header("KC-API-KEY-VERSION") is not ("2" or "3") || !Signs(account, account.ApiPassphrase, request.Header("KC-API-PASSPHRASE")))
            refusal = KuCoinJson.Failure("400004", "Invalid KC-API-PASSPHRASE");
        else if (!Signs(account, stamp + request.Method + path + request.Body, request.Header("KC-API-SIGN")))
            refusal = KuCoinJson.Failure("400005", "Invalid KC-API-SIGN");
        else
            return account;
        return null;
    }

    private static bool Signs(SimulatedAccount account, string text, string signature)
    {
        byte[] expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(account.ApiSecret), Encoding.UTF8.GetBytes(text));
        return string.Equals(Convert.ToBase64String(expected), signature, StringComparison.Ordinal);
    }
}
