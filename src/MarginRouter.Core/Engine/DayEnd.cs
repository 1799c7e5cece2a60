using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Engine;

/// <summary>When trading days end.</summary>
internal static class DayEnd
{
    private const long NanosecondsPerMinute = 60_000 * Instant.NanosecondsPerMillisecond;
    private const long NanosecondsPerDay = 24 * 60 * NanosecondsPerMinute;

    /// <summary>The first end of a day after an instant.</summary>
    /// <param name="after">The instant.</param>
    /// <param name="minutes">Minutes after midnight UTC at which days end.</param>
    public static Instant Next(Instant after, int minutes)
    {
        long end = minutes * NanosecondsPerMinute;
        long days = (after.Nanoseconds - end) / NanosecondsPerDay;
        return new Instant(((days + 1) * NanosecondsPerDay) + end);
    }
}
