using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Models;

/// <summary>
/// Contracts whose losses are borrowed against spot collateral (margin-models section 6). The requirement is a fixed amount, the
/// contracts' maintenance and what is borrowed; against it stands the settlement coin and, up to the borrowing cap, the collateral at
/// its liquidation threshold, which lies half way between its loan-to-value and one.
/// </summary>
internal sealed class CollateralLtv : IBookModel
{
    /// <inheritdoc />
    public BookTally Evaluate(MarginBook book)
    {
        BookTally tally = new(book);
        ContractMargin[] margins = [.. book.Held.Select(position => ContractMargin.Of(book, position, tally))];
        decimal coin = 0m;
        decimal threshold = 0m;
        decimal loan = 0m;
        foreach (AssetBalance balance in book.Net)
        {
            if (balance.Asset == book.Reporting)
                coin += balance.Quantity;
            else if (balance.Quantity < 0m)
                tally.Miss(RefusalReason.CurrencyMissing, $"borrowed {balance.Asset.Code} in {book.Rules.Name}");
            else if (!book.Rules.Haircuts.TryGetValue(balance.Asset.Code, out HaircutTable? table))
                tally.Miss(RefusalReason.CurrencyMissing, $"{balance.Asset.Code} as collateral in {book.Rules.Name}");
            else
            {
                decimal price = tally.Value(balance.Asset, 1m);
                loan += table.Counted(balance.Quantity) * price;
                threshold += (table.Counted(balance.Quantity) + Within(table, balance.Quantity)) / 2m * price;
            }
        }

        coin += margins.Sum(margin => margin.Profit);
        decimal cap = book.Book.BorrowCap ?? decimal.MaxValue;
        tally.AddEquity($"balance {book.Reporting.Code}", Math.Max(coin, 0m));
        tally.AddEquity("collateralAtThreshold", Math.Min(cap, threshold));
        tally.AddMaintenance("fixedRequirement", book.Book.FixedRequirement);
        tally.AddMaintenance("borrowed", Math.Max(-coin, 0m));
        foreach (ContractMargin margin in margins)
            tally.AddMaintenance($"positionMargin {margin.Position.Instrument}", margin.Maintenance);
        tally.Initial = margins.Sum(margin => margin.Initial) + Math.Max(-coin, 0m);
        tally.AvailableBeside = Math.Min(cap, loan) - Math.Min(cap, threshold);
        if (!book.Orders.IsEmpty)
            tally.Miss(RefusalReason.TierMissing, $"reservation of open orders in {book.Rules.Name}");
        return tally;
    }

    /// <summary>How much of a balance lies within the rows that count.</summary>
    private static decimal Within(HaircutTable table, decimal quantity)
    {
        decimal within = 0m;
        foreach (HaircutTier tier in table.Tiers)
        {
            if (tier.Weight > 0m)
                within += Math.Max(0m, Math.Min(quantity, tier.To ?? quantity) - tier.From);
        }

        return within;
    }
}
