namespace MarginRouter.Fix.Codec;

/// <summary>How many fractional digits a UTC timestamp is written with. FIX 4.4 knows seconds and milliseconds; microseconds are a common extension.</summary>
public enum FixTimestampPrecision
{
    /// <summary>Three fractional digits, <c>20260102-03:04:05.678</c>: the default, understood by every FIX 4.4 engine.</summary>
    Milliseconds = 1,

    /// <summary>Six fractional digits, <c>20260102-03:04:05.678901</c>.</summary>
    Microseconds = 2,
}
