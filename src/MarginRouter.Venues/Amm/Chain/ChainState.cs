namespace MarginRouter.Venues.Amm.Chain;

/// <summary>The newest block that the market data has followed; accounts wait here for the next one.</summary>
internal sealed class ChainState
{
    private readonly Lock gate = new();
    private ChainHead? head;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The newest block; null before the first.</summary>
    public ChainHead? Head
    {
        get
        {
            lock (gate)
                return head;
        }
    }

    /// <summary>Takes over a block.</summary>
    public void Advance(ChainHead next)
    {
        TaskCompletionSource old;
        lock (gate)
        {
            head = next;
            old = changed;
            changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        old.TrySetResult();
    }

    /// <summary>Waits for a block other than one that is known; returns at once when there is one.</summary>
    public async Task<ChainHead> NextAsync(ChainHead? known, CancellationToken cancellation)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (head is not null && head.Hash != known?.Hash)
                    return head;
                next = changed.Task;
            }

            await next.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }
}
