using System.Collections.Immutable;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Matching;

/// <summary>
/// The insurance fund of a simulated venue: a general pool, and pools of their own for symbols that were given one. What a liquidation loses
/// beyond its margin is paid from the general pool; scenarios set what they like.
/// </summary>
public sealed class SimulatedFunds
{
    /// <summary>What the general pool holds at first.</summary>
    public const decimal Opening = 1_000_000m;

    private const string General = "";
    private readonly MarketClock clock;
    private readonly Lock gate;
    private readonly SortedDictionary<string, SimulatedPool> pools = new(StringComparer.Ordinal);

    internal SimulatedFunds(MarketClock clock, Lock gate)
    {
        this.clock = clock;
        this.gate = gate;
        pools.Add(General, new SimulatedPool(General, Opening, Opening, clock.Now));
    }

    /// <summary>All pools, the general one first.</summary>
    public ImmutableArray<SimulatedPool> Pools
    {
        get
        {
            lock (gate)
                return [.. pools.Values];
        }
    }

    /// <summary>Sets a balance; may be negative.</summary>
    /// <param name="balance">What the pool holds from now on.</param>
    /// <param name="symbol">The symbol whose own pool it is; empty for the general one.</param>
    public void Set(decimal balance, string symbol = General)
    {
        lock (gate)
        {
            decimal peak = pools.TryGetValue(symbol, out SimulatedPool? pool) ? Math.Max(pool.Peak, balance) : Math.Max(0m, balance);
            pools[symbol] = new SimulatedPool(symbol, balance, peak, pool is not null && pool.Peak >= balance ? pool.PeakAt : clock.Now);
        }
    }

    /// <summary>The pool behind a symbol.</summary>
    public SimulatedPool Of(string symbol)
    {
        lock (gate)
            return pools.TryGetValue(symbol, out SimulatedPool? own) ? own : pools[General];
    }

    internal void Pay(decimal amount)
    {
        lock (gate)
            Set(pools[General].Balance - amount);
    }
}
