using System.Globalization;
using System.Numerics;

namespace MarginRouter.Simulation.Ethereum;

/// <summary>Finds the account that signed a hash on secp256k1 (SEC 1, 4.1.6), in plain affine arithmetic.</summary>
internal static class SignatureRecovery
{
    private static readonly BigInteger Field = Hex("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f");
    private static readonly BigInteger Order = Hex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
    private static readonly (BigInteger X, BigInteger Y) Generator = (
        Hex("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"),
        Hex("483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"));

    /// <summary>The signer's address; null when the signature is none, or its s is in the upper half.</summary>
    public static string? Address(byte[] hash, BigInteger r, BigInteger s, bool isOdd)
    {
        if (r.Sign <= 0 || r >= Order || s.Sign <= 0 || s > Order / 2)
            return null;
        BigInteger square = (BigInteger.ModPow(r, 3, Field) + 7) % Field;
        BigInteger y = BigInteger.ModPow(square, (Field + 1) / 4, Field);
        if (y * y % Field != square)
            return null;
        if (y.IsEven == isOdd)
            y = Field - y;
        BigInteger digest = new BigInteger(hash, isUnsigned: true, isBigEndian: true) % Order;
        BigInteger inverse = BigInteger.ModPow(r, Order - 2, Order);
        (BigInteger X, BigInteger Y)? key = Add(
            Times((r, y), s * inverse % Order),
            Times(Generator, (Order - digest) * inverse % Order));
        if (key is not { } point)
            return null;
        byte[] bytes = EvmWords.Pack(point.X, point.Y);
        return EvmWords.Text(Keccak.Hash(bytes)[12..]);
    }

    /// <summary>The address of a private key.</summary>
    public static string AddressOf(BigInteger key) =>
        Times(Generator, key) is { } point ? EvmWords.Text(Keccak.Hash(EvmWords.Pack(point.X, point.Y))[12..]) : throw new ArgumentOutOfRangeException(nameof(key));

    private static (BigInteger X, BigInteger Y)? Times((BigInteger X, BigInteger Y) point, BigInteger factor)
    {
        (BigInteger X, BigInteger Y)? sum = null;
        (BigInteger X, BigInteger Y)? power = point;
        for (; !factor.IsZero; factor >>= 1)
        {
            if (!factor.IsEven)
                sum = Add(sum, power);
            power = Add(power, power);
        }

        return sum;
    }

    private static (BigInteger X, BigInteger Y)? Add((BigInteger X, BigInteger Y)? first, (BigInteger X, BigInteger Y)? second)
    {
        if (first is not { } a)
            return second;
        if (second is not { } b)
            return first;
        if (a.X == b.X && (a.Y + b.Y) % Field == 0)
            return null;
        BigInteger slope = a == b
            ? 3 * a.X * a.X * Inverse(2 * a.Y)
            : (b.Y - a.Y) * Inverse(b.X - a.X);
        BigInteger x = Modulo((slope * slope) - a.X - b.X);
        return (x, Modulo((slope * (a.X - x)) - a.Y));
    }

    /// <summary>The inverse in the field by Euclid's algorithm.</summary>
    private static BigInteger Inverse(BigInteger value)
    {
        (BigInteger rest, BigInteger next) = (Field, Modulo(value));
        (BigInteger factor, BigInteger nextFactor) = (BigInteger.Zero, BigInteger.One);
        while (!next.IsZero)
        {
            BigInteger quotient = rest / next;
            (rest, next) = (next, rest - (quotient * next));
            (factor, nextFactor) = (nextFactor, factor - (quotient * nextFactor));
        }

        return Modulo(factor);
    }

    private static BigInteger Modulo(BigInteger value) => ((value % Field) + Field) % Field;

    private static BigInteger Hex(string digits) => BigInteger.Parse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
