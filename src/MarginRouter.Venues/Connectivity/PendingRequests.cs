using System.Collections.Concurrent;

namespace MarginRouter.Venues.Connectivity;

/// <summary>
/// Matches answers to requests of one connection by a rising id. At most <c>capacity</c> requests are open at once; beyond that a request
/// is refused before it is written.
/// </summary>
internal sealed class PendingRequests<TAnswer>(int capacity, TimeProvider time)
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource<TAnswer>> open = new();
    private long lastId;
    private volatile Exception? failure;

    /// <summary>Takes an id for a request that is about to be written; false when the connection ended or too many are open.</summary>
    public bool TryBegin(out long id)
    {
        id = Interlocked.Increment(ref lastId);
        if (failure is not null || open.Count >= capacity)
            return false;
        open[id] = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (failure is null)
            return true;
        open.TryRemove(id, out _);
        return false;
    }

    /// <summary>
    /// The answer to a request. Throws <see cref="TimeoutException"/> when it does not come in time, and what
    /// <see cref="FailAll"/> was given when the connection ends first.
    /// </summary>
    public async Task<TAnswer> WaitAsync(long id, TimeSpan limit, CancellationToken cancellation)
    {
        if (!open.TryGetValue(id, out TaskCompletionSource<TAnswer>? request))
            throw failure ?? new InvalidOperationException($"request {id} is not open");
        try
        {
            return await request.Task.WaitAsync(limit, time, cancellation).ConfigureAwait(false);
        }
        finally
        {
            open.TryRemove(id, out _);
        }
    }

    /// <summary>Gives up a request that could not be written.</summary>
    public void Abandon(long id) => open.TryRemove(id, out _);

    /// <summary>Hands an answer to its request; false when none waits for it any more.</summary>
    public bool TryComplete(long id, TAnswer answer) =>
        open.TryGetValue(id, out TaskCompletionSource<TAnswer>? request) && request.TrySetResult(answer);

    /// <summary>The connection ended: everything open fails, nothing new begins.</summary>
    public void FailAll(Exception reason)
    {
        failure = reason;
        foreach (TaskCompletionSource<TAnswer> request in open.Values)
        {
            if (request.TrySetException(reason))
                _ = request.Task.Exception;
        }
    }
}
