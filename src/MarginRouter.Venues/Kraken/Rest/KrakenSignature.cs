using System.Security.Cryptography;
using System.Text;

namespace MarginRouter.Venues.Kraken.Rest;

/// <summary>Kraken's REST signature: base 64 of HMAC-SHA512, keyed with the decoded secret, over path and SHA-256 of nonce and body.</summary>
internal static class KrakenSignature
{
    /// <summary>The value of the header API-Sign.</summary>
    public static string Sign(ReadOnlySpan<byte> secret, string path, string nonce, string body)
    {
        byte[] pathBytes = Encoding.UTF8.GetBytes(path);
        byte[] message = new byte[pathBytes.Length + SHA256.HashSizeInBytes];
        pathBytes.CopyTo(message, 0);
        SHA256.HashData(Encoding.UTF8.GetBytes(nonce + body), message.AsSpan(pathBytes.Length));
        return Convert.ToBase64String(HMACSHA512.HashData(secret, message));
    }
}
