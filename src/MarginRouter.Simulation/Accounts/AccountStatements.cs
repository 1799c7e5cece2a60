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
        [.. Balances(account)],
        [.. account.Positions.Values.Select(Position)],
        rule.Measure(account, markets));

    /// <summary>Balances ever touched and credit lines, in the order of the codes.</summary>
    internal static IEnumerable<StatementBalance> Balances(SimulatedAccount account) => account.Balances.Keys
        .Union(account.CreditLines.Keys, StringComparer.Ordinal)
        .Order(StringComparer.Ordinal)
        .Select(asset => new StatementBalance(asset, account.Balance(asset))
        {
            Locked = account.Locked(asset),
            Borrowed = account.Debts.Borrowed(asset),
            Interest = account.Debts.Interest(asset),
            Borrowable = account.CreditLines.TryGetValue(asset, out decimal line) ? Math.Max(0m, line - account.Debts.Borrowed(asset)) : null,
        });

    private StatementPosition Position(SimulatedPosition position)
    {
        decimal? mark = markets[position.Instrument.Symbol].MarkPrice;
        return new StatementPosition(position, mark, mark is decimal price ? position.UnrealisedProfit(price) : 0);
    }
}
