using System.Security.Cryptography;
using System.Text;

namespace MarginRouter.Venues.Kraken.Rest;

/// <summary>Kraken's signatures: base 64 of HMAC-SHA512, keyed with the decoded secret, over a text and the SHA-256 of another.</summary>
internal static class KrakenSignature
{
    /// <summary>The value of the header API-Sign.</summary>
    public static string Sign(ReadOnlySpan<byte> secret, string path, string nonce, string body) => Sign(secret, path, nonce + body);

    /// <summary>The value of the header Authent of futures; the path begins with /api/v3.</summary>
    public static string SignFutures(ReadOnlySpan<byte> secret, string path, string nonce, string body) => Sign(secret, "", body + nonce + path);

    /// <summary>Password(554) of a FIX Logon: over the fields 35, 34, 49, 56 and 553 as they are sent, with their separators, and the nonce.</summary>
    public static string SignLogon(ReadOnlySpan<byte> secret, string fields, string nonce) => Sign(secret, "", fields + nonce);

    private static string Sign(ReadOnlySpan<byte> secret, string plain, string hashed)
    {
        byte[] plainBytes = Encoding.UTF8.GetBytes(plain);
        byte[] message = new byte[plainBytes.Length + SHA256.HashSizeInBytes];
        plainBytes.CopyTo(message, 0);
        SHA256.HashData(Encoding.UTF8.GetBytes(hashed), message.AsSpan(plainBytes.Length));
        return Convert.ToBase64String(HMACSHA512.HashData(secret, message));
    }
}
