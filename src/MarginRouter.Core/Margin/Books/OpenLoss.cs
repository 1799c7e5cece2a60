using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Cases;

namespace MarginRouter.Core.Margin.Books;

/// <summary>The loss that open orders would have at today's prices, as far as a venue takes it off equity.</summary>
internal static class OpenLoss
{
    /// <summary>Takes it off equity for contracts and spot pairs.</summary>
    public static void Add(MarginBook book, BookTally tally)
    {
        foreach (CaseOrder order in book.Orders)
        {
            BookPosition position = book.Positions.First(one => one.Instrument == order.Instrument);
            decimal signed = order.Side == Side.Buy ? order.Quantity : -order.Quantity;
            decimal profit = position.IsSpot
                ? (tally.Value(position.Underlying, signed) - tally.Value(position.Quote, signed * order.Price)) * position.Multiplier
                : tally.Value(position.Settlement, position.Profit(signed, order.Price, position.Mark ?? order.Price));
            tally.AddEquity($"orderLoss {order.Instrument}", Math.Min(0m, profit));
        }
    }
}
