using MarginRouter.Core.Instruments;
using MarginRouter.Fix.Codec;

namespace MarginRouter.Simulation.FixVenue;

/// <summary>Writes venue times.</summary>
internal static class FixVenueTime
{
    /// <summary>Appends TransactTime (60) with microseconds.</summary>
    public static FixMessageWriter AppendTransactTime(this FixMessageWriter writer, Instant time) =>
        writer.Append(FixTag.TransactTime, ToDateTime(time), FixTimestampPrecision.Microseconds);

    /// <summary>The time as UTC date and time.</summary>
    public static DateTime ToDateTime(Instant time) => DateTime.UnixEpoch.AddTicks(time.Nanoseconds / 100);
}
