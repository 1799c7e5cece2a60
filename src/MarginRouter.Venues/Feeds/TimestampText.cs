using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Feeds;

/// <summary>Reads RFC 3339 UTC time stamps (<c>2026-08-24T22:21:57.110183Z</c>, zero to nine decimals) without allocation.</summary>
internal static class TimestampText
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>False when the text is not such a time stamp.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Instant instant)
    {
        instant = default;
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[^1] != 'Z')
            return false;
        if (!TryNumber(text[..4], out int year) || !TryNumber(text.Slice(5, 2), out int month) || !TryNumber(text.Slice(8, 2), out int day)
            || !TryNumber(text.Slice(11, 2), out int hour) || !TryNumber(text.Slice(14, 2), out int minute) || !TryNumber(text.Slice(17, 2), out int second))
            return false;
        if (!TryFraction(text[19..^1], out int nanoseconds))
            return false;
        if (year is < 1970 or > 2200 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 60)
            return false;
        long days = new DateOnly(year, month, day).DayNumber - new DateOnly(1970, 1, 1).DayNumber;
        long seconds = (((((days * 24) + hour) * 60) + minute) * 60) + second;
        instant = new Instant((seconds * NanosecondsPerSecond) + nanoseconds);
        return true;
    }

    private static bool TryFraction(ReadOnlySpan<byte> text, out int nanoseconds)
    {
        nanoseconds = 0;
        if (text.IsEmpty)
            return true;
        if (text[0] != '.' || text.Length is < 2 or > 10 || !TryNumber(text[1..], out int digits))
            return false;
        for (int i = text.Length; i < 10; i++)
            digits *= 10;
        nanoseconds = digits;
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (byte character in text)
        {
            if (character is < (byte)'0' or > (byte)'9')
                return false;
            number = (number * 10) + (character - '0');
        }

        return true;
    }
}
