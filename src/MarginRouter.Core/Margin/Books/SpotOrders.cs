using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Books;

/// <summary>Open orders of spot pairs: the sources do not say how these modes reserve for them.</summary>
internal static class SpotOrders
{
    /// <summary>Notes them as missing rules.</summary>
    public static void Refuse(MarginBook book, BookTally tally)
    {
        foreach (BookPosition position in book.Positions.Where(position => position.IsSpot))
        {
            if (book.Orders.Any(order => order.Instrument == position.Instrument))
                tally.Miss(RefusalReason.TierMissing, $"reservation of open orders of {position.Instrument} in {book.Rules.Name}");
        }
    }
}
