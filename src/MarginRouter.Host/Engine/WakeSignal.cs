namespace MarginRouter.Host.Engine;

/// <summary>
/// Lets producers wake the one engine thread. The waiter spins briefly and then blocks: a parked thread costs a wake-up of several
/// microseconds, a pure spin costs whole scheduler slices on a small machine.
/// </summary>
internal sealed class WakeSignal
{
    private const int SpinsBeforeSleep = 60;
    private readonly object gate = new(); // Monitor is needed for Wait and Pulse.
    private int raised;

    /// <summary>Wakes the waiter; any thread, after it has put its item in place.</summary>
    public void Raise()
    {
        if (Interlocked.Exchange(ref raised, 1) != 0)
            return;
        lock (gate)
        {
            Monitor.Pulse(gate);
        }
    }

    /// <summary>Returns when raised since the last call, or after the time-out.</summary>
    public void Wait(int milliseconds)
    {
        SpinWait spinner = default;
        for (int i = 0; i < SpinsBeforeSleep; i++)
        {
            if (Interlocked.Exchange(ref raised, 0) != 0)
                return;
            spinner.SpinOnce(sleep1Threshold: -1);
        }

        lock (gate)
        {
            if (Interlocked.Exchange(ref raised, 0) == 0)
                Monitor.Wait(gate, milliseconds);
        }

        Interlocked.Exchange(ref raised, 0);
    }
}
