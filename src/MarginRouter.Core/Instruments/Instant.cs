namespace MarginRouter.Core.Instruments;

/// <summary>
/// A point in time as nanoseconds since 1970-01-01T00:00:00Z. Core never reads a clock: the shell stamps each event at the moment
/// it is taken from its queue, and venue times are carried as data.
/// </summary>
/// <param name="Nanoseconds">Nanoseconds since the Unix epoch, UTC; not negative in practice.</param>
public readonly record struct Instant(long Nanoseconds) : IComparable<Instant>
{
    /// <summary>Nanoseconds in one millisecond.</summary>
    public const long NanosecondsPerMillisecond = 1_000_000;

    /// <summary>Makes an instant from milliseconds since the Unix epoch, the usual venue time stamp.</summary>
    public static Instant FromMilliseconds(long milliseconds) => new(milliseconds * NanosecondsPerMillisecond);

    /// <summary>Makes an instant from microseconds since the Unix epoch.</summary>
    public static Instant FromMicroseconds(long microseconds) => new(microseconds * 1_000);

    /// <summary>Whole milliseconds since the Unix epoch, rounded down.</summary>
    public long ToMilliseconds() => Nanoseconds / NanosecondsPerMillisecond;

    /// <summary>Time from <paramref name="earlier"/> to this instant in nanoseconds; negative when this one is earlier.</summary>
    public long NanosecondsSince(Instant earlier) => Nanoseconds - earlier.Nanoseconds;

    /// <summary>The instant that many milliseconds later.</summary>
    public Instant PlusMilliseconds(long milliseconds) => new(Nanoseconds + (milliseconds * NanosecondsPerMillisecond));

    /// <inheritdoc />
    public int CompareTo(Instant other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>True when <paramref name="left"/> is earlier.</summary>
    public static bool operator <(Instant left, Instant right) => left.Nanoseconds < right.Nanoseconds;

    /// <summary>True when <paramref name="left"/> is later.</summary>
    public static bool operator >(Instant left, Instant right) => left.Nanoseconds > right.Nanoseconds;

    /// <summary>True when <paramref name="left"/> is not later.</summary>
    public static bool operator <=(Instant left, Instant right) => left.Nanoseconds <= right.Nanoseconds;

    /// <summary>True when <paramref name="left"/> is not earlier.</summary>
    public static bool operator >=(Instant left, Instant right) => left.Nanoseconds >= right.Nanoseconds;
}
