namespace MarginRouter.Fix.Codec;

/// <summary>UTCTimestamp values: <c>yyyyMMdd-HH:mm:ss</c> with no, three, six or up to nine fractional digits; always UTC.</summary>
public static class FixTimestamp
{
    /// <summary>Most bytes that <see cref="Write"/> produces.</summary>
    public const int MaximumLength = 24;

    private const int SecondsLength = 17;
    private const int MaximumFractionDigits = 9;

    /// <summary>Writes <paramref name="utc"/> and returns the number of bytes, 21 or 24. Finer ticks are cut, not rounded.</summary>
    public static int Write(Span<byte> destination, DateTime utc, FixTimestampPrecision precision)
    {
        int length = precision == FixTimestampPrecision.Microseconds ? 24 : 21;
        Span<byte> text = destination[..length];
        utc.Deconstruct(out DateOnly date, out TimeOnly time);
        WriteDate(text, date);
        text[8] = (byte)'-';
        WriteDigits(text.Slice(9, 2), time.Hour);
        text[11] = (byte)':';
        WriteDigits(text.Slice(12, 2), time.Minute);
        text[14] = (byte)':';
        WriteDigits(text.Slice(15, 2), time.Second);
        text[17] = (byte)'.';
        int fraction = (int)(utc.Ticks % TimeSpan.TicksPerSecond);
        if (precision == FixTimestampPrecision.Microseconds)
            WriteDigits(text.Slice(18, 6), fraction / 10);
        else
            WriteDigits(text.Slice(18, 3), fraction / (int)TimeSpan.TicksPerMillisecond);
        return length;
    }

    /// <summary>Writes <c>yyyyMMdd</c>, eight bytes (UTCDateOnly, LocalMktDate).</summary>
    public static int WriteDate(Span<byte> destination, DateOnly date)
    {
        date.Deconstruct(out int year, out int month, out int day);
        WriteDigits(destination[..4], year);
        WriteDigits(destination.Slice(4, 2), month);
        WriteDigits(destination.Slice(6, 2), day);
        return 8;
    }

    /// <summary>
    /// Reads a UTCTimestamp. False when the text has another form or names no real moment. A leap second (<c>:60</c>, which the
    /// standard allows) reads as the first moment of the next minute; digits beyond 100 ns are dropped.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out DateTime utc)
    {
        utc = default;
        if (text.Length < SecondsLength || text[8] != '-' || text[11] != ':' || text[14] != ':')
            return false;
        if (!TryReadDigits(text[..4], out int year) || !TryReadDigits(text.Slice(4, 2), out int month) ||
            !TryReadDigits(text.Slice(6, 2), out int day) || !TryReadDigits(text.Slice(9, 2), out int hour) ||
            !TryReadDigits(text.Slice(12, 2), out int minute) || !TryReadDigits(text.Slice(15, 2), out int second))
            return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 60)
            return false;
        if (!TryReadFraction(text[SecondsLength..], out long fractionTicks))
            return false;
        long ticks = new DateTime(year, month, day, hour, minute, 0, DateTimeKind.Utc).Ticks + (second * TimeSpan.TicksPerSecond) + fractionTicks;
        if (ticks > DateTime.MaxValue.Ticks)
            return false;
        utc = new DateTime(ticks, DateTimeKind.Utc);
        return true;
    }

    private static bool TryReadFraction(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.IsEmpty)
            return true;
        if (text[0] != '.' || text.Length < 2 || text.Length > 1 + MaximumFractionDigits)
            return false;
        for (int i = 1; i < text.Length; i++)
        {
            if (!char.IsAsciiDigit((char)text[i]))
                return false;
        }

        for (int i = 1; i <= 7; i++)
            ticks = (ticks * 10) + (i < text.Length ? text[i] - '0' : 0);
        return true;
    }

    private static bool TryReadDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (byte digit in text)
        {
            if (!char.IsAsciiDigit((char)digit))
                return false;
            value = (value * 10) + (digit - '0');
        }

        return true;
    }

    private static void WriteDigits(Span<byte> destination, int value)
    {
        for (int i = destination.Length - 1; i >= 0; i--)
        {
            (value, int digit) = Math.DivRem(value, 10);
            destination[i] = (byte)('0' + digit);
        }
    }
}
