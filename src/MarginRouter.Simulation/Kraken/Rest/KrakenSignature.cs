using System.Security.Cryptography;
using System.Text;

namespace MarginRouter.Simulation.Kraken.Rest;

/// <summary>
/// The signature of private REST calls: API-Sign = base64(HMAC-SHA512(base64-decoded secret, path + SHA256(nonce + body))).
/// Source: docs.kraken.com, guide "spot REST authentication".
/// </summary>
internal static class KrakenSignature
{
    /// <summary>The signature that a request must carry.</summary>
    public static string Compute(byte[] secret, string path, string nonce, string body)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(nonce + body));
        byte[] prefix = Encoding.UTF8.GetBytes(path);
        byte[] message = [.. prefix, .. hash];
        return Convert.ToBase64String(HMACSHA512.HashData(secret, message));
    }

    /// <summary>True when the given signature is the right one; compares in constant time.</summary>
    public static bool Matches(byte[] secret, string path, string nonce, string body, string signature) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(Compute(secret, path, nonce, body)),
            Encoding.UTF8.GetBytes(signature));
}
