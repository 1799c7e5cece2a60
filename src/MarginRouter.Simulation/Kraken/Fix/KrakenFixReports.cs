using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Simulation.FixVenue;
using MarginRouter.Simulation.Kraken.Wire;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Kraken.Fix;

/// <summary>
/// ExecutionReport (8) and BusinessMessageReject (j) with the fields of docs.kraken.com, unified-fix/er and reject-business. What is refused
/// before it has an OrderID gets the j; what ends by itself is cancelled (150=4), with the reason in Text (58). Used under the venue's gate; the
/// writer is reused.
/// </summary>
internal sealed class KrakenFixReports
{
    private const int UnknownOrder = 101;
    private const int ExchangeFees = 4;
    private readonly FixMessageWriter writer = new();
    private readonly Dictionary<string, long> lastTrades = new(StringComparer.Ordinal);
    private long lastReport;

    /// <summary>The report of what happened to an order.</summary>
    /// <param name="update">What happened.</param>
    /// <param name="id">ClOrdID (11).</param>
    /// <param name="originalId">OrigClOrdID (41); null for none.</param>
    public FixMessageWriter Executed(ExecutionUpdate update, string id, string? originalId)
    {
        char type = update.Kind switch
        {
            ExecutionUpdateKind.Accepted => '0',
            ExecutionUpdateKind.Filled => 'F',
            ExecutionUpdateKind.Expired or ExecutionUpdateKind.Cancelled => '4',
            ExecutionUpdateKind.Replaced => '5',
        };
        Begin(update.Order, (id, originalId), type, update.Time);
        if (update.Fill is { } fill)
            AppendFill(update.Order.Symbol, fill);
        if (update.Kind == ExecutionUpdateKind.Expired)
            writer.AppendText(FixTag.Text, KrakenWords.Of(update.Order.EndReason));
        return writer;
    }

    /// <summary>The answer to a status request.</summary>
    public FixMessageWriter Status(SimulatedOrder order, string id, Instant now) => Begin(order, (id, null), 'I', now);

    /// <summary>The refusal of a request before it has an OrderID.</summary>
    public FixMessageWriter Refused(FixMessage request, RejectionReason reason, string text)
    {
        writer.Begin(FixMsgType.BusinessMessageReject)
            .Append(FixTag.RefSeqNum, 0)
            .AppendText(FixTag.Text, text);
        if (request.TryGetSpan(FixTag.MsgType, out ReadOnlySpan<byte> type))
            writer.Append(FixTag.RefMsgType, type);
        return writer.Append(FixTag.BusinessRejectRefID, request.GetText(FixTag.ClOrdID) ?? "NONE")
            .Append(FixTag.BusinessRejectReason, reason switch
            {
                RejectionReason.UnknownOrder => UnknownOrder,
                RejectionReason.UnknownSymbol => 2,
                RejectionReason.Maintenance => 4,
                _ => 0,
            });
    }

    /// <summary>The answer to a mass cancel.</summary>
    public FixMessageWriter MassCancelled(FixMessage request, int count) => writer
        .Begin(FixMsgType.OrderMassCancelReport)
        .Append(FixTag.ClOrdID, request.GetText(FixTag.ClOrdID)!)
        .Append(KrakenFixTag.MassCancelRequestType, request.GetText(KrakenFixTag.MassCancelRequestType)!)
        .Append(KrakenFixTag.MassCancelResponse, request.GetText(KrakenFixTag.MassCancelRequestType)!)
        .Append(KrakenFixTag.TotalAffectedOrders, count);

    private FixMessageWriter Begin(SimulatedOrder order, (string Id, string? Original) ids, char type, Instant time)
    {
        writer.Begin(FixMsgType.ExecutionReport).Append(FixTag.ClOrdID, ids.Id);
        if (ids.Original is not null)
            writer.Append(FixTag.OrigClOrdID, ids.Original);
        return writer.Append(FixTag.ExecID, KrakenIds.Ledger(++lastReport))
            .Append(FixTag.OrderID, KrakenIds.Order(order.OrderId))
            .Append(FixTag.TransactTime, FixVenueTime.ToDateTime(time), FixTimestampPrecision.Microseconds)
            .Append(FixTag.OrdType, '2')
            .Append(FixTag.Side, order.Terms.Side == Side.Buy ? '1' : '2')
            .Append(FixTag.Symbol, order.Symbol)
            .Append(FixTag.Price, order.Terms.Price)
            .Append(FixTag.OrderQty, order.Terms.Quantity)
            .Append(FixTag.CumQty, order.CumulativeQuantity)
            .Append(FixTag.LeavesQty, order.LeavesQuantity)
            .Append(FixTag.AvgPx, order.AveragePrice)
            .Append(FixTag.ExecType, type)
            .Append(FixTag.OrdStatus, order.State switch
            {
                OrderState.New => '0',
                OrderState.PartiallyFilled => '1',
                OrderState.Filled => '2',
                OrderState.Expired or OrderState.Cancelled => '4',
            })
            .Append(FixTag.TimeInForce, order.Terms.Request.TimeInForce switch
            {
                TimeInForce.ImmediateOrCancel => '3',
                TimeInForce.FillOrKill => '4',
                TimeInForce.Day or TimeInForce.GoodTillCancel or TimeInForce.GoodTillDate => '1',
            });
    }

    private void AppendFill(string symbol, SimulatedFill fill)
    {
        lastTrades[symbol] = lastTrades.GetValueOrDefault(symbol) + 1;
        writer.Append(KrakenFixTag.SecondaryExecutionId, lastTrades[symbol])
            .Append(FixTag.LastPx, fill.Price)
            .Append(FixTag.LastQty, fill.Quantity)
            .Append(FixTag.LastLiquidityInd, fill.IsMaker ? 1 : 2)
            .Append(FixTag.NoMiscFees, 1)
            .Append(FixTag.MiscFeeAmt, fill.Fee)
            .Append(FixTag.MiscFeeCurr, fill.FeeAsset)
            .Append(FixTag.MiscFeeType, ExchangeFees);
    }
}
