using System.Security.Cryptography;
using System.Text;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Binance;

/// <summary>
/// The venue's check of a signed request: a known key, a time stamp inside the window, an HMAC-SHA256 in hexadecimal or an RSA signature in base 64.
/// </summary>
internal sealed class BinanceSignature(SimulatedExchange exchange)
{
    private const long DefaultReceiveWindow = 5_000;
    private const long LargestReceiveWindow = 60_000;
    private const long AllowedAhead = 1_000;

    /// <summary>The account that signed, or a <see cref="BinanceRequestException"/>.</summary>
    public SimulatedAccount Verify(BinanceParameters parameters, string? apiKey)
    {
        SimulatedAccount account = Known(apiKey);
        string signature = parameters.RequiredText("signature");
        long timestamp = parameters.Number("timestamp") ?? throw new BinanceRequestException(BinanceError.Missing("timestamp"));
        long window = parameters.Number("recvWindow") ?? DefaultReceiveWindow;
        long now = exchange.Clock.Now.ToMilliseconds();
        if (window > LargestReceiveWindow)
            throw new BinanceRequestException(new BinanceError(-1131, "recvWindow must be less than 60000"));
        if (timestamp > now + AllowedAhead)
            throw new BinanceRequestException(BinanceError.AheadOfServer);
        if (now - timestamp > window)
            throw new BinanceRequestException(BinanceError.OutsideReceiveWindow);
        if (!Matches(account.ApiSecret, Encoding.UTF8.GetBytes(parameters.SignedText), signature))
            throw new BinanceRequestException(BinanceError.InvalidSignature);
        return account;
    }

    /// <summary>A secret in PEM form is an RSA key, whose signatures are base 64; any other is one of HMAC.</summary>
    private static bool Matches(string secret, byte[] text, string signature)
    {
        if (!secret.Contains("-----BEGIN", StringComparison.Ordinal))
            return CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), text), Decode(signature));
        byte[] given = new byte[signature.Length];
        using RSA key = RSA.Create();
        key.ImportFromPem(secret);
        return Convert.TryFromBase64String(signature, given, out int length)
            && key.VerifyData(text, given.AsSpan(0, length), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    /// <summary>The account of a key, for requests that need no signature.</summary>
    public SimulatedAccount Known(string? apiKey) =>
        apiKey is not null && exchange.FindByKey(apiKey) is { } account
            ? account
            : throw new BinanceRequestException(BinanceError.InvalidKey);

    private static byte[] Decode(string signature)
    {
        try
        {
            return Convert.FromHexString(signature);
        }
        catch (FormatException)
        {
            throw new BinanceRequestException(BinanceError.InvalidSignature);
        }
    }
}
