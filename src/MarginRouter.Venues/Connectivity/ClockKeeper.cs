namespace MarginRouter.Venues.Connectivity;

/// <summary>
/// Keeps a measured clock true while a session lasts: it is measured again at intervals, and soon after somebody has doubted it, because a
/// venue refuses requests whose time is too far from its own.
/// </summary>
/// <param name="measure">Measures; what fails is told by it and tried again later.</param>
/// <param name="interval">Time between two measurements.</param>
/// <param name="spacing">Least time between two measurements, however many doubts there are.</param>
/// <param name="time">The time it waits by.</param>
internal sealed class ClockKeeper(Func<CancellationToken, Task> measure, TimeSpan interval, TimeSpan spacing, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim doubted = new(0, 1);

    /// <summary>Says that the venue refused something which a wrong clock would explain.</summary>
    public void Doubt()
    {
        lock (doubted)
        {
            if (doubted.CurrentCount == 0)
                doubted.Release();
        }
    }

    /// <summary>Measures until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await doubted.WaitAsync(interval, cancellation).ConfigureAwait(false);
            await measure(cancellation).ConfigureAwait(false);
            await Task.Delay(spacing, time, cancellation).ConfigureAwait(false);
        }
    }

    public void Dispose() => doubted.Dispose();
}
