using System.Security.Cryptography;
using System.Text;
using MarginRouter.Venues.Signing;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>
/// Signs requests by the kind of key that the secret is: HMAC-SHA256 in hexadecimal, or, for a private key in PEM form, Ed25519 or RSA with
/// PKCS#1 v1.5 and SHA-256 in base 64 (rest-api.md, signed endpoint security).
/// </summary>
internal sealed class ApiSigner
{
    private readonly Func<string, string> sign;

    private ApiSigner(Func<string, string> sign) => this.sign = sign;

    /// <summary>Takes a secret as the venue or a key tool shows it; throws <see cref="ArgumentException"/> for one that is none.</summary>
    public static ApiSigner Of(string secret)
    {
        if (!secret.Contains("-----BEGIN", StringComparison.Ordinal))
            return new ApiSigner(new HmacSha256Signer(secret).Sign);
        RSA key = RSA.Create();
        try
        {
            key.ImportFromPem(secret);
            return new ApiSigner(text => Convert.ToBase64String(
                key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
        }
        catch (CryptographicException)
        {
            // No RSA key: the other kind that the venue takes.
            key.Dispose();
            Ed25519Signer signer = new(secret);
            return new ApiSigner(text => signer.SignBase64(Encoding.UTF8.GetBytes(text)));
        }
    }

    /// <summary>The signature of a text.</summary>
    public string Sign(string text) => sign(text);
}
