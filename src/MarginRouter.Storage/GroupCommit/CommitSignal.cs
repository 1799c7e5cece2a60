using System.Diagnostics;

namespace MarginRouter.Storage.GroupCommit;

/// <summary>The last committed position, and the threads that wait for one.</summary>
internal sealed class CommitSignal(long position, TimeSpan spin)
{
    // Monitor takes no longer waits than int.MaxValue milliseconds; longer ones are made of several.
    private static readonly TimeSpan LongestSingleWait = TimeSpan.FromHours(1);
    private readonly object gate = new();
    private long committed = position;
    private int waiting;
    private SegmentLogFaultedException? fault;

    /// <summary>Last committed position.</summary>
    public long Position => Volatile.Read(ref committed);

    /// <summary>Publishes a commit; costs no lock while nobody waits.</summary>
    public void Publish(long position)
    {
        // The exchange is a full fence: either this thread sees the waiter, or the waiter sees the position.
        Interlocked.Exchange(ref committed, position);
        if (Volatile.Read(ref waiting) > 0)
            WakeAll();
    }

    /// <summary>Ends all waits with the failure.</summary>
    public void Fail(SegmentLogFaultedException exception)
    {
        Volatile.Write(ref fault, exception);
        WakeAll();
    }

    /// <summary>Waits until a position is committed; false when the time ran out.</summary>
    public bool Wait(long position, TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        if (Position >= position)
            return true;
        SpinBudget budget = new(spin < timeout ? spin : timeout);
        while (Position < position && budget.Spend())
        {
        }

        long start = Stopwatch.GetTimestamp();
        lock (gate)
        {
            Interlocked.Increment(ref waiting);
            try
            {
                while (Position < position)
                {
                    if (fault is not null)
                        throw new SegmentLogFaultedException(fault);
                    TimeSpan left = timeout - Stopwatch.GetElapsedTime(start);
                    if (left <= TimeSpan.Zero)
                        return false;
                    Monitor.Wait(gate, left < LongestSingleWait ? left : LongestSingleWait);
                }

                return true;
            }
            finally
            {
                Interlocked.Decrement(ref waiting);
            }
        }
    }

    private void WakeAll()
    {
        lock (gate)
            Monitor.PulseAll(gate);
    }
}
