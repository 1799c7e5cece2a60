using MarginRouter.Simulation.Accounts;

namespace MarginRouter.Simulation.Matching;

/// <summary>
/// Dead man's switches: one for each account, or for each symbol of one. A switch that is not set again in time fires once. Used under the
/// venue's gate, which a firing switch takes too.
/// </summary>
internal sealed class CancelTimers(TimeProvider time, Lock gate, Action<SimulatedAccount, string?> fire) : IDisposable
{
    private readonly Dictionary<(string Account, string? Symbol), ITimer> running = [];
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);
    private bool isOver;

    /// <summary>Sets a switch anew, or takes it away without a time.</summary>
    public void Set(SimulatedAccount account, TimeSpan? after, string? symbol)
    {
        (string, string?) key = (account.Name, symbol);
        if (running.Remove(key, out ITimer? earlier))
            earlier.Dispose();
        if (after is not { } wait || isOver)
            return;
        counts[account.Name] = Count(account) + 1;

        // A switch that was set again while it fired must not fire: it is known by itself.
        ITimer[] own = new ITimer[1];
        own[0] = time.CreateTimer(_ => Fire(account, symbol, own), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        running.Add(key, own[0]);
        own[0].Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How often a switch of an account was set.</summary>
    public int Count(SimulatedAccount account) => counts.GetValueOrDefault(account.Name);

    /// <summary>Takes all away.</summary>
    public void Dispose()
    {
        isOver = true;
        foreach (ITimer timer in running.Values)
            timer.Dispose();
        running.Clear();
    }

    private void Fire(SimulatedAccount account, string? symbol, ITimer[] own)
    {
        lock (gate)
        {
            (string, string?) key = (account.Name, symbol);
            if (!running.TryGetValue(key, out ITimer? current) || !ReferenceEquals(current, own[0]))
                return;
            running.Remove(key);
            own[0].Dispose();
            fire(account, symbol);
        }
    }
}
