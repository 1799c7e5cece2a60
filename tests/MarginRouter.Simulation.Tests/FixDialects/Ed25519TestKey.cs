using System.Runtime.InteropServices;

namespace MarginRouter.Simulation.Tests.FixDialects;

/// <summary>An Ed25519 key of the system's libcrypto, which has nothing in common with the check in the simulator.</summary>
internal sealed class Ed25519TestKey : IDisposable
{
    private const int Ed25519 = 1087;
    private const string Library = "libcrypto.so.3";
    private readonly nint key;

    public Ed25519TestKey(byte[] seed)
    {
        key = EVP_PKEY_new_raw_private_key(Ed25519, 0, seed, (nuint)seed.Length);
        Assert.NotEqual(0, key);
    }

    public byte[] Public()
    {
        byte[] bytes = new byte[32];
        nuint length = 32;
        Assert.Equal(1, EVP_PKEY_get_raw_public_key(key, bytes, ref length));
        return bytes;
    }

    public byte[] Sign(byte[] message)
    {
        nint context = EVP_MD_CTX_new();
        byte[] signature = new byte[64];
        nuint length = 64;
        Assert.Equal(1, EVP_DigestSignInit(context, 0, 0, 0, key));
        Assert.Equal(1, EVP_DigestSign(context, signature, ref length, message, (nuint)message.Length));
        EVP_MD_CTX_free(context);
        return signature;
    }

    public void Dispose() => EVP_PKEY_free(key);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint EVP_PKEY_new_raw_private_key(int type, nint engine, byte[] key, nuint length);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int EVP_PKEY_get_raw_public_key(nint key, byte[] bytes, ref nuint length);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void EVP_PKEY_free(nint key);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint EVP_MD_CTX_new();

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void EVP_MD_CTX_free(nint context);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int EVP_DigestSignInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int EVP_DigestSign(nint context, byte[] signature, ref nuint length, byte[] message, nuint messageLength);
}
