namespace MarginRouter.Gateway.Tests;

/// <summary>The system's clock, except that timers of one length fire only when the test says so.</summary>
internal sealed class HandTimers(TimeSpan length) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<HandTimer> waiting = [];

    /// <summary>Timers of the length that wait.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
                return waiting.Count;
        }
    }

    /// <summary>Fires all that wait.</summary>
    public void Fire()
    {
        HandTimer[] due;
        lock (gate)
        {
            due = [.. waiting];
            waiting.Clear();
        }

        foreach (HandTimer timer in due)
            timer.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != length)
            return base.CreateTimer(callback, state, dueTime, period);
        HandTimer timer = new(this, () => callback(state));
        lock (gate)
            waiting.Add(timer);
        return timer;
    }

    private void Remove(HandTimer timer)
    {
        lock (gate)
            waiting.Remove(timer);
    }

    private sealed class HandTimer(HandTimers owner, Action fire) : ITimer
    {
        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException("The gateway does not change these timers");

        public void Dispose() => owner.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
