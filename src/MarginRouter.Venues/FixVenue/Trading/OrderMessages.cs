using MarginRouter.Core.Instruments;
using MarginRouter.Fix.Codec;
using MarginRouter.Venues.FixVenue.Dialects;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.FixVenue.Trading;

/// <summary>Writes orders, changes, cancels and questions in a venue's dialect.</summary>
internal sealed class OrderMessages(FixDialect dialect)
{
    private const int AllOrdersOfSymbol = 1;
    private readonly FixOrderDialect words = dialect.Orders;

    /// <summary>NewOrderSingle (D): a limit order.</summary>
    public FixMessageWriter Order(FixMessageWriter writer, AddressedOrder order, WireOrder wire, Instant now)
    {
        writer.Begin(FixMsgType.NewOrderSingle).Append(FixTag.ClOrdID, wire.Id);
        return Limit(writer, order, (order.Terms.LimitPrice, order.Terms.Quantity), wire.Standing, now);
    }

    /// <summary>OrderCancelReplaceRequest (G) with a new id.</summary>
    public FixMessageWriter Replace(FixMessageWriter writer, AddressedOrder order, (WireOrder Wire, string NewId) ids, OrderChange change, Instant now)
    {
        writer.Begin(FixMsgType.OrderCancelReplaceRequest).Append(FixTag.OrigClOrdID, ids.Wire.Id).Append(FixTag.ClOrdID, ids.NewId);
        if (ids.Wire.VenueOrderId is { } number)
            writer.Append(FixTag.OrderID, number);
        return Limit(writer, order, (change.LimitPrice, change.Quantity), ids.Wire.Standing ?? new FixStanding(FixTimeInForce.GoodTillCancel), now);
    }

    /// <summary>OrderCancelRequest (F), with an id of its own.</summary>
    public FixMessageWriter Cancel(FixMessageWriter writer, AddressedOrder order, (WireOrder Wire, string NewId) ids, Instant now)
    {
        writer.Begin(FixMsgType.OrderCancelRequest);
        if (ids.Wire.Id is { Length: > 0 } original)
            writer.Append(FixTag.OrigClOrdID, original);
        writer.Append(FixTag.ClOrdID, ids.NewId);
        if (ids.Wire.VenueOrderId is { } number)
            writer.Append(FixTag.OrderID, number);
        writer.Append(FixTag.Symbol, order.Instrument.Symbol);
        if (words.CancelNamesSide)
            writer.Append(FixTag.Side, SideOf(order.Terms.Side));
        if (words.CancelNamesQuantity)
            writer.Append(FixTag.OrderQty, order.Instrument.Quantity(order.Terms.Quantity));
        return Timed(writer, now);
    }

    /// <summary>OrderMassCancelRequest (q) of the orders in one symbol.</summary>
    public FixMessageWriter MassCancel(FixMessageWriter writer, string id, (Instrument Instrument, string Account) scope, Instant now)
    {
        writer.Begin(FixMsgType.OrderMassCancelRequest)
            .Append(FixTag.ClOrdID, id)
            .Append(FixTag.MassCancelRequestType, words.MassCancelBySymbol ?? '1')
            .Append(FixTag.Symbol, scope.Instrument.Symbol);
        return Timed(Accounted(writer, scope.Account), now);
    }

    /// <summary>OrderMassStatusRequest (AF) about the orders in one symbol.</summary>
    public FixMessageWriter MassStatus(FixMessageWriter writer, string id, (Instrument Instrument, string Account) scope)
    {
        writer.Begin(FixMsgType.OrderMassStatusRequest).Append(FixTag.MassStatusReqID, id).Append(FixTag.MassStatusReqType, AllOrdersOfSymbol);
        return Accounted(writer, scope.Account).Append(FixTag.Symbol, scope.Instrument.Symbol);
    }

    /// <summary>OrderStatusRequest (H).</summary>
    public FixMessageWriter Status(FixMessageWriter writer, AddressedOrder order, WireOrder wire)
    {
        writer.Begin(FixMsgType.OrderStatusRequest);
        if (wire.Id is { Length: > 0 } id)
            writer.Append(FixTag.ClOrdID, id);
        Accounted(writer, order.Account);
        if (wire.VenueOrderId is { } number)
            writer.Append(FixTag.OrderID, number);
        return writer.Append(FixTag.Symbol, order.Instrument.Symbol).Append(FixTag.Side, SideOf(order.Terms.Side));
    }

    private FixMessageWriter Limit(
        FixMessageWriter writer, AddressedOrder order, (PriceTicks Price, QuantityLots Quantity) limit, FixStanding? sent, Instant now)
    {
        FixStanding standing = sent ?? new FixStanding(FixTimeInForce.ImmediateOrCancel);
        Accounted(writer, order.Account);
        if (words.SendsHandlInst)
            writer.Append(FixTag.HandlInst, '1');
        if (Instructions(order.Terms.ReduceOnly, standing.PostOnly) is { } instructions)
            writer.Append(FixTag.ExecInst, instructions);
        writer.Append(FixTag.Symbol, order.Instrument.Symbol).Append(FixTag.Side, SideOf(order.Terms.Side));
        Timed(writer, now)
            .Append(FixTag.OrderQty, order.Instrument.Quantity(limit.Quantity))
            .Append(FixTag.OrdType, '2')
            .Append(FixTag.Price, order.Instrument.Price(limit.Price))
            .Append(FixTag.TimeInForce, standing.Word(words) ?? throw new InvalidOperationException($"{standing.TimeInForce} has no word here"));
        if (standing.ExpireTime is { } expiry)
            writer.Append(FixTag.ExpireTime, VenueTime.ToDateTime(expiry), dialect.Timestamps);
        foreach (FixExtraField field in words.Fields)
            writer.Append(field.Tag, field.Value);
        return writer;
    }

    /// <summary>Several instructions stand in one field with spaces between them.</summary>
    private string? Instructions(bool reduceOnly, bool postOnly) => (reduceOnly ? words.ReduceOnly : null, postOnly ? words.PostOnly : null) switch
    {
        ({ } reduce, { } post) => $"{reduce} {post}",
        ({ } reduce, null) => $"{reduce}",
        (null, { } post) => $"{post}",
        (null, null) => null,
    };

    private FixMessageWriter Accounted(FixMessageWriter writer, string account) => words.SendsAccount ? writer.Append(FixTag.Account, account) : writer;

    private FixMessageWriter Timed(FixMessageWriter writer, Instant now) =>
        words.SendsTransactTime ? writer.Append(FixTag.TransactTime, VenueTime.ToDateTime(now), dialect.Timestamps) : writer;

    private static char SideOf(Side side) => side switch
    {
        Side.Buy => '1',
        Side.Sell => '2',
    };
}
