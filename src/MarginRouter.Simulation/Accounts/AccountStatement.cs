using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Simulation.Accounts;

/// <summary>What an account holds at one moment of venue time.</summary>
/// <param name="Account">Name of the account.</param>
/// <param name="AsOf">It contains exactly the fills of the account whose venue time is not later.</param>
/// <param name="ChangedAt">Venue time of the last change in it; not later than <paramref name="AsOf"/>.</param>
/// <param name="Balances">All balances ever touched, by asset code.</param>
/// <param name="Positions">All positions ever touched, flat ones too, by symbol.</param>
/// <param name="Margin">Margin figures; null for a venue that has no margin.</param>
public sealed record AccountStatement(
    string Account,
    Instant AsOf,
    Instant ChangedAt,
    ImmutableArray<StatementBalance> Balances,
    ImmutableArray<StatementPosition> Positions,
    MarginFigures? Margin)
{
    /// <summary>Balance of an asset; zero when it is not listed.</summary>
    public decimal Balance(string asset)
    {
        foreach (StatementBalance balance in Balances)
        {
            if (string.Equals(balance.Asset, asset, StringComparison.Ordinal))
                return balance.Quantity;
        }

        return 0;
    }

    /// <summary>Profit of the positions that settle in an asset; negative is a loss, zero when there are none.</summary>
    public decimal UnrealisedProfit(string asset) => Positions
        .Where(position => string.Equals(position.Position.Instrument.Settlement.Code, asset, StringComparison.Ordinal))
        .Sum(position => position.UnrealisedProfit);

    /// <summary>Position in a symbol; null when it was never touched.</summary>
    public StatementPosition? Position(string symbol)
    {
        foreach (StatementPosition position in Positions)
        {
            if (string.Equals(position.Symbol, symbol, StringComparison.Ordinal))
                return position;
        }

        return null;
    }
}
