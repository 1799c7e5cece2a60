using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Accounts;

/// <summary>
/// The venue's queue for auto-deleveraging: the positions of one symbol and side over all accounts, by profit ratio times leverage where they
/// are in profit and by profit ratio over leverage where they are not. Used under the venue's gate.
/// </summary>
internal sealed class DeleveragingQueue(
    IReadOnlyDictionary<string, SimulatedMarket> markets, IReadOnlyDictionary<string, SimulatedAccount> accounts, IMarginRule rule)
{
    /// <summary>The place of a position; null when it is flat or its symbol has no mark.</summary>
    public QueuePlace? Of(SimulatedAccount account, string symbol)
    {
        int side = Math.Sign(account.PositionQuantity(symbol));
        if (side == 0 || markets[symbol].MarkPrice is not { } mark || !markets[symbol].Instrument.IsDerivative)
            return null;
        decimal own = Score(account, symbol, mark);
        decimal behind = 0m;
        decimal all = 0m;
        foreach (SimulatedAccount other in accounts.Values)
        {
            decimal size = other.PositionQuantity(symbol);
            if (Math.Sign(size) != side)
                continue;
            all += Math.Abs(size);
            if (Score(other, symbol, mark) <= own)
                behind += Math.Abs(size);
        }

        return new QueuePlace(behind / all, account.Positions[symbol].UnrealisedProfit(mark) > 0m);
    }

    private decimal Score(SimulatedAccount account, string symbol, decimal mark)
    {
        SimulatedPosition position = account.Positions[symbol];
        decimal profit = position.UnrealisedProfit(mark);
        decimal ratio = profit / position.Notional(position.EntryPrice);
        decimal equity = position.IsIsolated ? position.IsolatedMargin + profit : rule.Measure(account, markets)?.Equity ?? 0m;

        // With nothing left behind it a position's leverage has no bound: in profit it is first in the queue.
        if (equity <= 0m)
            return ratio > 0m ? decimal.MaxValue : 0m;
        decimal leverage = position.Notional(mark) / equity;
        return ratio > 0m ? ratio * leverage : ratio / leverage;
    }
}
