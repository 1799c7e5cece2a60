using System.Globalization;
using MarginRouter.Fix.Session;

namespace MarginRouter.Fix.Tests.Session;

/// <summary>Schedules by clocks that go as those of New York do: to summer on 8 March 2026 at 2, back on 1 November 2026 at 2.</summary>
public sealed class FixSessionScheduleTests
{
    internal static readonly TimeZoneInfo NewYork = TimeZoneInfo.CreateCustomTimeZone(
        "test/new-york", TimeSpan.FromHours(-5), "Eastern", "standard", "summer",
        [
            TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
                new DateTime(2007, 1, 1), new DateTime(2099, 12, 31), TimeSpan.FromHours(1),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 2, DayOfWeek.Sunday),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), 11, 1, DayOfWeek.Sunday)),
        ]);

    [Theory]
    [InlineData("2026-01-05 13:59:59", null)]
    [InlineData("2026-01-05 14:00:00", "2026-01-05 14:00:00/2026-01-05 22:00:00")]
    [InlineData("2026-01-05 21:59:59", "2026-01-05 14:00:00/2026-01-05 22:00:00")]
    [InlineData("2026-01-05 22:00:00", null)]
    [InlineData("2026-07-06 13:00:00", "2026-07-06 13:00:00/2026-07-06 21:00:00")]
    [InlineData("2026-07-06 21:00:00", null)]
    [InlineData("2026-01-03 15:00:00", null)]
    public void WindowAt_OfWorkingDays_FollowsTheClocksOfThePlace(string utc, string? window) => Expect(
        new FixSessionSchedule
        {
            TimeZone = NewYork,
            Start = new TimeOnly(9, 0),
            End = new TimeOnly(17, 0),
            Days = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday],
        },
        utc, window);

    [Theory]
    [InlineData("2026-01-05 22:04:59", null)]
    [InlineData("2026-01-06 04:00:00", "2026-01-05 22:05:00/2026-01-06 22:00:00")]
    [InlineData("2026-03-08 05:00:00", "2026-03-07 22:05:00/2026-03-08 21:00:00")]
    [InlineData("2026-11-01 05:30:00", "2026-10-31 21:05:00/2026-11-01 22:00:00")]
    public void WindowAt_OverMidnight_IsShorterAndLongerWhenClocksChange(string utc, string? window) =>
        Expect(new FixSessionSchedule { TimeZone = NewYork, Start = new TimeOnly(17, 5), End = new TimeOnly(17, 0) }, utc, window);

    [Theory]
    [InlineData("2026-03-06 22:30:00", null)]
    [InlineData("2026-03-08 21:59:59", "2026-03-08 21:00:00/2026-03-13 21:00:00")]
    [InlineData("2026-03-08 20:59:59", null)]
    [InlineData("2026-03-01 22:00:00", "2026-03-01 22:00:00/2026-03-06 22:00:00")]
    [InlineData("2026-10-28 12:00:00", "2026-10-25 21:00:00/2026-10-30 21:00:00")]
    [InlineData("2026-11-06 21:59:59", "2026-11-01 22:00:00/2026-11-06 22:00:00")]
    [InlineData("2026-11-07 12:00:00", null)]
    public void WindowAt_OfAWeek_GoesFromSundayToFriday(string utc, string? window) => Expect(
        new FixSessionSchedule
        {
            TimeZone = NewYork,
            Start = new TimeOnly(17, 0),
            End = new TimeOnly(17, 0),
            StartDay = DayOfWeek.Sunday,
            EndDay = DayOfWeek.Friday,
        },
        utc, window);

    [Theory]
    [InlineData("2026-03-08 06:59:59", "2026-03-07 07:30:00/2026-03-08 07:30:00")]
    [InlineData("2026-03-08 07:30:00", "2026-03-08 07:30:00/2026-03-09 06:30:00")]
    public void WindowAt_StartingAtASkippedTime_StartsAsMuchLaterAsClocksJump(string utc, string? window) =>
        Expect(new FixSessionSchedule { TimeZone = NewYork, Start = new TimeOnly(2, 30), End = new TimeOnly(2, 30) }, utc, window);

    [Theory]
    [InlineData("2026-11-01 05:29:59", "2026-10-31 05:30:00/2026-11-01 05:30:00")]
    [InlineData("2026-11-01 06:30:00", "2026-11-01 05:30:00/2026-11-02 06:30:00")]
    public void WindowAt_StartingAtATimeThatComesTwice_StartsWhenItComesFirst(string utc, string? window) =>
        Expect(new FixSessionSchedule { TimeZone = NewYork, Start = new TimeOnly(1, 30), End = new TimeOnly(1, 30) }, utc, window);

    [Fact]
    public void WindowAt_OfRoundTheClockSchedules_CoversEveryMomentOnce()
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            Random random = new(seed);
            TimeOnly time = new(random.Next(24), random.Next(60));
            DayOfWeek? day = seed % 2 == 0 ? (DayOfWeek)random.Next(7) : null;
            FixSessionSchedule schedule = new() { TimeZone = NewYork, Start = time, End = time, StartDay = day, EndDay = day };
            DateTime now = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
            FixSessionWindow? last = null;
            for (; now.Year == 2026; now = now.AddMinutes(random.Next(1, 500)))
            {
                FixSessionWindow window = Assert.NotNull(schedule.WindowAt(now));
                Assert.True(window.Contains(now), $"seed {seed}: {now:u} is not in {window}");
                Assert.True(last is not { } before || window == before || window.Start >= before.End, $"seed {seed}: {window} meets {last}");
                Assert.Equal(window, schedule.WindowAt(window.Start));
                Assert.Equal(window, schedule.WindowAt(window.End.AddTicks(-1)));
                last = window;
            }
        }
    }

    [Fact]
    public void WindowAt_OfHalfAWeek_IsRefused()
    {
        FixSessionSchedule schedule = new() { TimeZone = NewYork, Start = default, End = default, StartDay = DayOfWeek.Monday };
        Assert.Equal("a weekly session needs a start day and an end day", schedule.Fault);
        Assert.Throws<InvalidOperationException>(() => schedule.WindowAt(DateTime.UnixEpoch));
    }

    private static void Expect(FixSessionSchedule schedule, string utc, string? window)
    {
        DateTime now = DateTime.ParseExact(utc, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);
        string? found = schedule.WindowAt(now) is { } stands
            ? string.Create(CultureInfo.InvariantCulture, $"{stands.Start:yyyy-MM-dd HH:mm:ss}/{stands.End:yyyy-MM-dd HH:mm:ss}")
            : null;
        Assert.Equal(window, found);
    }
}
