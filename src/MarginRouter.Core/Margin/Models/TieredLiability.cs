using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Models;

/// <summary>
/// Borrowed spot judged by tiers of each debt against haircut collateral less debts and less the loss that open orders would have
/// (margin-models section 1.2, Pro).
/// </summary>
internal sealed class TieredLiability : IBookModel
{
    /// <inheritdoc />
    public BookTally Evaluate(MarginBook book)
    {
        BookTally tally = new(book);
        foreach (AssetBalance balance in book.Net)
            tally.AddEquity($"netCollateral {balance.Asset.Code}", tally.Counted(balance.Asset, balance.Quantity));
        BorrowRequirement.Add(book, tally);
        foreach (BookPosition held in book.Held)
            tally.Miss(RefusalReason.TierMissing, $"{held.Instrument} in {book.Rules.Name}");
        OpenLoss.Add(book, tally);
        return tally;
    }
}
