using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin.Valuation;

/// <summary>
/// How often and how long something was in each of a few numbered states, the first of which is the good one. Time counts from the first
/// state told; a restart stops it until the next.
/// </summary>
internal sealed class StatusLog(int count)
{
    private readonly long[] nanoseconds = new long[count];
    private readonly long[] entries = new long[count];
    private int? present;
    private bool wasGood;
    private Instant since;

    /// <summary>Number of states.</summary>
    public int Count => count;

    /// <summary>The state now; null before the first and after a restart.</summary>
    public int? Present => present;

    /// <summary>How often it left the good state for another.</summary>
    public long Failures { get; private set; }

    /// <summary>Takes a state, which may be the same again.</summary>
    public void Take(Instant at, int next)
    {
        if (present == next)
            return;
        Settle(at);
        if (wasGood && next != 0)
            Failures++;
        wasGood = next == 0;
        present = next;
        entries[next]++;
    }

    /// <summary>Stops counting: what is between two runs is not known.</summary>
    public void Stop(Instant at)
    {
        Settle(at);
        present = null;
        wasGood = false;
    }

    /// <summary>How often a state was entered.</summary>
    public long Entries(int state) => entries[state];

    /// <summary>Time in a state up to a moment, in nanoseconds.</summary>
    public long Nanoseconds(int state, Instant until) =>
        nanoseconds[state] + (present == state ? Math.Max(0L, until.NanosecondsSince(since)) : 0L);

    private void Settle(Instant at)
    {
        if (present is int last)
            nanoseconds[last] += Math.Max(0L, at.NanosecondsSince(since));
        since = at;
    }
}
