using System.Globalization;
using System.Text;

namespace MarginRouter.Fix.Codec;

/// <summary>Reading of single field values. Every reader takes the whole text or nothing.</summary>
internal static class FixValue
{
    /// <summary>Digits that always fit a <see cref="long"/>.</summary>
    private const int SafeDigits = 18;

    public static bool TryLong(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        bool negative = !text.IsEmpty && text[0] == '-';
        ReadOnlySpan<byte> digits = negative ? text[1..] : text;
        if (digits.IsEmpty)
            return false;
        while (digits.Length > SafeDigits && digits[0] == '0')
            digits = digits[1..];
        if (digits.Length > SafeDigits)
            return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value) && Negate(negative, ref value);
        foreach (byte digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
                return false;
            value = (value * 10) + (digit - '0');
        }

        return Negate(negative, ref value);
    }

    public static bool TryInt(ReadOnlySpan<byte> text, out int value)
    {
        bool fits = TryLong(text, out long wide) && wide is >= int.MinValue and <= int.MaxValue;
        value = fits ? (int)wide : 0;
        return fits;
    }

    /// <summary>Decimal of the standard's form: sign, digits, at most one point; no exponent, no white space. The scale is kept.</summary>
    public static bool TryDecimal(ReadOnlySpan<byte> text, out decimal value)
    {
        value = 0;
        bool negative = !text.IsEmpty && text[0] == '-';
        ReadOnlySpan<byte> body = negative ? text[1..] : text;
        long mantissa = 0;
        int digits = 0, scale = -1;
        foreach (byte character in body)
        {
            if (character == '.' && scale < 0)
            {
                scale = 0;
                continue;
            }

            if (!char.IsAsciiDigit((char)character))
                return false;
            if (++digits > SafeDigits)
                return TryLongDecimal(text, out value);
            mantissa = (mantissa * 10) + (character - '0');
            if (scale >= 0)
                scale++;
        }

        if (digits == 0)
            return false;
        value = new decimal(unchecked((int)mantissa), (int)(mantissa >> 32), 0, negative, (byte)Math.Max(scale, 0));
        return true;
    }

    public static bool TryBool(ReadOnlySpan<byte> text, out bool value)
    {
        value = text.Length == 1 && text[0] == 'Y';
        return value || (text.Length == 1 && text[0] == 'N');
    }

    public static bool TryChar(ReadOnlySpan<byte> text, out char value)
    {
        value = text.Length == 1 ? (char)text[0] : '\0';
        return text.Length == 1;
    }

    public static bool TryDate(ReadOnlySpan<byte> text, out DateOnly value)
    {
        value = default;
        if (text.Length != 8 || !TryInt(text, out int number) || number < 0)
            return false;
        int year = number / 10_000, month = number / 100 % 100, day = number % 100;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        value = new DateOnly(year, month, day);
        return true;
    }

    public static string ToText(ReadOnlySpan<byte> text) => Encoding.Latin1.GetString(text);

    private static bool TryLongDecimal(ReadOnlySpan<byte> text, out decimal value) => decimal.TryParse(
        text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && text[0] != '+';

    private static bool Negate(bool negative, ref long value)
    {
        if (negative)
            value = -value;
        return true;
    }
}
