using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Allocations;
using MarginRouter.Fix.Codec;
using MarginRouter.Gateway.Reports;

namespace MarginRouter.Gateway.Allocations;

/// <summary>Writes AllocationInstructionAck (P) and AllocationReport (AS).</summary>
internal static class AllocationWriter
{
    private const int SecondaryClientOrderId = 526; // LegRefID of a leg
    private const int Accepted = 0;
    private const int BlockLevelReject = 1;
    private const int AccountLevelReject = 2;
    private const int FromPreliminary = 3;
    private const int WithoutPreliminary = 4;
    private const int ExplicitList = 1;
    private const int ChangeInOrders = 2;

    /// <summary>Writes the answer to an instruction.</summary>
    public static void Write(FixMessageWriter writer, AnswerAllocation answer, string instanceTag)
    {
        writer.Begin(FixMsgType.AllocationInstructionAck);
        writer.Append(FixTradeTag.AllocID, answer.Request.Id);
        writer.Append(FixTag.TransactTime, ReportTime.Utc(answer.At), FixTimestampPrecision.Microseconds);
        if (answer.Refusal is Refusal refusal)
        {
            writer.Append(FixTradeTag.AllocStatus, refusal.Reason == RefusalReason.UnknownAllocationAccount ? AccountLevelReject : BlockLevelReject);
            writer.Append(FixTradeTag.AllocRejCode, FixCodes.AllocationRejectCode(refusal.Reason));
            writer.AppendText(FixTag.Text, RefusalText.Of([refusal]));
            RefusalFields.Write(writer, refusal);
        }
        else
        {
            writer.Append(FixTradeTag.AllocStatus, Accepted);
        }

        writer.Append(DeskTag.ReportNumber, ReportId.Format(instanceTag, answer.ReportNumber));
    }

    /// <summary>Writes how fills are divided.</summary>
    public static void Write(FixMessageWriter writer, ReportAllocation report, string instanceTag)
    {
        DateTime utc = ReportTime.Utc(report.At);
        writer.Begin(FixMsgType.AllocationReport);
        writer.Append(FixTradeTag.AllocReportID, ReportId.Format(instanceTag, report.ReportNumber));
        writer.Append(FixTradeTag.AllocID, report.Id);
        writer.Append(FixTradeTag.AllocTransType, Of(report.Action));
        if (report.FollowsFills)
            writer.Append(FixTradeTag.AllocCancReplaceReason, ChangeInOrders);
        writer.Append(FixTradeTag.AllocReportType, report.IsPreliminary ? FromPreliminary : WithoutPreliminary);
        writer.Append(FixTradeTag.AllocStatus, Accepted);
        if (report.Reference is string reference)
            writer.Append(FixTradeTag.RefAllocID, reference);
        writer.Append(FixTradeTag.AllocNoOrdersType, ExplicitList);
        writer.Append(FixTradeTag.NoOrders, report.Orders.Length);
        foreach ((ParentOrderId parent, string clientOrderId, string? leg, decimal quantity) in report.Orders)
        {
            writer.Append(FixTag.ClOrdID, clientOrderId);
            writer.Append(FixTag.OrderID, ReportId.Format(instanceTag, parent.Value));
            if (leg is not null)
                writer.Append(SecondaryClientOrderId, leg);
            writer.Append(FixTradeTag.OrderBookingQty, quantity);
        }

        writer.Append(FixTag.Side, FixCodes.Of(report.Side));
        writer.Append(FixTag.Symbol, report.Symbol);
        writer.Append(FixTradeTag.Quantity, report.Quantity);
        writer.AppendText(DeskTag.QuantityUnit, report.Unit.Code);
        writer.Append(FixTag.AvgPx, report.AveragePrice);
        writer.Append(FixTradeTag.TradeDate, DateOnly.FromDateTime(utc));
        writer.Append(FixTag.TransactTime, utc, FixTimestampPrecision.Microseconds);
        writer.Append(FixTag.NoAllocs, report.Shares.Length);
        foreach (OrderAllocation share in report.Shares)
        {
            writer.Append(FixTag.AllocAccount, share.Account);
            writer.Append(FixTag.AllocQty, share.Quantity);
            writer.Append(FixTradeTag.AllocAvgPx, report.AveragePrice);
        }

        writer.Append(DeskTag.ReportNumber, ReportId.Format(instanceTag, report.ReportNumber));
    }

    private static char Of(AllocationAction action) => (char)('0' + (int)action - 1);
}
