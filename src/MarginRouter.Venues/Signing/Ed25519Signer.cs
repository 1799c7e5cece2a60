using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace MarginRouter.Venues.Signing;

/// <summary>Ed25519 (RFC 8032) by the system's libcrypto, from OpenSSL 3, because the base library has none. The key stays inside.</summary>
public sealed partial class Ed25519Signer : IDisposable
{
    private const string Library = "libcrypto.so.3";
    private const int KeySize = 32;
    private const int SignatureSize = 64;
    private const int Algorithm = 1087;

    // A PKCS#8 key is this prefix (RFC 8410) and the 32 bytes of the key.
    private static readonly byte[] Prefix = [0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    private nint key;

    /// <summary>
    /// Takes a key as PEM text of PKCS#8; throws <see cref="ArgumentException"/> when it is none and
    /// <see cref="CryptographicException"/> when libcrypto refuses it.
    /// </summary>
    public Ed25519Signer(string pem)
    {
        if (!PemEncoding.TryFind(pem, out PemFields fields))
            throw new ArgumentException("a private key in PEM form is expected", nameof(pem));
        byte[] bytes = Convert.FromBase64String(pem[fields.Base64Data]);
        if (bytes.Length != Prefix.Length + KeySize || !bytes.AsSpan().StartsWith(Prefix))
            throw new ArgumentException("the key is no Ed25519 private key in PKCS#8", nameof(pem));
        key = NewPrivateKey(Algorithm, 0, bytes.AsSpan(Prefix.Length), KeySize);
        if (key == 0)
            throw new CryptographicException("libcrypto does not take the key");
    }

    /// <summary>The signature of some bytes as base 64.</summary>
    public string SignBase64(ReadOnlySpan<byte> data)
    {
        ObjectDisposedException.ThrowIf(key == 0, this);
        nint context = NewContext();
        try
        {
            byte[] signature = new byte[SignatureSize];
            nuint length = SignatureSize;
            if (context == 0 || Begin(context, 0, 0, 0, key) != 1 || Sign(context, signature, ref length, data, (nuint)data.Length) != 1)
                throw new CryptographicException("libcrypto did not sign");
            return Convert.ToBase64String(signature);
        }
        finally
        {
            FreeContext(context);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        nint held = Interlocked.Exchange(ref key, 0);
        if (held != 0)
            FreeKey(held);
    }

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_private_key")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint NewPrivateKey(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void FreeKey(nint key);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint NewContext();

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSignInit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Begin(nint context, nint keyContext, nint digest, nint engine, nint key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSign")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sign(nint context, [Out] byte[] signature, ref nuint signatureLength, ReadOnlySpan<byte> data, nuint length);
}
