using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using MarginRouter.Venues.Signing;

namespace MarginRouter.Venues.Tests.Signing;

public sealed class Secp256k1Tests
{
    [Theory]
    [InlineData("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    public void Hash_KnownTexts_GivesTheKnownHash(string text, string expected) =>
        Assert.Equal(expected, Convert.ToHexStringLower(Keccak256.Hash(Encoding.ASCII.GetBytes(text))));

    [Fact]
    public void Hash_LengthsAroundTheRate_DifferFromEachOther() =>
        Assert.Equal(6, new[] { 0, 1, 135, 136, 137, 272 }.Select(length => Convert.ToHexString(Keccak256.Hash(new byte[length]))).Distinct().Count());

    /// <summary>The key 1 is the generator itself.</summary>
    [Fact]
    public void Address_OfTheSmallestKey_IsTheKnownOne() =>
        Assert.Equal("0x7e5f4552091a69125d5dfcb7b8c2659029395bdf", new Secp256k1Key(new string('0', 63) + "1").Address);

    /// <summary>The base library's own curve arithmetic verifies what ours signs, for random keys and hashes.</summary>
    [Fact]
    public void Sign_RandomKeysAndHashes_IsLowAndVerifiedByTheBaseLibrary()
    {
        const int seed = 20261122;
        Random random = new(seed);
        BigInteger half = CurvePoint.Order / 2;
        for (int round = 0; round < 50; round++)
        {
            byte[] secret = new byte[32];
            byte[] hash = new byte[32];
            random.NextBytes(secret);
            random.NextBytes(hash);
            RecoverableSignature signature = new Secp256k1Key(Convert.ToHexString(secret)).Sign(hash);
            using ECDsa reference = ECDsa.Create(new ECParameters { Curve = ECCurve.CreateFromFriendlyName("secp256k1"), D = secret });
            byte[] bytes = [.. Bytes(signature.R), .. Bytes(signature.S)];
            Assert.True(reference.VerifyHash(hash, bytes), $"seed {seed} round {round}");
            Assert.True(signature.S <= half, $"seed {seed} round {round}");
        }
    }

    [Fact]
    public void FieldElement_RandomPairs_AgreesWithWholeNumbers()
    {
        const int seed = 20261123;
        Random random = new(seed);
        BigInteger prime = FieldElement.Prime;
        BigInteger[] edges = [0, 1, prime - 1, prime - 2, (BigInteger.One << 32) + 977, prime / 2];
        BigInteger[] numbers = [.. edges, .. Enumerable.Range(0, 60).Select(_ => Random(random) % prime)];
        foreach (BigInteger left in numbers)
        {
            foreach (BigInteger right in numbers)
            {
                FieldElement x = FieldElement.Of(left);
                FieldElement y = FieldElement.Of(right);
                Assert.Equal((left + right) % prime, (x + y).ToInteger());
                Assert.Equal((left - right + prime) % prime, (x - y).ToInteger());
                Assert.Equal(left * right % prime, (x * y).ToInteger());
            }

            if (!left.IsZero)
                Assert.Equal(FieldElement.One, FieldElement.Of(left) * FieldElement.Of(left).Invert());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x00")]
    [InlineData("zz")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")]
    public void New_WhatIsNoKey_IsRefused(string text) => Assert.Throws<ArgumentException>(() => new Secp256k1Key(text));

    private static BigInteger Random(Random random)
    {
        byte[] bytes = new byte[32];
        random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true);
    }

    private static byte[] Bytes(BigInteger value)
    {
        byte[] shortest = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[32 - shortest.Length], .. shortest];
    }
}
