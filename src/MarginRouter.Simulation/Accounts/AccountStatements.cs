using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Accounts;

/// <summary>Writes statements of accounts at the current marks. Used under the venue's gate.</summary>
internal sealed class AccountStatements(IReadOnlyDictionary<string, SimulatedMarket> markets, IMarginRule rule)
{
    public AccountStatement At(SimulatedAccount account, Instant at) => new(
        account.Name,
        at,
        account.ChangedAt,
        [.. account.Balances.Select(balance => new StatementBalance(balance.Key, balance.Value))],
        [.. account.Positions.Values.Select(Position)],
        rule.Measure(account, markets));

    private StatementPosition Position(SimulatedPosition position)
    {
        decimal? mark = markets[position.Instrument.Symbol].MarkPrice;
        return new StatementPosition(position, mark, mark is decimal price ? position.UnrealisedProfit(price) : 0);
    }
}
