using System.Security.Cryptography;
using System.Text;

namespace MarginRouter.Venues.Signing;

/// <summary>HMAC-SHA256 over UTF-8 text with a UTF-8 secret, as lower-case hexadecimal or base 64. The secret stays inside.</summary>
public sealed class HmacSha256Signer
{
    private readonly byte[] secret;

    /// <summary>Takes the secret as the venue shows it; throws <see cref="ArgumentException"/> when it is empty.</summary>
    public HmacSha256Signer(string secret)
    {
        ArgumentException.ThrowIfNullOrEmpty(secret);
        this.secret = Encoding.UTF8.GetBytes(secret);
    }

    /// <summary>The signature of a text: 64 hexadecimal digits.</summary>
    public string Sign(string text)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text), hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>The signature of a text as base 64: 44 characters.</summary>
    public string SignBase64(string text)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text), hash);
        return Convert.ToBase64String(hash);
    }
}
