using System.Numerics;

namespace MarginRouter.Venues.Signing;

/// <summary>
/// A number modulo p = 2^256 - 2^32 - 977, the field of secp256k1 (SEC 2), always fully reduced, in four 64-bit limbs with the lowest first.
/// </summary>
internal readonly struct FieldElement : IEquatable<FieldElement>
{
    private const ulong Fold = 0x1_0000_03D1;
    private const ulong LowestOfPrime = 0xFFFF_FFFE_FFFF_FC2F;

    private readonly ulong a;
    private readonly ulong b;
    private readonly ulong c;
    private readonly ulong d;

    private FieldElement(ReadOnlySpan<ulong> limbs)
    {
        a = limbs[0];
        b = limbs[1];
        c = limbs[2];
        d = limbs[3];
    }

    public static FieldElement One { get; } = new([1, 0, 0, 0]);

    /// <summary>2^256 - 2^32 - 977.</summary>
    public static BigInteger Prime { get; } = (BigInteger.One << 256) - (BigInteger.One << 32) - 977;

    public bool IsZero => (a | b | c | d) == 0;

    public bool IsOdd => (a & 1) == 1;

    public static FieldElement Of(BigInteger value)
    {
        Span<ulong> limbs = stackalloc ulong[4];
        for (int i = 0; i < 4; i++)
            limbs[i] = (ulong)((value >> (64 * i)) & ulong.MaxValue);
        return new FieldElement(limbs);
    }

    public BigInteger ToInteger() => a + ((BigInteger)b << 64) + ((BigInteger)c << 128) + ((BigInteger)d << 192);

    public static FieldElement operator +(in FieldElement left, in FieldElement right) => Add(left, right);

    public static FieldElement operator -(in FieldElement left, in FieldElement right) => Subtract(left, right);

    public static FieldElement operator *(in FieldElement left, in FieldElement right) => Multiply(left, right);

    public FieldElement Square() => this * this;

    /// <summary>By Fermat: the power p - 2. Zero has no inverse and gives zero.</summary>
    public FieldElement Invert()
    {
        // p - 2 has ones everywhere but in a few low places, so that plain square and multiply is near its worst; it is done once a signature.
        FieldElement result = One;
        for (int bit = 255; bit >= 0; bit--)
        {
            result = result.Square();
            if (bit >= 64 || (((LowestOfPrime - 2) >> bit) & 1) == 1)
                result *= this;
        }

        return result;
    }

    public bool Equals(FieldElement other) => a == other.a && b == other.b && c == other.c && d == other.d;

    public override bool Equals(object? obj) => obj is FieldElement other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(a, b, c, d);

    private static FieldElement Add(in FieldElement left, in FieldElement right)
    {
        Span<ulong> sum = stackalloc ulong[4];
        UInt128 carry = (UInt128)left.a + right.a;
        sum[0] = Low(carry);
        carry = (carry >> 64) + left.b + right.b;
        sum[1] = Low(carry);
        carry = (carry >> 64) + left.c + right.c;
        sum[2] = Low(carry);
        carry = (carry >> 64) + left.d + right.d;
        sum[3] = Low(carry);
        return Reduce(sum, Low(carry >> 64));
    }

    /// <summary>Left plus the complement p - right.</summary>
    private static FieldElement Subtract(in FieldElement left, in FieldElement right)
    {
        if (right.IsZero)
            return left;
        Span<ulong> complement = stackalloc ulong[4];
        ulong borrow = Borrow(LowestOfPrime, right.a, 0, out complement[0]);
        borrow = Borrow(ulong.MaxValue, right.b, borrow, out complement[1]);
        borrow = Borrow(ulong.MaxValue, right.c, borrow, out complement[2]);
        Borrow(ulong.MaxValue, right.d, borrow, out complement[3]);
        return Add(left, new FieldElement(complement));
    }

    private static ulong Borrow(ulong left, ulong right, ulong borrow, out ulong difference)
    {
        UInt128 result = unchecked((UInt128)left - right - borrow);
        difference = Low(result);
        return Low(result >> 64) & 1;
    }

    /// <summary>The lowest 64 bits.</summary>
    private static ulong Low(UInt128 value) => unchecked((ulong)value);

    private static FieldElement Multiply(in FieldElement left, in FieldElement right)
    {
        ReadOnlySpan<ulong> x = [left.a, left.b, left.c, left.d];
        ReadOnlySpan<ulong> y = [right.a, right.b, right.c, right.d];
        Span<ulong> product = stackalloc ulong[8];
        product.Clear();
        for (int i = 0; i < 4; i++)
        {
            ulong carry = 0;
            for (int j = 0; j < 4; j++)
            {
                UInt128 sum = ((UInt128)x[i] * y[j]) + product[i + j] + carry;
                product[i + j] = Low(sum);
                carry = Low(sum >> 64);
            }

            product[i + 4] = carry;
        }

        // 2^256 is 2^32 + 977 modulo p: the upper half is folded in.
        ulong over = 0;
        for (int i = 0; i < 4; i++)
        {
            UInt128 sum = ((UInt128)product[i + 4] * Fold) + product[i] + over;
            product[i] = Low(sum);
            over = Low(sum >> 64);
        }

        return Reduce(product[..4], over);
    }

    /// <summary>Folds what is above 2^256 in, at most twice, and takes the prime off once if need be.</summary>
    private static FieldElement Reduce(Span<ulong> value, ulong over)
    {
        while (over != 0)
        {
            UInt128 sum = ((UInt128)over * Fold) + value[0];
            value[0] = Low(sum);
            for (int i = 1; i < 4; i++)
            {
                sum = (sum >> 64) + value[i];
                value[i] = Low(sum);
            }

            over = Low(sum >> 64);
        }

        if (value[3] == ulong.MaxValue && value[2] == ulong.MaxValue && value[1] == ulong.MaxValue && value[0] >= LowestOfPrime)
        {
            value[0] -= LowestOfPrime;
            value[1..].Clear();
        }

        return new FieldElement(value);
    }
}
