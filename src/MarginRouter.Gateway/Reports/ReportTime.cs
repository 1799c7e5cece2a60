using MarginRouter.Core.Instruments;

namespace MarginRouter.Gateway.Reports;

/// <summary>Event times as FIX writes them.</summary>
internal static class ReportTime
{
    /// <summary>The UTC time of an instant, cut to a tenth of a microsecond.</summary>
    public static DateTime Utc(Instant at) => DateTime.UnixEpoch.AddTicks(at.Nanoseconds / 100);
}
