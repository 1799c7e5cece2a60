using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine;

/// <summary>When trading days end, and orders with them.</summary>
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

    /// <summary>When an order expires; null for never.</summary>
    /// <param name="timeInForce">Its time in force.</param>
    /// <param name="expireAt">Its own expiry, of a good-till-date order.</param>
    /// <param name="receivedAt">When it came.</param>
    /// <param name="minutes">Minutes after midnight UTC at which days end.</param>
    public static Instant? ExpiryOf(TimeInForce timeInForce, Instant? expireAt, Instant receivedAt, int minutes) => timeInForce switch
    {
        TimeInForce.Day => Next(receivedAt, minutes),
        TimeInForce.GoodTillDate => expireAt,
        TimeInForce.GoodTillCancel or TimeInForce.ImmediateOrCancel or TimeInForce.FillOrKill => null,
    };
}
