using System.Diagnostics;

namespace MarginRouter.Storage.GroupCommit;

/// <summary>A short stretch of time in which a thread looks again before it blocks.</summary>
internal readonly struct SpinBudget(TimeSpan length)
{
    private const int PausesPerLook = 10;
    private readonly long end = Stopwatch.GetTimestamp() + (long)(length.TotalSeconds * Stopwatch.Frequency);

    /// <summary>Pauses a little; false when the time is used up.</summary>
    public bool Spend()
    {
        if (Stopwatch.GetTimestamp() >= end)
            return false;
        Thread.SpinWait(PausesPerLook);
        return true;
    }
}
