using MarginRouter.Core.Engine.Trades;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine;

/// <summary>Takes an execution out of ledger, child and parent again, to the lot and to the digit.</summary>
internal sealed class TradeReversal(OrderRegister orders, FirmLedger ledger)
{
    /// <summary>Reverses a trade that is booked.</summary>
    /// <param name="record">Its child.</param>
    /// <param name="trade">The trade.</param>
    /// <param name="venueTime">When the venue took it back.</param>
    public void Apply(ChildRecord record, ChildTrade trade, Instant venueTime)
    {
        trade.IsBusted = true;
        Fill fill = trade.Fill;
        ledger.ReverseFill(record.Order.Terms, fill, venueTime);
        if (trade.InChild)
        {
            record.Order.TakeBack(fill.Quantity);
            record.FilledNotional -= fill.Price * fill.Quantity.Value;
            record.FilledFee -= fill.Fee;
            if (record.EndedCumulative is QuantityLots ended)
                record.EndedCumulative = new QuantityLots(Math.Max(0, ended.Value - fill.Quantity.Value));
        }

        if (trade.InParent)
            record.Parent.TakeBack(new QuantityLots(fill.Quantity.Value * record.ProductLotsPerLot), Notional(record.Parent));
    }

    /// <summary>Sum over the trades that still count, so that no rounding of a subtraction is left over.</summary>
    private decimal Notional(ParentOrder parent)
    {
        decimal sum = 0m;
        foreach (ChildOrder child in parent.Children)
        {
            ChildRecord record = orders.Child(child.Terms.Id)!;
            foreach (ChildTrade trade in record.Trades)
            {
                if (trade is { InParent: true, IsBusted: false })
                    sum += trade.Fill.Price * record.ConversionRate * parent.Product.Quantity(new QuantityLots(trade.Fill.Quantity.Value * record.ProductLotsPerLot));
            }
        }

        return sum;
    }
}
