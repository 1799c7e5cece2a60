using System.Globalization;
using MarginRouter.Fix.Session;

namespace MarginRouter.Host.Configuration;

/// <summary>Reads <c>gateway.schedule</c>: when desks may be logged on, by the clocks of a time zone that the machine knows.</summary>
internal static class ScheduleReader
{
    public static FixSessionSchedule Read(JsonSection section)
    {
        FixSessionSchedule schedule = new()
        {
            TimeZone = Zone(section),
            Start = Time(section, "start"),
            End = Time(section, "end"),
            StartDay = OptionalDay(section, "startDay"),
            EndDay = OptionalDay(section, "endDay"),
            Days = [.. section.OptionalTexts("days").Select(text => Day(section, "days", text)).OfType<DayOfWeek>()],
        };
        if (schedule.Fault is { } fault)
            section.Errors.Add(section.Place, fault);
        section.Close();
        return schedule;
    }

    private static TimeZoneInfo Zone(JsonSection section)
    {
        string name = section.Text("timeZone");
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone))
            return zone;
        section.Errors.Add($"{section.Place}.timeZone", $"'{name}' is no time zone of this machine, such as America/New_York or UTC");
        return TimeZoneInfo.Utc;
    }

    private static TimeOnly Time(JsonSection section, string member)
    {
        string text = section.Text(member);
        if (!TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time))
            section.Errors.Add($"{section.Place}.{member}", $"'{text}' is no time of day such as 17:05 or 17:05:30");
        return time;
    }

    private static DayOfWeek? OptionalDay(JsonSection section, string member) =>
        section.OptionalText(member) is { } text ? Day(section, member, text) : null;

    private static DayOfWeek? Day(JsonSection section, string member, string text)
    {
        foreach (DayOfWeek day in Enum.GetValues<DayOfWeek>())
        {
            if (text == JsonSection.CamelCase(day.ToString()))
                return day;
        }

        section.Errors.Add($"{section.Place}.{member}", $"'{text}' is no day such as monday");
        return null;
    }
}
