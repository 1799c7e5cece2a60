using System.Collections.Immutable;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;

namespace MarginRouter.Gateway.Reports;

/// <summary>
/// Writes ExecutionReport (8) and OrderCancelReject (9) in FIX 4.4. Words and names that come from venues or configuration may hold any
/// character; FIX text is ASCII, so others become question marks instead of breaking the report.
/// </summary>
internal static class ReportWriter
{
    private const int CommissionCurrencyTag = 479; // CommCurrency, FIX 4.4
    private const char CommissionAbsolute = '3';

    // Children are immediate-or-cancel limit orders: what fills took what others had shown.
    private const int RemovedLiquidity = 2;

    public static void Write(FixMessageWriter writer, ReportParent report, string instanceTag)
    {
        writer.Begin(FixMsgType.ExecutionReport);
        writer.Append(FixTag.OrderID, report.Parent is ParentOrderId parent ? ReportId.Format(instanceTag, parent.Value) : "NONE");
        writer.Append(FixTag.ExecID, report.ReportNumber == 0 ? "0" : ReportId.Format(instanceTag, report.ReportNumber));
        if (report.ReferencedReport is long told)
            writer.Append(FixTag.ExecRefID, ReportId.Format(instanceTag, told));
        writer.Append(FixTag.ClOrdID, report.ClientOrderId);
        if (report.OriginalClientOrderId is string original)
            writer.Append(FixTag.OrigClOrdID, original);
        WriteOrigin(writer, report);
        writer.Append(FixTag.ExecType, FixCodes.Of(report.Kind));
        writer.Append(FixTag.OrdStatus, FixCodes.Of(report.Status));
        writer.Append(FixTag.Symbol, report.Symbol);
        writer.Append(FixTag.Side, report is { Multileg: MultilegKind.Whole, Basket: { } basket } ? FixCodes.Of(basket.Side) : FixCodes.Of(report.Side));
        writer.Append(FixTag.OrderQty, report.Quantity);
        WriteTerms(writer, report);
        WriteTrade(writer, report);
        writer.Append(FixTag.LeavesQty, report.LeavesQuantity);
        writer.Append(FixTag.CumQty, report.CumulativeQuantity);
        writer.Append(FixTag.AvgPx, report.AveragePrice);
        BasketFields.WriteLegs(writer, report);
        if (FixCodes.RestatementReason(report) is int restated)
            writer.Append(FixTradeTag.ExecRestatementReason, restated);
        if (report.Kind == ExecutionKind.Rejected && !report.Refusals.IsEmpty)
            writer.Append(FixTag.OrdRejReason, FixCodes.RejectReason(report.Refusals[0].Reason));
        if (!report.Refusals.IsEmpty)
        {
            writer.AppendText(FixTag.Text, RefusalText.Of(report.Refusals));
            RefusalFields.Write(writer, report.Refusals[0]);
        }

        writer.Append(FixTag.TransactTime, ReportTime.Utc(report.At), FixTimestampPrecision.Microseconds);
    }

    public static void Write(FixMessageWriter writer, RejectCancel reject, string instanceTag)
    {
        writer.Begin(FixMsgType.OrderCancelReject);
        writer.Append(FixTag.OrderID, reject.Parent is ParentOrderId parent ? ReportId.Format(instanceTag, parent.Value) : "NONE");
        writer.Append(FixTag.ClOrdID, reject.ClientOrderId);
        writer.Append(FixTag.OrigClOrdID, reject.OriginalClientOrderId);
        writer.Append(FixTag.OrdStatus, FixCodes.Of(reject.Status));
        writer.Append(FixTag.CxlRejResponseTo, reject.OfReplace ? '2' : '1');
        writer.Append(FixTag.CxlRejReason, FixCodes.CancelRejectReason(reject.Refusal.Reason));
        writer.AppendText(FixTag.Text, RefusalText.Of([reject.Refusal]));
        RefusalFields.Write(writer, reject.Refusal);
        writer.Append(DeskTag.ReportNumber, ReportId.Format(instanceTag, reject.ReportNumber));
    }

    /// <summary>What the desk said of the order beside its terms, and the question that is answered.</summary>
    private static void WriteOrigin(FixMessageWriter writer, ReportParent report)
    {
        if (report.MassStatus is MassStatusPlace place)
        {
            writer.Append(FixTag.MassStatusReqID, place.RequestId);
            writer.Append(FixTag.TotNumReports, place.Total);
            writer.Append(FixTag.LastRptRequested, place.IsLast);
        }

        if (report.Terms?.ListId is string list)
            writer.Append(FixTag.ListID, list);
        ImmutableArray<OrderParty> parties = report.Basket?.Parties ?? report.Terms?.Parties ?? [];
        if (parties.IsEmpty)
            return;
        writer.Append(FixTag.NoPartyIDs, parties.Length);
        foreach (OrderParty party in parties)
        {
            writer.Append(FixTag.PartyID, party.Id);
            writer.Append(FixTag.PartyIDSource, party.Source);
            writer.Append(FixTag.PartyRole, party.Role);
        }
    }

    private static void WriteTerms(FixMessageWriter writer, ReportParent report)
    {
        if (report.Unit is Asset unit)
            writer.AppendText(DeskTag.QuantityUnit, unit.Code);
        BasketFields.WriteTerms(writer, report);
        if (report.Terms is not ParentRequest terms)
            return;
        writer.Append(FixTag.OrdType, terms.OrderType == OrderType.Market ? '1' : '2');
        if (terms.LimitPrice is decimal limit)
            writer.Append(FixTag.Price, limit);
        writer.Append(FixTag.TimeInForce, FixCodes.Of(terms.TimeInForce));
        if (terms.ExpireAt is Instant expiry)
            writer.Append(FixTag.ExpireTime, ReportTime.Utc(expiry));
        if (terms.MinimumQuantity is decimal minimum)
            writer.Append(FixTag.MinQty, minimum);
        if (terms.MaximumShow is decimal show)
            writer.Append(FixTag.MaxFloor, show);
        if (report.LastQuantity is null && terms.Account is string account)
            writer.Append(FixTag.Account, account);
    }

    private static void WriteTrade(FixMessageWriter writer, ReportParent report)
    {
        if (report.LastQuantity is not decimal quantity)
            return;
        writer.Append(FixTag.LastQty, quantity);
        writer.Append(FixTag.LastPx, report.LastPrice!.Value);
        if (report.LastVenue is not string venue)
            return; // What the whole of a basket has filled is no trade of one venue.
        writer.AppendText(FixTag.LastMkt, venue);
        writer.Append(FixTag.LastLiquidityInd, RemovedLiquidity);
        writer.AppendText(FixTag.Account, report.Subaccount!);
        writer.Append(DeskTag.NativePrice, report.NativePrice!.Value);
        if (report.NativeFee is not decimal fee)
            return;
        writer.Append(FixTag.Commission, fee);
        writer.Append(FixTag.CommType, CommissionAbsolute);
        writer.AppendText(CommissionCurrencyTag, report.NativeFeeAsset!.Value.Code);
    }
}
