using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;

namespace MarginRouter.Gateway.Reports;

/// <summary>Writes what is said of a set of orders at once: OrderMassCancelReport (r) and ListStatus (N).</summary>
internal static class SetReportWriter
{
    private const int UnknownSecurity = 1;
    private const int ListStatusText = 444;
    private const int OtherReason = 99;
    private const int NotSupported = 0;
    private const int Acknowledgement = 1;
    private const int Response = 2;
    private const int Executing = 3;
    private const int AllDone = 6;
    private const int Rejected = 7;

    public static void Write(FixMessageWriter writer, ReportMassCancel report, string instanceTag)
    {
        string number = ReportId.Format(instanceTag, report.ReportNumber);
        char scope = report.Request.Scope is ParentScope known ? (char)('0' + (int)known) : (char)('0' + (int)ParentScope.All);
        writer.Begin(FixMsgType.OrderMassCancelReport);
        writer.Append(FixTag.ClOrdID, report.Request.ClientOrderId);
        writer.Append(FixTag.OrderID, number);
        writer.Append(FixTag.MassCancelRequestType, scope);
        writer.Append(FixTag.MassCancelResponse, report.Refusal is null ? scope : '0');
        if (report.Refusal is Refusal refusal)
            writer.Append(FixTag.MassCancelRejectReason, RejectReason(refusal.Reason));
        writer.Append(FixTag.TotalAffectedOrders, report.Affected.Length);
        if (!report.Affected.IsEmpty)
        {
            writer.Append(FixTag.NoAffectedOrders, report.Affected.Length);
            foreach ((ParentOrderId parent, string clientOrderId) in report.Affected)
            {
                writer.Append(FixTag.OrigClOrdID, clientOrderId);
                writer.Append(FixTag.AffectedOrderID, ReportId.Format(instanceTag, parent.Value));
            }
        }

        if (report.Request.Symbol is string symbol)
            writer.Append(FixTag.Symbol, symbol);
        if (report.Request.Side is Side side)
            writer.Append(FixTag.Side, side == Side.Buy ? '1' : '2');
        writer.Append(FixTag.TransactTime, ReportTime.Utc(report.At), FixTimestampPrecision.Microseconds);
        if (report.Refusal is not null)
        {
            writer.AppendText(FixTag.Text, RefusalText.Of([report.Refusal]));
            RefusalFields.Write(writer, report.Refusal);
        }

        writer.Append(DeskTag.ReportNumber, number);
    }

    public static void Write(FixMessageWriter writer, ReportList report, string instanceTag)
    {
        bool done = report.Orders.All(order => ParentTransitions.IsFinal(order.Status));
        writer.Begin(FixMsgType.ListStatus);
        writer.Append(FixTag.ListID, report.ListId);
        writer.Append(FixTag.ListStatusType, report.Acknowledges ? Acknowledgement : Response);
        writer.Append(FixTag.NoRpts, 1);
        writer.Append(FixTag.ListOrderStatus, report.Orders.IsEmpty ? Rejected : done ? AllDone : Executing);
        writer.Append(FixTag.RptSeq, 1);
        if (report.Orders.IsEmpty)
            writer.AppendText(ListStatusText, RefusalText.Of([new Refusal(RefusalReason.UnknownOrder, $"no order of list {report.ListId}")]));
        writer.Append(FixTag.TransactTime, ReportTime.Utc(report.At), FixTimestampPrecision.Microseconds);
        writer.Append(FixTag.TotNoOrders, report.Orders.Length);
        writer.Append(FixTag.NoOrders, report.Orders.Length);
        foreach (ReportParent order in report.Orders)
        {
            writer.Append(FixTag.ClOrdID, order.ClientOrderId);
            writer.Append(FixTag.CumQty, order.CumulativeQuantity);
            writer.Append(FixTag.OrdStatus, FixCodes.Of(order.Status));
            writer.Append(FixTag.LeavesQty, order.LeavesQuantity);
            writer.Append(FixTag.CxlQty, order.Quantity - order.CumulativeQuantity - order.LeavesQuantity);
            writer.Append(FixTag.AvgPx, order.AveragePrice);
        }

        if (report.ReportNumber != 0)
            writer.Append(DeskTag.ReportNumber, ReportId.Format(instanceTag, report.ReportNumber));
    }

    private static int RejectReason(RefusalReason reason) => reason switch
    {
        RefusalReason.UnsupportedScope => NotSupported,
        RefusalReason.UnknownProduct => UnknownSecurity,
        _ => OtherReason,
    };
}
