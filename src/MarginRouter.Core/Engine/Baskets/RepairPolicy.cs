namespace MarginRouter.Core.Engine.Baskets;

/// <summary>
/// How often uneven legs are traded on, and how long that waits for what is missing. Whatever ends it, the basket ends with it: uneven legs
/// stay as they are, an alarm names them, and a person decides.
/// </summary>
public static class RepairPolicy
{
    /// <summary>
    /// Most looks in a row that only waited for an input (a book, a statement, a connection). With waits that double up to half a minute it is
    /// seven and a half minutes at a wait of half a second: longer than a venue's restart, short enough for a person to be called.
    /// </summary>
    public const int MostWaits = 20;

    private const int LivesAttempts = 3;
    private const int MostDoublings = 16;
    private const long LongestWaitMilliseconds = 30_000;

    /// <summary>Most repairs in a row that were tried and left legs uneven; at least 1.</summary>
    public static int MostInARow(Desk desk) => desk.MaximumAttempts;

    /// <summary>Most repairs of a basket over its life: each costs spread and fees, and legs that fall apart again and again will not be filled in ratio.</summary>
    public static int MostInALife(Desk desk) => LivesAttempts * desk.MaximumAttempts;

    /// <summary>Milliseconds to the next look after so many that only waited for an input.</summary>
    public static long WaitMilliseconds(Desk desk, int waits) => waits == 0
        ? desk.ReattemptMilliseconds
        : Math.Max(desk.ReattemptMilliseconds, Math.Min(desk.ReattemptMilliseconds << Math.Min(waits - 1, MostDoublings), LongestWaitMilliseconds));
}
