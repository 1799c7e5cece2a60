using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.FixVenue.Trading;

/// <summary>Requests that wait for their answer, by the id that they carry. Bounded: beyond the capacity a request is refused unsent.</summary>
internal sealed class RequestAnswers<TAnswer>(TimeProvider time)
{
    private const int Capacity = 1000;
    private readonly Lock gate = new();
    private readonly Dictionary<string, TaskCompletionSource<TAnswer>> open = new(StringComparer.Ordinal);

    /// <summary>Notes a request that is about to leave; throws <see cref="VenueProtocolException"/> when too many wait.</summary>
    public void Begin(string id)
    {
        lock (gate)
        {
            if (open.Count >= Capacity)
                throw new VenueProtocolException($"{Capacity} requests wait for an answer already");
            open[id] = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>The answer; throws <see cref="TimeoutException"/> when it does not come in time, and what <see cref="FailAll"/> was given.</summary>
    public async Task<TAnswer> WaitAsync(string id, TimeSpan limit, CancellationToken cancellation)
    {
        TaskCompletionSource<TAnswer> request;
        lock (gate)
            request = open[id];
        try
        {
            return await request.Task.WaitAsync(limit, time, cancellation).ConfigureAwait(false);
        }
        finally
        {
            Abandon(id);
        }
    }

    /// <summary>Gives up a request.</summary>
    public void Abandon(string id)
    {
        lock (gate)
            open.Remove(id);
    }

    /// <summary>True while somebody waits for an answer.</summary>
    public bool IsOpen(string id)
    {
        lock (gate)
            return open.ContainsKey(id);
    }

    /// <summary>Hands over an answer; false when nobody waits for it any more.</summary>
    public bool TryComplete(string id, TAnswer answer)
    {
        lock (gate)
            return open.TryGetValue(id, out TaskCompletionSource<TAnswer>? request) && request.TrySetResult(answer);
    }

    /// <summary>The session is down: nothing that waits will be answered.</summary>
    public void FailAll(Exception reason)
    {
        lock (gate)
        {
            foreach (TaskCompletionSource<TAnswer> request in open.Values)
            {
                if (request.TrySetException(reason))
                    _ = request.Task.Exception;
            }
        }
    }
}
