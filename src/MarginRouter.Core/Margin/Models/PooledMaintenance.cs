using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Books;

namespace MarginRouter.Core.Margin.Models;

/// <summary>
/// Contracts and loans over one pool of haircut collateral (margin-models section 1.3). Per asset, what is held in all wallets, what is
/// borrowed and the profit that settles in it are summed first; a positive sum counts with its weight, a negative one in full.
/// </summary>
internal sealed class PooledMaintenance : IBookModel
{
    /// <inheritdoc />
    public BookTally Evaluate(MarginBook book)
    {
        BookTally tally = new(book);
        ContractMargin[] margins = [.. book.Held.Select(position => ContractMargin.Of(book, position, tally))];
        IEnumerable<AssetBalance> profits = book.Held.Select(position =>
            new AssetBalance(position.Settlement, position.Profit(position.Quantity, position.Entry, position.Price)));
        foreach (IGrouping<Asset, AssetBalance> asset in book.Balances.Concat(profits).GroupBy(balance => balance.Asset))
            tally.AddEquity($"pool {asset.Key.Code}", tally.Counted(asset.Key, asset.Sum(balance => balance.Quantity)));
        foreach (ContractMargin margin in margins)
        {
            tally.AddMaintenance($"positionMargin {margin.Position.Instrument}", margin.Maintenance);
            tally.Initial += margin.Initial;
        }

        BorrowRequirement.Add(book, tally);
        OpenLoss.Add(book, tally);
        if (!book.Orders.IsEmpty)
            tally.InitialKnown = false;
        return tally;
    }
}
