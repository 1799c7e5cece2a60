using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Simulation.FixVenue;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Binance.Fix;

/// <summary>
/// ExecutionReport (8), OrderCancelReject (9) and OrderMassCancelReport (r) with the fields of fix-api.md: no AvgPx, CumQuoteQty (25017) instead;
/// LastQty (32) always; an order that ends by itself is EXPIRED (150=C, 39=C); fees in the group NoMiscFees (136); ErrorCode (25016) beside Text
/// (58) on refusals, which have no ExecID. Used under the venue's gate; the writer is reused.
/// </summary>
internal sealed class BinanceFixReports
{
    private const int ExchangeFees = 4;
    private readonly FixMessageWriter writer = new();

    /// <summary>The report of what happened to an order.</summary>
    /// <param name="update">What happened.</param>
    /// <param name="cancelId">ClOrdID (11) of the request that ended it, when there was one: the order's own is then OrigClOrdID (41).</param>
    /// <param name="executionId">ExecID (17); the same for all who are told.</param>
    public FixMessageWriter Executed(ExecutionUpdate update, string? cancelId, long executionId)
    {
        SimulatedOrder order = update.Order;
        writer.Begin(FixMsgType.ExecutionReport)
            .Append(FixTag.ExecID, executionId)
            .Append(FixTag.ClOrdID, cancelId ?? order.ClientOrderId);
        if (cancelId is not null)
            writer.Append(FixTag.OrigClOrdID, order.ClientOrderId);
        writer.Append(FixTag.OrderID, order.OrderId);
        AppendTerms(order);
        writer.AppendTransactTime(update.Time)
            .Append(BinanceFixTag.OrderCreationTime, FixVenueTime.ToDateTime(order.AcceptedAt), FixTimestampPrecision.Microseconds)
            .Append(FixTag.ExecType, TypeOf(update.Kind))
            .Append(FixTag.CumQty, order.CumulativeQuantity)
            .Append(FixTag.LeavesQty, order.LeavesQuantity)
            .Append(BinanceFixTag.CumulativeQuoteQuantity, order.CumulativeValue);
        AppendFill(update.Fill);
        writer.Append(FixTag.OrdStatus, StatusOf(order.State));
        if (!order.IsEnded)
        {
            writer.Append(BinanceFixTag.WorkingIndicator, true)
                .Append(BinanceFixTag.WorkingTime, FixVenueTime.ToDateTime(order.AcceptedAt), FixTimestampPrecision.Microseconds);
        }

        if (update.Fill is { } fill)
        {
            writer.Append(FixTag.NoMiscFees, 1)
                .Append(FixTag.MiscFeeAmt, fill.Fee)
                .Append(FixTag.MiscFeeCurr, fill.FeeAsset)
                .Append(FixTag.MiscFeeType, ExchangeFees);
        }

        return writer;
    }

    /// <summary>The refusal of an order.</summary>
    public FixMessageWriter Rejected(FixMessage order, BinanceError error, Instant now)
    {
        writer.Begin(FixMsgType.ExecutionReport);
        foreach (int tag in (ReadOnlySpan<int>)[FixTag.ClOrdID, FixTag.OrderQty, FixTag.OrdType, FixTag.Side, FixTag.Symbol, FixTag.Price, FixTag.TimeInForce])
            Copy(order, tag);
        return writer.AppendTransactTime(now)
            .Append(FixTag.ExecType, '8')
            .Append(FixTag.CumQty, 0)
            .Append(FixTag.LeavesQty, 0)
            .Append(FixTag.LastQty, 0)
            .Append(FixTag.OrdStatus, '8')
            .Append(BinanceFixTag.ErrorCode, error.Code)
            .AppendText(FixTag.Text, error.Message);
    }

    /// <summary>The refusal of a cancel; <paramref name="idTag"/> is where the request has its own id.</summary>
    public FixMessageWriter CancelRejected(FixMessage cancel, int idTag, BinanceError error)
    {
        writer.Begin(FixMsgType.OrderCancelReject).Append(FixTag.ClOrdID, cancel.GetText(idTag) ?? cancel.GetText(FixTag.ClOrdID)!);
        foreach (int tag in (ReadOnlySpan<int>)[FixTag.OrigClOrdID, FixTag.OrderID, FixTag.Symbol])
            Copy(cancel, tag);
        return writer.Append(FixTag.CxlRejResponseTo, '1')
            .Append(BinanceFixTag.ErrorCode, error.Code)
            .AppendText(FixTag.Text, error.Message);
    }

    /// <summary>The answer to a mass cancel.</summary>
    public FixMessageWriter MassCancelled(FixMessage request, int count)
    {
        writer.Begin(FixMsgType.OrderMassCancelReport);
        Copy(request, FixTag.ClOrdID);
        Copy(request, FixTag.Symbol);
        writer.Append(BinanceFixTag.MassCancelRequestType, 1).Append(BinanceFixTag.MassCancelResponse, count > 0 ? 1 : 0);
        return count > 0
            ? writer.Append(BinanceFixTag.TotalAffectedOrders, count)
            : writer.Append(BinanceFixTag.ErrorCode, BinanceError.UnknownOrder.Code).Append(FixTag.Text, BinanceError.UnknownOrder.Message);
    }

    private void AppendTerms(SimulatedOrder order)
    {
        OrderRequest request = order.Terms.Request;
        writer.Append(FixTag.OrderQty, order.Terms.Quantity)
            .Append(FixTag.OrdType, '2')
            .Append(FixTag.Side, order.Terms.Side == Side.Buy ? '1' : '2')
            .Append(FixTag.Symbol, order.Symbol);
        if (request.PostOnly)
            writer.Append(FixTag.ExecInst, '6');
        writer.Append(FixTag.Price, order.Terms.Price)
            .Append(FixTag.TimeInForce, request.TimeInForce switch
            {
                TimeInForce.ImmediateOrCancel => '3',
                TimeInForce.FillOrKill => '4',
                TimeInForce.Day or TimeInForce.GoodTillCancel or TimeInForce.GoodTillDate => '1',
            })
            .Append(BinanceFixTag.SelfTradePrevention, request.SelfMatch switch
            {
                SelfMatchPrevention.Allow => '1',
                SelfMatchPrevention.CancelIncoming => '2',
                SelfMatchPrevention.CancelResting => '3',
                SelfMatchPrevention.CancelBoth => '4',
            });
    }

    private void AppendFill(SimulatedFill? fill)
    {
        if (fill is null)
        {
            writer.Append(FixTag.LastQty, 0);
            return;
        }

        writer.Append(BinanceFixTag.AggressorIndicator, !fill.IsMaker)
            .Append(BinanceFixTag.TradeId, fill.TradeId)
            .Append(FixTag.LastPx, fill.Price)
            .Append(FixTag.LastQty, fill.Quantity);
    }

    private void Copy(FixMessage message, int tag)
    {
        if (message.TryGetSpan(tag, out ReadOnlySpan<byte> value))
            writer.Append(tag, value);
    }

    private static char TypeOf(ExecutionUpdateKind kind) => kind switch
    {
        ExecutionUpdateKind.Accepted => '0',
        ExecutionUpdateKind.Filled => 'F',
        ExecutionUpdateKind.Expired => 'C',
        ExecutionUpdateKind.Cancelled => '4',
        ExecutionUpdateKind.Replaced => '5',
    };

    private static char StatusOf(OrderState state) => state switch
    {
        OrderState.New => '0',
        OrderState.PartiallyFilled => '1',
        OrderState.Filled => '2',
        OrderState.Cancelled => '4',
        OrderState.Expired => 'C',
    };
}
