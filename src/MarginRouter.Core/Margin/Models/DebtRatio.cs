using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Models;

/// <summary>
/// Borrowed spot judged by debt against assets without haircut (margin-models sections 1.2 and 4). The venue's threshold is rescaled
/// into the requirement: the assets that the debt needs so as not to be liquidated.
/// </summary>
internal sealed class DebtRatio : IBookModel
{
    /// <inheritdoc />
    public BookTally Evaluate(MarginBook book)
    {
        BookTally tally = new(book);
        RatioRule ratio = book.Rules.Ratio!;
        decimal debt = 0m;
        foreach (AssetBalance balance in book.Balances)
        {
            decimal value = tally.Value(balance.Asset, balance.Quantity);
            if (value > 0m)
                tally.AddEquity($"asset {balance.Asset.Code}", value);
            else
                debt -= value;
        }

        tally.AddMaintenance("debtMargin", ratio.Form switch
        {
            RatioForm.RequirementOverEquity => debt / ratio.LiquidateAt,
            RatioForm.EquityOverRequirement => debt * ratio.LiquidateAt,
        });
        tally.Worst = (debt, tally.Equity);
        tally.InitialKnown = ratio.AcceptAt is not null || debt == 0m;
        tally.Initial = ratio.Form switch
        {
            RatioForm.RequirementOverEquity => debt / (ratio.AcceptAt ?? 1m),
            RatioForm.EquityOverRequirement => debt * (ratio.AcceptAt ?? 1m),
        };
        foreach (BookPosition held in book.Held)
            tally.Miss(RefusalReason.TierMissing, $"{held.Instrument} in {book.Rules.Name}");
        SpotOrders.Refuse(book, tally);
        return tally;
    }
}
