using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace MarginRouter.Simulation.Binance.Fix;

/// <summary>Checks Ed25519 signatures (RFC 8032, 5.1.7), in the projective coordinates of its section 5.1.4.</summary>
internal static class Ed25519Verification
{
    private const int KeyLength = 32;
    private static readonly BigInteger Field = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger Order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", CultureInfo.InvariantCulture);
    private static readonly BigInteger Curve = Modulo(-121_665 * Inverse(121_666));
    private static readonly BigInteger RootOfMinusOne = BigInteger.ModPow(2, (Field - 1) / 4, Field);
    private static readonly (BigInteger X, BigInteger Y) Base = (Abscissa(Modulo(4 * Inverse(5)), isOdd: false)!.Value, Modulo(4 * Inverse(5)));

    /// <summary>True when the owner of a public key signed a message.</summary>
    /// <param name="publicKey">The key, 32 bytes.</param>
    /// <param name="message">What was signed.</param>
    /// <param name="signature">The signature, 64 bytes.</param>
    public static bool IsValid(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != KeyLength || signature.Length != 2 * KeyLength || Point(publicKey) is not { } key || Point(signature[..KeyLength]) is not { } commitment)
            return false;
        BigInteger scalar = new(signature[KeyLength..], isUnsigned: true);
        if (scalar >= Order)
            return false;
        byte[] hash = SHA512.HashData([.. signature[..KeyLength], .. publicKey, .. message]);
        BigInteger challenge = new BigInteger(hash, isUnsigned: true) % Order;
        (BigInteger X, BigInteger Y, BigInteger Z) expected = Add(Lift(commitment), Times(Lift(key), challenge));
        (BigInteger X, BigInteger Y, BigInteger Z) actual = Times(Lift(Base), scalar);
        return Modulo((actual.X * expected.Z) - (expected.X * actual.Z)).IsZero && Modulo((actual.Y * expected.Z) - (expected.Y * actual.Z)).IsZero;
    }

    private static (BigInteger X, BigInteger Y)? Point(ReadOnlySpan<byte> encoded)
    {
        byte[] bytes = encoded.ToArray();
        bool isOdd = (bytes[^1] & 0x80) != 0;
        bytes[^1] &= 0x7F;
        BigInteger y = new(bytes, isUnsigned: true);
        return y < Field && Abscissa(y, isOdd) is { } x ? (x, y) : null;
    }

    private static BigInteger? Abscissa(BigInteger y, bool isOdd)
    {
        BigInteger square = Modulo((y * y - 1) * Inverse(Modulo((Curve * y * y) + 1)));
        BigInteger x = BigInteger.ModPow(square, (Field + 3) / 8, Field);
        if (Modulo((x * x) - square) != 0)
            x = Modulo(x * RootOfMinusOne);
        if (Modulo((x * x) - square) != 0 || (x.IsZero && isOdd))
            return null;
        return x.IsEven == isOdd ? Field - x : x;
    }

    private static (BigInteger X, BigInteger Y, BigInteger Z) Lift((BigInteger X, BigInteger Y) point) => (point.X, point.Y, 1);

    private static (BigInteger X, BigInteger Y, BigInteger Z) Times((BigInteger X, BigInteger Y, BigInteger Z) point, BigInteger factor)
    {
        (BigInteger X, BigInteger Y, BigInteger Z) sum = (0, 1, 1);
        for (; factor > 0; factor >>= 1)
        {
            if (!factor.IsEven)
                sum = Add(sum, point);
            point = Add(point, point);
        }

        return sum;
    }

    private static (BigInteger X, BigInteger Y, BigInteger Z) Add((BigInteger X, BigInteger Y, BigInteger Z) one, (BigInteger X, BigInteger Y, BigInteger Z) other)
    {
        BigInteger scale = Modulo(one.Z * other.Z);
        BigInteger square = Modulo(scale * scale);
        BigInteger across = Modulo(one.X * other.X);
        BigInteger along = Modulo(one.Y * other.Y);
        BigInteger cross = Modulo(Modulo(Curve * across) * along);
        BigInteger minus = Modulo(square - cross);
        BigInteger plus = Modulo(square + cross);
        BigInteger mixed = Modulo(((one.X + one.Y) * (other.X + other.Y)) - across - along);
        return (Modulo(Modulo(scale * minus) * mixed), Modulo(Modulo(scale * plus) * (along + across)), Modulo(minus * plus));
    }

    private static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(value, Field - 2, Field);

    private static BigInteger Modulo(BigInteger value) => ((value % Field) + Field) % Field;
}
