using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Models;

/// <summary>
/// Contracts under tiered rates as a whole book (margin-models sections 1.1, 2.1, 3.1, 4, 5.2, 6): linear and inverse, cross and
/// isolated, marginal and whole-position tiers, closing fees, the larger side per underlying, borrowed assets.
/// </summary>
internal sealed class TieredDerivativeBook : IBookModel
{
    /// <inheritdoc />
    public BookTally Evaluate(MarginBook book)
    {
        BookTally tally = new(book);
        ContractMargin[] margins = [.. book.Held.Select(position => ContractMargin.Of(book, position, tally))];
        if (book.Book.Scope == MarginScope.Isolated)
            Isolated(book, margins, tally);
        else
            Cross(book, margins, tally);
        OrderReservation.Add(book, margins, tally);
        return tally;
    }

    /// <summary>Adds profit and requirement of contracts that share the account's equity.</summary>
    internal static void AddShared(MarginBook book, ContractMargin[] margins, BookTally tally)
    {
        foreach (ContractMargin margin in margins)
            tally.AddEquity($"unrealisedProfit {margin.Position.Instrument}", margin.Profit);
        AddRequirements(book, margins, tally);
    }

    private static void Cross(MarginBook book, ContractMargin[] margins, BookTally tally)
    {
        foreach (AssetBalance balance in book.Book.PerSettlement ? book.Balances : book.Net)
        {
            if (book.Book.PerSettlement)
                tally.AddEquity($"wallet {balance.Asset.Code}", balance.Asset == book.Reporting ? balance.Quantity : 0m);
            else
                tally.AddEquity($"wallet {balance.Asset.Code}", tally.Counted(balance.Asset, balance.Quantity));
        }

        AddShared(book, margins, tally);
        if (book.Book.BorrowTiers)
            BorrowRequirement.Add(book, tally);
        else if (!book.Book.PerSettlement && book.Net.Any(balance => balance.Quantity < 0m && balance.Asset != book.Reporting))
            tally.Miss(RefusalReason.TierMissing, $"borrowed {book.Net.First(balance => balance.Quantity < 0m && balance.Asset != book.Reporting).Asset.Code} in {book.Rules.Name}");
    }

    private static void Isolated(MarginBook book, ContractMargin[] margins, BookTally tally)
    {
        foreach (AssetBalance balance in book.Balances)
        {
            if (balance.Asset == book.Reporting || !book.Book.PerSettlement)
                tally.AvailableBeside += tally.Value(balance.Asset, balance.Quantity);
        }

        foreach (ContractMargin margin in margins)
        {
            BookPosition position = margin.Position;
            decimal aside = position.IsolatedMargin is { } stated ? tally.Value(position.Settlement, stated) : margin.InitialAtEntry;
            if (position.IsolatedMargin is null && position.Leverage is null)
                tally.Miss(RefusalReason.LeverageMissing, $"{position.Instrument} without isolated margin");
            if (position.IsolatedMargin is null)
                tally.AvailableBeside -= aside;
            tally.AddEquity($"isolatedMargin {position.Instrument}", aside);
            tally.AddEquity($"unrealisedProfit {position.Instrument}", margin.Profit);
            decimal equity = aside + margin.Profit;
            decimal requirement = margin.Maintenance + margin.Beside;
            if (tally.Worst is not { } worst || requirement * Math.Max(worst.Equity, 0m) > worst.Requirement * Math.Max(equity, 0m)
                || (equity <= 0m && equity < worst.Equity))
                tally.Worst = (requirement, equity);
        }

        AddRequirements(book, margins, tally);
    }

    private static void AddRequirements(MarginBook book, ContractMargin[] margins, BookTally tally)
    {
        foreach (IGrouping<Asset, ContractMargin> group in margins.GroupBy(margin => margin.Position.Underlying))
        {
            ContractMargin[] longs = [.. group.Where(margin => margin.Position.Quantity > 0m)];
            ContractMargin[] shorts = [.. group.Where(margin => margin.Position.Quantity < 0m)];
            bool longer = longs.Sum(margin => margin.Maintenance) >= shorts.Sum(margin => margin.Maintenance);
            decimal initial = Math.Max(longs.Sum(margin => margin.Initial), shorts.Sum(margin => margin.Initial));
            tally.Initial += book.Book.NetsUnderlying ? initial : group.Sum(margin => margin.Initial);
            foreach (ContractMargin margin in !book.Book.NetsUnderlying ? [.. group] : longer ? longs : shorts)
            {
                tally.AddMaintenance($"positionMargin {margin.Position.Instrument}", margin.Maintenance);
                tally.AddBeside($"closingFee {margin.Position.Instrument}", margin.Beside);
            }
        }
    }
}
