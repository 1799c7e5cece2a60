using System.Globalization;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;

namespace MarginRouter.Venues.FixVenue.Trading;

/// <summary>Writes orders, cancels and questions about orders.</summary>
internal sealed class OrderMessages(ClientOrderIdFormat ids)
{
    private long cancels;

    /// <summary>NewOrderSingle (D): immediate-or-cancel limit order.</summary>
    public FixMessageWriter Order(FixMessageWriter writer, ChildOrderTerms terms, Instrument instrument, string account, Instant now)
    {
        writer.Begin(FixMsgType.NewOrderSingle)
            .Append(FixTag.ClOrdID, ids.Format(terms.Id))
            .Append(FixTag.Account, account)
            .Append(FixTag.HandlInst, '1');
        if (terms.ReduceOnly)
            writer.Append(FixTag.ExecInst, 'E');
        return Named(writer, terms, instrument, now)
            .Append(FixTag.OrderQty, instrument.Quantity(terms.Quantity))
            .Append(FixTag.OrdType, '2')
            .Append(FixTag.Price, instrument.Price(terms.LimitPrice))
            .Append(FixTag.TimeInForce, '3');
    }

    /// <summary>OrderCancelRequest (F), with an id of its own that no child can have.</summary>
    public FixMessageWriter Cancel(FixMessageWriter writer, ChildOrderTerms terms, Instrument instrument, string? orderId, Instant now)
    {
        string child = ids.Format(terms.Id);
        writer.Begin(FixMsgType.OrderCancelRequest)
            .Append(FixTag.OrigClOrdID, child)
            .Append(FixTag.ClOrdID, string.Create(CultureInfo.InvariantCulture, $"{child}.c{Interlocked.Increment(ref cancels)}"));
        if (orderId is not null)
            writer.Append(FixTag.OrderID, orderId);
        return Named(writer, terms, instrument, now).Append(FixTag.OrderQty, instrument.Quantity(terms.Quantity));
    }

    /// <summary>OrderStatusRequest (H).</summary>
    public FixMessageWriter Status(FixMessageWriter writer, ChildOrderTerms terms, Instrument instrument, string? orderId, string account)
    {
        writer.Begin(FixMsgType.OrderStatusRequest)
            .Append(FixTag.ClOrdID, ids.Format(terms.Id))
            .Append(FixTag.Account, account);
        if (orderId is not null)
            writer.Append(FixTag.OrderID, orderId);
        return writer.Append(FixTag.Symbol, instrument.Symbol).Append(FixTag.Side, SideOf(terms.Side));
    }

    private static FixMessageWriter Named(FixMessageWriter writer, ChildOrderTerms terms, Instrument instrument, Instant now) => writer
        .Append(FixTag.Symbol, instrument.Symbol)
        .Append(FixTag.Side, SideOf(terms.Side))
        .Append(FixTag.TransactTime, VenueTime.ToDateTime(now), FixTimestampPrecision.Microseconds);

    private static char SideOf(Side side) => side switch
    {
        Side.Buy => '1',
        Side.Sell => '2',
    };
}
