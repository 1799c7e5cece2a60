using System.Numerics;
using System.Security.Cryptography;

namespace MarginRouter.Venues.Signing;

/// <summary>
/// A private key of secp256k1 that signs hashes with ECDSA. The nonce is RFC 6979's for HMAC-SHA256, so that one hash has one signature; s is
/// in the lower half. The key stays inside.
/// </summary>
public sealed class Secp256k1Key
{
    private const int Size = 32;
    private readonly BigInteger secret;

    /// <summary>Takes the key as 64 hexadecimal digits, with or without 0x; throws <see cref="ArgumentException"/> for anything else.</summary>
    public Secp256k1Key(string hexadecimal)
    {
        ArgumentNullException.ThrowIfNull(hexadecimal);
        string digits = hexadecimal.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? hexadecimal[2..] : hexadecimal;
        if (digits.Length != 2 * Size || !digits.All(char.IsAsciiHexDigit))
            throw new ArgumentException("a private key is 64 hexadecimal digits", nameof(hexadecimal));
        secret = Unsigned(Convert.FromHexString(digits));
        if (secret.IsZero || secret >= CurvePoint.Order)
            throw new ArgumentException("a private key lies between 1 and the curve's order", nameof(hexadecimal));
        (FieldElement x, FieldElement y) = CurvePoint.Multiple(secret).ToAffine();
        byte[] publicKey = [.. Bytes(x.ToInteger()), .. Bytes(y.ToInteger())];
        Address = $"0x{Convert.ToHexStringLower(Keccak256.Hash(publicKey).AsSpan(12))}";
    }

    /// <summary>The key's account: the last twenty bytes of the public key's Keccak-256, as 0x and lower-case digits.</summary>
    public string Address { get; }

    /// <summary>Signs a hash of 32 bytes.</summary>
    public RecoverableSignature Sign(ReadOnlySpan<byte> hash)
    {
        if (hash.Length != Size)
            throw new ArgumentException("a hash has 32 bytes", nameof(hash));
        BigInteger order = CurvePoint.Order;
        BigInteger digest = Unsigned(hash) % order;
        Nonces nonces = new(Bytes(secret), Bytes(digest));
        while (true)
        {
            BigInteger nonce = nonces.Next();
            (FieldElement x, FieldElement y) = CurvePoint.Multiple(nonce).ToAffine();
            BigInteger r = x.ToInteger() % order;
            BigInteger s = BigInteger.ModPow(nonce, order - 2, order) * (digest + (r * secret)) % order;

            // An x beyond the order could not be said by v = 27 or 28; like a zero it never happens, and the next nonce is as good.
            if (r.IsZero || s.IsZero || x.ToInteger() >= order)
                continue;
            bool isOdd = y.IsOdd;
            if (s > order / 2)
            {
                s = order - s;
                isOdd = !isOdd;
            }

            return new RecoverableSignature(r, s, isOdd ? 28 : 27);
        }
    }

    private static BigInteger Unsigned(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static byte[] Bytes(BigInteger value)
    {
        byte[] bytes = new byte[Size];
        byte[] shortest = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        shortest.CopyTo(bytes, Size - shortest.Length);
        return bytes;
    }

    /// <summary>The generator of RFC 6979 section 3.2.</summary>
    private sealed class Nonces
    {
        private byte[] key = new byte[Size];
        private byte[] value = new byte[Size];
        private bool isFirst = true;

        public Nonces(byte[] secret, byte[] digest)
        {
            Array.Fill(value, (byte)1);
            Step([0, .. secret, .. digest]);
            Step([1, .. secret, .. digest]);
        }

        public BigInteger Next()
        {
            while (true)
            {
                if (!isFirst)
                    Step([0]);
                isFirst = false;
                value = HMACSHA256.HashData(key, value);
                BigInteger nonce = Unsigned(value);
                if (!nonce.IsZero && nonce < CurvePoint.Order)
                    return nonce;
            }
        }

        private void Step(byte[] seed)
        {
            byte[] message = [.. value, .. seed];
            key = HMACSHA256.HashData(key, message);
            value = HMACSHA256.HashData(key, value);
        }
    }
}
