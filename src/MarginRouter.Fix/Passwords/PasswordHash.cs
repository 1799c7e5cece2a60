using System.Globalization;
using System.Security.Cryptography;

namespace MarginRouter.Fix.Passwords;

/// <summary>A salted PBKDF2-HMAC-SHA256 hash with its number of rounds, so that later files may use more.</summary>
internal sealed class PasswordHash
{
    /// <summary>OWASP's figure of 2023 for PBKDF2-HMAC-SHA256; about a fifth of a second, which also slows guesses over the wire.</summary>
    private const int Rounds = 600_000;

    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    private readonly int _rounds;
    private readonly byte[] _salt;
    private readonly byte[] _hash;

    private PasswordHash(int rounds, byte[] salt, byte[] hash)
    {
        _rounds = rounds;
        _salt = salt;
        _hash = hash;
    }

    public static PasswordHash Of(ReadOnlySpan<byte> password)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return new PasswordHash(Rounds, salt, Hash(password, salt, Rounds));
    }

    public bool Fits(ReadOnlySpan<byte> password) => CryptographicOperations.FixedTimeEquals(Hash(password, _salt, _rounds), _hash);

    public static PasswordHash? TryRead(string text)
    {
        string[] parts = text.Split('$');
        byte[] salt = new byte[SaltBytes], hash = new byte[HashBytes];
        bool whole = parts.Length == 3
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && Convert.TryFromBase64String(parts[1], salt, out int saltLength) && saltLength == SaltBytes
            && Convert.TryFromBase64String(parts[2], hash, out int hashLength) && hashLength == HashBytes;
        int rounds = whole ? int.Parse(parts[0], CultureInfo.InvariantCulture) : 0;
        return rounds > 0 ? new PasswordHash(rounds, salt, hash) : null;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{_rounds}${Convert.ToBase64String(_salt)}${Convert.ToBase64String(_hash)}");

    private static byte[] Hash(ReadOnlySpan<byte> password, byte[] salt, int rounds) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, rounds, HashAlgorithmName.SHA256, HashBytes);
}
