using System.Globalization;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Simulation.Kraken.Wire;

/// <summary>The venue's two ways to write a time: RFC 3339 with microseconds (WebSocket v2) and fractional epoch seconds (REST).</summary>
internal static class KrakenTime
{
    /// <summary>For example 2026-08-16T23:37:04.334090Z; digits below the microsecond are cut.</summary>
    public static string Text(Instant time) =>
        DateTime.UnixEpoch.AddTicks(time.Nanoseconds / 100).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Epoch seconds with six fraction digits. REST shows four in old captures and up to nine in new ones; six carry the venue's resolution.</summary>
    public static decimal Seconds(Instant time) => (time.Nanoseconds / 1_000) / 1_000_000.000000m;

    /// <summary>Reads an RFC 3339 time with any number of fraction digits; false when it is not one.</summary>
    public static bool TryParse(string text, out Instant time)
    {
        time = default;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset parsed))
            return false;
        time = new Instant((parsed.UtcDateTime - DateTime.UnixEpoch).Ticks * 100);
        return true;
    }
}
