using System.Collections.Immutable;
using System.Globalization;
using MarginRouter.Fix.Session;

namespace MarginRouter.Fix.Settings;

/// <summary>Reads when a session may be logged on.</summary>
internal static class SettingsScheduleReader
{
    private static readonly DayOfWeek[] AllDays = Enum.GetValues<DayOfWeek>();

    public static FixSessionSchedule? Read(SettingsSection section)
    {
        if (section.Flag("UseLocalTime", fallback: false))
            section.Fault("UseLocalTime", "UseLocalTime is not used here: TimeZone names the clocks");
        if (section.Flag("NonStopSession", fallback: false))
        {
            foreach (string key in (string[])["StartTime", "EndTime", "StartDay", "EndDay", "Weekdays", "TimeZone"])
            {
                if (section.Has(key))
                    section.Fault(key, $"{key} has no use with NonStopSession=Y");
            }

            return null;
        }

        FixSessionSchedule schedule = new()
        {
            TimeZone = Zone(section),
            Start = Time(section, "StartTime"),
            End = Time(section, "EndTime"),
            StartDay = section.Has("StartDay") ? Day(section, "StartDay", section.Text("StartDay")) : null,
            EndDay = section.Has("EndDay") ? Day(section, "EndDay", section.Text("EndDay")) : null,
            Days = Days(section),
        };
        if (schedule.Fault is { } fault)
            section.Fault("StartDay", fault);
        return schedule;
    }

    private static TimeZoneInfo Zone(SettingsSection section)
    {
        string name = section.OptionalText("TimeZone") ?? "UTC";
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone))
            return zone;
        section.Fault("TimeZone", $"TimeZone {name} is not known to this machine, as America/New_York or UTC are");
        return TimeZoneInfo.Utc;
    }

    private static TimeOnly Time(SettingsSection section, string key)
    {
        string text = section.Text(key);
        if (!TimeOnly.TryParseExact(text, "HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time) && text.Length > 0)
            section.Fault(key, $"{key} {text} is no time of day such as 17:05:00");
        return time;
    }

    private static ImmutableArray<DayOfWeek> Days(SettingsSection section) =>
        [.. (section.OptionalText("Weekdays") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(text => Day(section, "Weekdays", text))];

    /// <summary>A day by its English name or the first letters of it, at least two.</summary>
    private static DayOfWeek Day(SettingsSection section, string key, string text)
    {
        DayOfWeek[] found = text.Length < 2 ? [] : [.. AllDays.Where(day => day.ToString().StartsWith(text, StringComparison.OrdinalIgnoreCase))];
        if (found.Length == 1)
            return found[0];
        section.Fault(key, $"{key}: '{text}' is no day such as Sun or Sunday");
        return DayOfWeek.Sunday;
    }
}
