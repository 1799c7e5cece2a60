namespace MarginRouter.Venues.Trading;

/// <summary>A venue's limit on requests in a sliding time, kept on our side so that the venue never has to refuse or ban.</summary>
internal sealed class OrderBudget(int capacity, TimeSpan window, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly long[] taken = new long[capacity];
    private int next;
    private long count;

    /// <summary>Requests that may still be sent now.</summary>
    public int Left
    {
        get
        {
            lock (gate)
            {
                int left = 0;
                for (int i = 0; i < capacity; i++)
                {
                    if (IsFree(i))
                        left++;
                }

                return left;
            }
        }
    }

    /// <summary>Takes one; false when the window is used up.</summary>
    public bool TryTake()
    {
        lock (gate)
        {
            if (!IsFree(next))
                return false;
            taken[next] = time.GetTimestamp();
            next = (next + 1) % capacity;
            count++;
            return true;
        }
    }

    private bool IsFree(int place) => (count < capacity && place >= count) || time.GetElapsedTime(taken[place]) >= window;
}
