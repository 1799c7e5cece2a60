using MarginRouter.Fix.Store;

namespace MarginRouter.Fix.Session;

/// <summary>
/// Follows a schedule: which scheduled session stands, and whether the store's numbers are those of that session. Without a schedule a
/// session stands always.
/// </summary>
internal sealed class SessionHours(FixSessionSchedule? schedule, IFixMessageStore store)
{
    private FixSessionWindow? _last;

    public const string Refusal = "outside of the session's hours";

    /// <summary>Whether the session may be logged on.</summary>
    public bool Open(DateTime now) => schedule is null || WindowAt(now) is not null;

    /// <summary>
    /// True when a scheduled session stands to which the store's numbers do not belong: they are to be reset, and
    /// <paramref name="start"/> says to which session they belong then.
    /// </summary>
    public bool NumbersAreOld(DateTime now, out DateTime start)
    {
        FixSessionWindow? window = schedule is null ? null : WindowAt(now);
        start = window?.Start ?? default;
        return window is not null && store.SessionStart != start;
    }

    private FixSessionWindow? WindowAt(DateTime now)
    {
        if (_last is not { } last || !last.Contains(now))
            _last = schedule!.WindowAt(now);
        return _last;
    }
}
