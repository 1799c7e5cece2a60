namespace MarginRouter.Venues.Connectivity;

/// <summary>Runs tasks that only make sense together.</summary>
internal static class TaskGroup
{
    /// <summary>
    /// Runs all until the first ends, then cancels and awaits the others. Throws what the first one threw; what the others throw while they
    /// are being cancelled is only their way of stopping.
    /// </summary>
    public static async Task RunAsync(CancellationToken cancellation, params Func<CancellationToken, Task>[] parts)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task[] tasks = new Task[parts.Length];
        for (int i = 0; i < tasks.Length; i++)
            tasks[i] = Start(parts[i], stop.Token);
        Task first = await Task.WhenAny(tasks).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(tasks).ContinueWith(
            static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
        await first.ConfigureAwait(false);
    }

    /// <summary>A part that throws before it is asynchronous fails like any other.</summary>
    private static async Task Start(Func<CancellationToken, Task> part, CancellationToken cancellation) =>
        await part(cancellation).ConfigureAwait(false);
}
