using System.Globalization;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Host.Health;

/// <summary>Writes a line a minute for each venue; what happened in that minute stands as rates and counts, not as totals.</summary>
internal sealed partial class HealthLog(HealthBoard board, TimeProvider time, ILogger<HealthLog> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Writes until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        Dictionary<string, HealthSnapshot> before = board.Snapshots().ToDictionary(venue => venue.Venue, StringComparer.Ordinal);
        while (true)
        {
            await Task.Delay(Interval, time, cancellation).ConfigureAwait(false);
            foreach (HealthSnapshot venue in board.Snapshots())
            {
                string line = Text(before[venue.Venue], venue);
                LogVenue(logger, venue.Venue, line);
                before[venue.Venue] = venue;
            }
        }
    }

    /// <summary>One line about what happened to a venue from one moment to a later one.</summary>
    internal static string Text(HealthSnapshot before, HealthSnapshot now) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(now.Connected ? "connected" : "not connected")}, {now.LiveBooks} of {now.Books} books live, oldest change {Seconds(now.OldestBook)}, oldest sign of life {Seconds(now.OldestSign)}, "
        + $"{(now.Updates - before.Updates) / Interval.TotalSeconds:0.0} updates/s, {now.Gaps - before.Gaps} gaps, {now.Crossings - before.Crossings} crossings, "
        + $"{now.Resyncs - before.Resyncs} resyncs, {now.Disconnects - before.Disconnects} disconnects, acknowledgements p50 {Seconds(now.Median)} p99 {Seconds(now.Slowest)}, orders left {now.OrdersLeft?.ToString(CultureInfo.InvariantCulture) ?? "not counted"}");

    private static string Seconds(TimeSpan? span) => span is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.TotalSeconds:0.000} s") : "unknown";

    [LoggerMessage(EventId = 6110, Level = LogLevel.Information, Message = "{Venue}: {Health}")]
    private static partial void LogVenue(ILogger logger, string venue, string health);
}
