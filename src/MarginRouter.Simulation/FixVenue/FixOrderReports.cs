using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.FixVenue;

/// <summary>Writes ExecutionReports (8) and OrderCancelRejects (9). Used under the venue's gate; the writer is reused.</summary>
internal sealed class FixOrderReports
{
    private const int CommissionCurrency = 479;
    private const char AbsoluteCommission = '3';
    private const int UnknownOrder = 5;
    private const int QuoteResponseId = 693;
    private const int StaleOrder = 8;
    private const int OtherReason = 99;
    private const int PartialDecline = 5;
    private readonly FixMessageWriter writer = new();
    private readonly Dictionary<long, (string Now, string Before)> renamed = [];
    private long lastReport;

    /// <summary>The ClOrdID (11) that an order carries now.</summary>
    public string CurrentId(SimulatedOrder order) => renamed.TryGetValue(order.OrderId, out (string Now, string Before) ids) ? ids.Now : order.ClientOrderId;

    /// <summary>A change gives an order another ClOrdID (11).</summary>
    public void Rename(SimulatedOrder order, string now, string before) => renamed[order.OrderId] = (now, before);

    /// <summary>The report of what happened to an order; with QuoteRespID (693) of the response that made it.</summary>
    public FixMessageWriter Executed(ExecutionUpdate update, string? responseId)
    {
        (char type, char status) = update.Kind switch
        {
            ExecutionUpdateKind.Accepted => (StatusOf(update.Order), StatusOf(update.Order)),
            ExecutionUpdateKind.Filled => ('F', StatusOf(update.Order)),
            ExecutionUpdateKind.Expired or ExecutionUpdateKind.Cancelled => (StatusOf(update.Order), StatusOf(update.Order)),
            ExecutionUpdateKind.Replaced => ('5', StatusOf(update.Order)),
        };
        Begin(type, status, update.Order, update.Fill is null ? NextId() : $"T{update.Fill.TradeId}");
        AppendTotals(update.Order);
        AppendQuote(update.Order, responseId);
        if (update.Fill is SimulatedFill fill)
        {
            writer.Append(FixTag.LastQty, fill.Quantity)
                .Append(FixTag.LastPx, fill.Price)
                .Append(FixTag.Commission, fill.Fee)
                .Append(FixTag.CommType, AbsoluteCommission)
                .Append(CommissionCurrency, fill.FeeAsset)
                .Append(FixTag.LastLiquidityInd, fill.IsMaker ? 1 : 2);
        }

        return writer.AppendTransactTime(update.Time);
    }

    /// <summary>A trade of an order is taken back (150=H): the totals are those without it.</summary>
    public FixMessageWriter Busted(SimulatedOrder order, SimulatedFill fill, Instant now)
    {
        Begin('H', '1', order, NextId());
        decimal left = order.CumulativeQuantity - fill.Quantity;
        return writer.Append(FixTag.ExecRefID, $"T{fill.TradeId}")
            .Append(FixTag.CumQty, left)
            .Append(FixTag.LeavesQty, order.LeavesQuantity)
            .Append(FixTag.AvgPx, order.AveragePrice)
            .Append(FixTag.Text, "trade taken back")
            .AppendTransactTime(now);
    }

    /// <summary>A trade of an order is corrected (150=G) to another price.</summary>
    public FixMessageWriter Corrected(SimulatedOrder order, SimulatedFill fill, decimal price, Instant now)
    {
        Begin('G', StatusOf(order), order, NextId());
        AppendTotals(order);
        return writer.Append(FixTag.ExecRefID, $"T{fill.TradeId}")
            .Append(FixTag.LastQty, fill.Quantity)
            .Append(FixTag.LastPx, price)
            .Append(FixTag.Commission, fill.Fee)
            .Append(FixTag.CommType, AbsoluteCommission)
            .Append(CommissionCurrency, fill.FeeAsset)
            .AppendTransactTime(now);
    }

    /// <summary>The venue made an order smaller unasked (150=D, 378=5, partial decline of OrderQty).</summary>
    public FixMessageWriter Restated(SimulatedOrder order, Instant now)
    {
        Begin('D', StatusOf(order), order, NextId());
        AppendTotals(order);
        return writer.Append(FixTag.ExecRestatementReason, PartialDecline).AppendTransactTime(now);
    }

    /// <summary>One order of the answer to an OrderMassStatusRequest (AF).</summary>
    public FixMessageWriter Listed(SimulatedOrder order, (string Id, int Total, bool Last) place, Instant now)
    {
        Begin('I', StatusOf(order), order, NextId());
        AppendTotals(order);
        return writer.Append(FixTag.MassStatusReqID, place.Id)
            .Append(FixTag.TotNumReports, place.Total)
            .Append(FixTag.LastRptRequested, place.Last)
            .AppendTransactTime(now);
    }

    /// <summary>The answer to an OrderMassStatusRequest (AF) when nothing stands.</summary>
    public FixMessageWriter NothingStands(string id, FixMessage question, Instant now)
    {
        writer.Begin(FixMsgType.ExecutionReport)
            .Append(FixTag.OrderID, "NONE")
            .Append(FixTag.ExecID, NextId())
            .Append(FixTag.ExecType, 'I')
            .Append(FixTag.OrdStatus, '8')
            .Append(FixTag.Symbol, question.GetText(FixTag.Symbol) ?? "NONE")
            .Append(FixTag.Side, '1')
            .Append(FixTag.LeavesQty, 0)
            .Append(FixTag.CumQty, 0)
            .Append(FixTag.AvgPx, 0);
        return writer.Append(FixTag.MassStatusReqID, id)
            .Append(FixTag.TotNumReports, 0)
            .Append(FixTag.LastRptRequested, true)
            .Append(FixTag.Text, "no orders stand")
            .AppendTransactTime(now);
    }

    /// <summary>OrderMassCancelReport (r); response 0 refuses.</summary>
    public FixMessageWriter MassCancelled(FixMessage request, char response, int ended)
    {
        writer.Begin(FixMsgType.OrderMassCancelReport)
            .Append(FixTag.ClOrdID, request.GetText(FixTag.ClOrdID)!)
            .Append(FixTag.OrderID, NextId())
            .Append(FixTag.MassCancelRequestType, request.GetText(FixTag.MassCancelRequestType)!)
            .Append(FixTag.MassCancelResponse, response);
        if (response == '0')
            writer.Append(FixTag.MassCancelRejectReason, 1);
        return writer.Append(FixTag.TotalAffectedOrders, ended);
    }

    /// <summary>The answer to a status request about an order that was accepted.</summary>
    public FixMessageWriter Status(SimulatedOrder order, Instant now)
    {
        Begin('I', StatusOf(order), order, NextId());
        AppendTotals(order);
        AppendQuote(order, null);
        return writer.AppendTransactTime(now);
    }

    /// <summary>The answer to a status request about an order that was never accepted.</summary>
    public FixMessageWriter StatusUnknown(FixMessage question, Instant now) =>
        BeginUnaccepted('I', question, "NONE")
            .Append(FixTag.OrdRejReason, UnknownOrder)
            .Append(FixTag.Text, "unknown order")
            .AppendTransactTime(now);

    /// <summary>The refusal of an order.</summary>
    public FixMessageWriter Rejected(FixMessage order, OrderRejection rejection, Instant now) =>
        Rejected(order, ReasonOf(rejection.Reason), rejection.Text, now);

    /// <summary>The refusal of an order, with OrdRejReason (103) and words.</summary>
    public FixMessageWriter Rejected(FixMessage order, int reason, string text, Instant now) =>
        BeginUnaccepted('8', order, "NONE")
            .Append(FixTag.OrdRejReason, reason)
            .Append(FixTag.Text, text)
            .AppendTransactTime(now);

    /// <summary>The refusal of a cancel: too late for an order that has ended, unknown for any other.</summary>
    public FixMessageWriter CancelRejected(FixMessage cancel, SimulatedOrder? order, Instant now) => writer
        .Begin(FixMsgType.OrderCancelReject)
        .Append(FixTag.OrderID, order is null ? "NONE" : Id(order))
        .Append(FixTag.ClOrdID, cancel.GetText(FixTag.ClOrdID)!)
        .Append(FixTag.OrigClOrdID, cancel.GetText(FixTag.OrigClOrdID)!)
        .Append(FixTag.OrdStatus, order is null ? '8' : StatusOf(order))
        .Append(FixTag.CxlRejResponseTo, '1')
        .Append(FixTag.CxlRejReason, order is null ? 1 : 0)
        .Append(FixTag.Text, order is null ? "unknown order" : "too late to cancel")
        .AppendTransactTime(now);

    /// <summary>The refusal of a change (434=2) in the venue's words.</summary>
    public FixMessageWriter ChangeRejected(FixMessage change, SimulatedOrder? order, string text, Instant now) => writer
        .Begin(FixMsgType.OrderCancelReject)
        .Append(FixTag.OrderID, order is null ? "NONE" : Id(order))
        .Append(FixTag.ClOrdID, change.GetText(FixTag.ClOrdID)!)
        .Append(FixTag.OrigClOrdID, change.GetText(FixTag.OrigClOrdID)!)
        .Append(FixTag.OrdStatus, order is null ? '8' : StatusOf(order))
        .Append(FixTag.CxlRejResponseTo, '2')
        .Append(FixTag.CxlRejReason, order is null ? 1 : 2)
        .Append(FixTag.Text, text)
        .AppendTransactTime(now);

    private void Begin(char type, char status, SimulatedOrder order, string executionId)
    {
        OrderTerms terms = order.Terms;
        writer.Begin(FixMsgType.ExecutionReport)
            .Append(FixTag.OrderID, Id(order))
            .Append(FixTag.ClOrdID, CurrentId(order))
            .Append(FixTag.ExecID, executionId)
            .Append(FixTag.ExecType, type)
            .Append(FixTag.OrdStatus, status)
            .Append(FixTag.Account, order.Account)
            .Append(FixTag.Symbol, order.Symbol)
            .Append(FixTag.Side, terms.Side == Side.Buy ? '1' : '2')
            .Append(FixTag.OrderQty, terms.Quantity)
            .Append(FixTag.OrdType, '2')
            .Append(FixTag.Price, terms.Price)
            .Append(FixTag.TimeInForce, terms.Request.TimeInForce switch
            {
                TimeInForce.Day => '0',
                TimeInForce.ImmediateOrCancel => '3',
                TimeInForce.FillOrKill => '4',
                TimeInForce.GoodTillCancel or TimeInForce.GoodTillDate => '1',
            });
        if (type == '5' && renamed.TryGetValue(order.OrderId, out (string Now, string Before) ids))
            writer.Append(FixTag.OrigClOrdID, ids.Before);
    }

    private FixMessageWriter BeginUnaccepted(char type, FixMessage message, string orderId)
    {
        writer.Begin(FixMsgType.ExecutionReport)
            .Append(FixTag.OrderID, orderId)
            .Append(FixTag.ClOrdID, message.GetText(FixTag.ClOrdID)!)
            .Append(FixTag.ExecID, NextId())
            .Append(FixTag.ExecType, type)
            .Append(FixTag.OrdStatus, '8');
        foreach (int tag in (ReadOnlySpan<int>)[FixTag.Account, FixTag.Symbol, FixTag.Side, FixTag.OrderQty])
        {
            if (message.TryGetSpan(tag, out ReadOnlySpan<byte> value))
                writer.Append(tag, value);
        }

        return writer.Append(FixTag.LeavesQty, 0).Append(FixTag.CumQty, 0).Append(FixTag.AvgPx, 0);
    }

    /// <summary>OrderQty (38) is always CumQty (14) plus LeavesQty (151), except that nothing is left of an ended order.</summary>
    private void AppendTotals(SimulatedOrder order)
    {
        decimal cumulative = order.CumulativeQuantity;
        writer.Append(FixTag.CumQty, cumulative)
            .Append(FixTag.LeavesQty, order.LeavesQuantity)
            .Append(FixTag.AvgPx, order.AveragePrice);
    }

    /// <summary>What is particular to an order that took a maker's quote: the response, and why it was not traded.</summary>
    private void AppendQuote(SimulatedOrder order, string? responseId)
    {
        if (responseId is not null)
            writer.Append(QuoteResponseId, responseId);
        if (order is { EndReason: OrderEndReason.MakerRejected or OrderEndReason.QuoteExpired, Fills.IsEmpty: true })
        {
            writer.Append(FixTag.OrdRejReason, order.EndReason == OrderEndReason.QuoteExpired ? StaleOrder : OtherReason)
                .AppendText(FixTag.Text, order.EndText);
        }
    }

    private static string Id(SimulatedOrder order) => $"O{order.OrderId}";

    private string NextId() => $"R{++lastReport}";

    /// <summary>OrdStatus (39): an order that took a quote is pending (A) while its maker looks, and rejected (8) when that came to nothing.</summary>
    private static char StatusOf(SimulatedOrder order) => order.State switch
    {
        OrderState.New => order.Terms.Request.QuoteId is null ? '0' : 'A',
        OrderState.PartiallyFilled => '1',
        OrderState.Filled => '2',
        OrderState.Expired or OrderState.Cancelled => order.EndReason is OrderEndReason.MakerRejected or OrderEndReason.QuoteExpired ? '8' : '4',
    };

    private static int ReasonOf(RejectionReason reason) => reason switch
    {
        RejectionReason.UnknownSymbol => 1,
        RejectionReason.PriceOffGrid => 99,
        RejectionReason.QuantityOffGrid => 13,
        RejectionReason.BelowMinimumQuantity => 13,
        RejectionReason.BelowMinimumNotional => 13,
        RejectionReason.DuplicateClientOrderId => 6,
        RejectionReason.InsufficientBalance => 3,
        RejectionReason.InsufficientMargin => 3,
        RejectionReason.PositionLimit => 3,
        RejectionReason.ReduceOnly => 99,
        RejectionReason.Injected => 99,
        RejectionReason.WouldTake => 99,
        RejectionReason.UnknownOrder => 5,
        RejectionReason.TooManyOrders => 0,
        RejectionReason.Maintenance => 2,
    };
}
