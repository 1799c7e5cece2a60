using MarginRouter.Core.Instruments;
using MarginRouter.Fix.Codec;

namespace MarginRouter.Venues.FixVenue;

/// <summary>Venue times of messages.</summary>
internal static class VenueTime
{
    /// <summary>TransactTime (60), else SendingTime (52), else the time given.</summary>
    public static Instant Of(FixMessage message, Instant otherwise) =>
        message.TryGetTimestamp(FixTag.TransactTime, out DateTime utc) || message.TryGetTimestamp(FixTag.SendingTime, out utc)
            ? ToInstant(utc)
            : otherwise;

    /// <summary>SendingTime (52); null when it is missing.</summary>
    public static Instant? Sent(FixMessage message) => message.TryGetTimestamp(FixTag.SendingTime, out DateTime utc) ? ToInstant(utc) : null;

    /// <summary>The same moment.</summary>
    public static DateTime ToDateTime(Instant instant) => DateTime.UnixEpoch.AddTicks(instant.Nanoseconds / 100);

    /// <summary>The same moment.</summary>
    public static Instant ToInstant(DateTime utc) => new((utc - DateTime.UnixEpoch).Ticks * 100);
}
