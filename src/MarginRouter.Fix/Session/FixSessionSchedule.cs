using System.Collections.Immutable;

namespace MarginRouter.Fix.Session;

/// <summary>
/// When a session may be logged on, by the clocks of one place. Daily: from <see cref="Start"/> to the next <see cref="End"/>, each day or on
/// <see cref="Days"/>. Weekly: one session from <see cref="StartDay"/> to <see cref="EndDay"/>. At each start both sequence numbers begin at 1.
/// Where clocks change: a time that they skip counts as much later as they jump, a time that comes twice counts when it comes first.
/// </summary>
public sealed record FixSessionSchedule
{
    /// <summary>No session is longer than a week, so none that stands began earlier than this many days ago.</summary>
    private const int DaysBack = 8;

    private const int DaysOfWeek = 7;

    /// <summary>The place's clocks, with their changes.</summary>
    public required TimeZoneInfo TimeZone { get; init; }

    /// <summary>Local time at which a session starts.</summary>
    public required TimeOnly Start { get; init; }

    /// <summary>Local time at which it ends; equal to <see cref="Start"/>: a whole day, or a whole week later.</summary>
    public required TimeOnly End { get; init; }

    /// <summary>First day of a weekly session; null for daily sessions.</summary>
    public DayOfWeek? StartDay { get; init; }

    /// <summary>Last day of a weekly session; null for daily sessions.</summary>
    public DayOfWeek? EndDay { get; init; }

    /// <summary>Days on which daily sessions start; empty: every day. Has no use in a weekly session.</summary>
    public ImmutableArray<DayOfWeek> Days { get; init; } = [];

    /// <summary>Why the schedule makes no sense, in words for its author; null when it does.</summary>
    public string? Fault => (StartDay, EndDay) switch
    {
        (null, not null) or (not null, null) => "a weekly session needs a start day and an end day",
        (not null, not null) when !Days.IsDefaultOrEmpty => "a weekly session takes no days",
        _ => null,
    };

    /// <summary>The session that stands at a moment, or null when none does.</summary>
    /// <param name="utc">The moment, UTC.</param>
    /// <exception cref="InvalidOperationException">The schedule makes no sense (<see cref="Fault"/>).</exception>
    public FixSessionWindow? WindowAt(DateTime utc)
    {
        if (Fault is { } fault)
            throw new InvalidOperationException(fault);
        DateOnly today = DateOnly.FromDateTime(utc);
        for (int days = 1; days >= -DaysBack; days--)
        {
            DateOnly day = today.AddDays(days);
            if (StartsOn(day.DayOfWeek) && WindowFrom(day) is var window && window.Contains(utc))
                return window;
        }

        return null;
    }

    private bool StartsOn(DayOfWeek day) => StartDay is { } first ? day == first : Days.IsDefaultOrEmpty || Days.Contains(day);

    private FixSessionWindow WindowFrom(DateOnly day)
    {
        int length = StartDay is { } first && EndDay is { } last ? ((int)last - (int)first + DaysOfWeek) % DaysOfWeek : 0;
        if (length == 0 && End <= Start)
            length = StartDay is null ? 1 : DaysOfWeek;
        return new FixSessionWindow(ToUtc(day.ToDateTime(Start)), ToUtc(day.AddDays(length).ToDateTime(End)));
    }

    private DateTime ToUtc(DateTime local)
    {
        // A skipped time is read by the clocks as they went before the change; a quarter of an hour is the unit in which clocks are changed.
        DateTime before = local;
        while (TimeZone.IsInvalidTime(before))
            before = before.AddMinutes(-15);
        TimeSpan offset = TimeZone.IsAmbiguousTime(before) ? TimeZone.GetAmbiguousTimeOffsets(before).Max() : TimeZone.GetUtcOffset(before);
        return DateTime.SpecifyKind(local - offset, DateTimeKind.Utc);
    }
}
