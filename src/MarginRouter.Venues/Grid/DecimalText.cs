namespace MarginRouter.Venues.Grid;

/// <summary>
/// A decimal number read from the text of a venue message, exactly and without allocation: value = mantissa / 10^scale, with trailing
/// zeros of the fraction taken out of both. Venues write prices and sizes with more digits than <c>double</c> can hold.
/// </summary>
/// <param name="Mantissa">Signed digits without the point; zero for zero.</param>
/// <param name="Scale">Significant decimals, 0 to 28; 0 for a whole number.</param>
/// <param name="WrittenScale">Decimals as written, trailing zeros included; never below <paramref name="Scale"/>.</param>
public readonly record struct DecimalText(long Mantissa, int Scale, int WrittenScale) : IComparable<DecimalText>
{
    private const int MaximumScale = 28;

    private static readonly long[] Powers =
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000,
        1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000,
        100_000_000_000_000_000, 1_000_000_000_000_000_000,
    ];

    /// <summary>
    /// Reads a plain or exponent form such as <c>61737.63000000</c>, <c>-0.5</c> or <c>1e-7</c>. False when it is no number, when its
    /// significant digits do not fit into 63 bits or when it has more than 28 significant decimals.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DecimalText value) => TryPlain(text, out value) || TryGeneral(text, out value);

    /// <summary>The number as a decimal; exact.</summary>
    public decimal ToDecimal()
    {
        ulong magnitude = (ulong)Math.Abs(Mantissa);
        return new decimal(unchecked((int)magnitude), unchecked((int)(magnitude >> 32)), 0, Mantissa < 0, (byte)Scale);
    }

    /// <summary>Compares by value; how the numbers were written does not count.</summary>
    public int CompareTo(DecimalText other) =>
        Scale == other.Scale ? Mantissa.CompareTo(other.Mantissa) : ToDecimal().CompareTo(other.ToDecimal());

    /// <summary>Smaller by value.</summary>
    public static bool operator <(DecimalText left, DecimalText right) => left.CompareTo(right) < 0;

    /// <summary>Greater by value.</summary>
    public static bool operator >(DecimalText left, DecimalText right) => left.CompareTo(right) > 0;

    /// <summary>Smaller or the same by value.</summary>
    public static bool operator <=(DecimalText left, DecimalText right) => left.CompareTo(right) <= 0;

    /// <summary>Greater or the same by value.</summary>
    public static bool operator >=(DecimalText left, DecimalText right) => left.CompareTo(right) >= 0;

    /// <summary>Ten to a power from 0 to 18; throws outside that range.</summary>
    public static long PowerOfTen(int exponent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(exponent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(exponent, 18);
        return Powers[exponent];
    }

    /// <summary>Up to 18 characters of digits with at most one point, which is nearly every number of a feed, in one pass without checks.</summary>
    private static bool TryPlain(ReadOnlySpan<byte> text, out DecimalText value)
    {
        value = default;
        if (text.Length is 0 or > 18)
            return false;
        long mantissa = 0;
        int point = -1;
        for (int i = 0; i < text.Length; i++)
        {
            int digit = text[i] - (byte)'0';
            if (digit is >= 0 and <= 9)
                mantissa = unchecked((mantissa * 10) + digit);
            else if (text[i] == (byte)'.' && point < 0)
                point = i;
            else
                return false;
        }

        if (point < 0)
        {
            value = new DecimalText(mantissa, 0, 0);
            return true;
        }

        int written = text.Length - point - 1;
        int zeros = 0;
        while (zeros < written && text[text.Length - 1 - zeros] == (byte)'0')
            zeros++;
        value = new DecimalText(zeros == 0 ? mantissa : mantissa / Powers[zeros], written - zeros, written);
        return text.Length > 1;
    }

    private static bool TryGeneral(ReadOnlySpan<byte> text, out DecimalText value)
    {
        value = default;
        int exponent = 0;
        int exponentAt = text.IndexOfAny((byte)'e', (byte)'E');
        if (exponentAt >= 0)
        {
            if (!TryExponent(text[(exponentAt + 1)..], out exponent))
                return false;
            text = text[..exponentAt];
        }

        bool negative = !text.IsEmpty && text[0] == (byte)'-';
        if (!TryDigits(negative ? text[1..] : text, out DecimalText magnitude))
            return false;
        if (exponent != 0 && !TryShift(magnitude, exponent, out magnitude))
            return false;
        value = negative ? magnitude with { Mantissa = -magnitude.Mantissa } : magnitude;
        return magnitude.Scale <= MaximumScale;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out DecimalText value)
    {
        int point = text.IndexOf((byte)'.');
        int written = point < 0 ? 0 : text.Length - point - 1;
        value = default;
        if (text.Length == (point < 0 ? 0 : 1))
            return false;

        // Zeros at the end of a fraction count only as written.
        int end = text.Length;
        while (point >= 0 && end > point + 1 && text[end - 1] == (byte)'0')
            end--;
        int scale = point < 0 ? 0 : end - point - 1;
        long mantissa = 0;
        for (int i = 0; i < end; i++)
        {
            if (i == point)
                continue;
            int digit = text[i] - (byte)'0';
            if (digit is < 0 or > 9 || !TryAppend(ref mantissa, digit))
                return false;
        }

        value = new DecimalText(mantissa, scale, written);
        return true;
    }

    private static bool TryAppend(ref long mantissa, int digit)
    {
        // Below this bound a further digit always fits.
        const long roomy = (long.MaxValue - 9) / 10;
        if (mantissa > roomy && mantissa > (long.MaxValue - digit) / 10)
            return false;
        mantissa = unchecked((mantissa * 10) + digit);
        return true;
    }

    private static bool TryExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        bool negative = !text.IsEmpty && text[0] == (byte)'-';
        if (negative || (!text.IsEmpty && text[0] == (byte)'+'))
            text = text[1..];
        if (text.IsEmpty || text.Length > 2)
            return false;
        foreach (byte character in text)
        {
            int digit = character - (byte)'0';
            if (digit is < 0 or > 9)
                return false;
            exponent = (exponent * 10) + digit;
        }

        exponent = negative ? -exponent : exponent;
        return true;
    }

    private static bool TryShift(DecimalText value, int exponent, out DecimalText shifted)
    {
        shifted = default;
        long mantissa = value.Mantissa;
        int scale = value.Scale - exponent;
        for (; scale < 0; scale++)
        {
            if (mantissa > long.MaxValue / 10)
                return false;
            mantissa *= 10;
        }

        for (; scale > 0 && mantissa % 10 == 0; scale--)
            mantissa /= 10;
        shifted = new DecimalText(mantissa, scale, Math.Max(scale, value.WrittenScale - exponent));
        return true;
    }
}
