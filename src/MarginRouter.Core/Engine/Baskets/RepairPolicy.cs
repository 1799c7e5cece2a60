namespace MarginRouter.Core.Engine.Baskets;

/// <summary>
/// How often uneven legs are traded on, and how long that waits for what is missing. Whatever ends it, the basket ends with it: uneven legs
/// stay as they are, an alarm names them, and a person decides.
/// </summary>
/// <param name="MostWaits">
/// Most looks in a row that only waited for an input (a book, a statement, a connection); from 1. With waits that double up to half a minute 20
/// are seven and a half minutes at a wait of half a second: longer than a venue's restart, short enough for a person to be called.
/// </param>
/// <param name="LifeAttempts">
/// Most repairs of a basket over its life, in multiples of the desk's attempts; from 1. Each costs spread and fees, and legs that fall apart
/// again and again will not be filled in ratio.
/// </param>
/// <param name="LongestWaitMilliseconds">What the doubling of waits ends at, in milliseconds; from 1.</param>
public sealed record RepairPolicy(int MostWaits, int LifeAttempts, long LongestWaitMilliseconds)
{
    private const int MostDoublings = 16;

    /// <summary>What holds where nothing is configured: 20 waits, three times the desk's attempts, half a minute.</summary>
    public static RepairPolicy Default { get; } = new(20, 3, 30_000);

    /// <summary>Most repairs in a row that were tried and left legs uneven; at least 1.</summary>
    public static int MostInARow(Desk desk) => desk.MaximumAttempts;

    /// <summary>Most repairs of a basket over its life.</summary>
    public int MostInALife(Desk desk) => LifeAttempts * desk.MaximumAttempts;

    /// <summary>Milliseconds to the next look after so many that only waited for an input.</summary>
    public long WaitMilliseconds(Desk desk, int waits) => waits == 0
        ? desk.ReattemptMilliseconds
        : Math.Max(desk.ReattemptMilliseconds, Math.Min(desk.ReattemptMilliseconds << Math.Min(waits - 1, MostDoublings), LongestWaitMilliseconds));
}
