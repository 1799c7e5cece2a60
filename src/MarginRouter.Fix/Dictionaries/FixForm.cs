using MarginRouter.Fix.Codec;

namespace MarginRouter.Fix.Dictionaries;

/// <summary>Whether a value has the form of its type.</summary>
internal static class FixForm
{
    private const int TimeLength = 8;

    public static bool Fits(FixFieldType type, ReadOnlySpan<byte> value) => type switch
    {
        FixFieldType.Text or FixFieldType.Data => true,
        FixFieldType.WholeNumber => FixValue.TryLong(value, out _),
        FixFieldType.DecimalNumber => FixValue.TryDecimal(value, out _),
        FixFieldType.Character => value.Length == 1,
        FixFieldType.Boolean => FixValue.TryBool(value, out _),
        FixFieldType.MultipleCharacter => IsMultipleChar(value),
        FixFieldType.MultipleText => !value.IsEmpty && value[0] != ' ' && value[^1] != ' ' && value.IndexOf("  "u8) < 0,
        FixFieldType.UtcTimestamp => FixTimestamp.TryRead(value, out _),
        FixFieldType.UtcTime => IsTime(value),
        FixFieldType.Date => FixValue.TryDate(value, out _),
        FixFieldType.MonthYear => IsMonthYear(value),
    };

    private static bool IsMultipleChar(ReadOnlySpan<byte> value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] == ' ' != (i % 2 == 1))
                return false;
        }

        return value.Length % 2 == 1;
    }

    /// <summary>A time is judged as that of some day.</summary>
    private static bool IsTime(ReadOnlySpan<byte> value)
    {
        Span<byte> text = stackalloc byte[FixTimestamp.MaximumLength + TimeLength];
        ReadOnlySpan<byte> day = "20000101-"u8;
        if (value.Length < TimeLength || value.Length > text.Length - day.Length)
            return false;
        day.CopyTo(text);
        value.CopyTo(text[day.Length..]);
        return FixTimestamp.TryRead(text[..(day.Length + value.Length)], out _);
    }

    private static bool IsMonthYear(ReadOnlySpan<byte> value)
    {
        if (value.Length == 8 && value[6] != 'w')
            return FixValue.TryDate(value, out _);
        bool week = value.Length == 8 && value[7] is >= (byte)'1' and <= (byte)'5';
        return (value.Length == 6 || week) && FixValue.TryInt(value[..6], out int number) && number > 0 && number % 100 is >= 1 and <= 12;
    }
}
