using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Books;

/// <summary>Requirement of what is borrowed, coin by coin, each part of a debt's value at the rate of its own row.</summary>
internal static class BorrowRequirement
{
    private const string AnyLoan = "loan";

    /// <summary>Adds initial and maintenance margin of every debt; a coin without a table is noted as missing.</summary>
    public static void Add(MarginBook book, BookTally tally)
    {
        foreach (IGrouping<Asset, AssetBalance> debt in book.Balances.Where(balance => balance.Quantity < 0m).GroupBy(balance => balance.Asset))
        {
            decimal value = -tally.Value(debt.Key, debt.Sum(balance => balance.Quantity));
            TierTable? table = book.Rules.FindTiers(debt.Key.Code) ?? book.Rules.FindTiers(AnyLoan);
            if (table is null || TierRates.Maintenance(table, value, value, (TierApplication.Marginal, book.BeyondTables)) is not { } maintenance)
            {
                tally.Miss(RefusalReason.TierMissing, $"borrowed {debt.Key.Code} in {book.Rules.Name}");
                continue;
            }

            tally.AddMaintenance($"borrowMargin {debt.Key.Code}", maintenance);
            if (TierRates.Initial(table, value, value, (TierApplication.Marginal, book.BeyondTables)) is { } initial)
                tally.Initial += initial;
            else
                tally.InitialKnown = false;
        }
    }
}
