using System.Collections.Immutable;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Trades;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Gateway.Reports;

namespace MarginRouter.Gateway.Trades;

/// <summary>Writes TradeCaptureReportRequestAck (AQ) and a TradeCaptureReport (AE) for each trade.</summary>
internal sealed class TradeWriter(string instanceTag)
{
    /// <summary>TradeRequestType(569): all trades.</summary>
    public const int AllTrades = 0;

    /// <summary>TradeRequestType(569): matched trades that meet the criteria; every trade of ours is matched.</summary>
    public const int MatchingTrades = 1;

    private const int CommissionCurrencyTag = 479;
    private const char CommissionAbsolute = '3';
    private const int Successful = 0;
    private const int TypeNotSupported = 8;
    private const int Accepted = 0;
    private const int Completed = 1;
    private const int Rejected = 2;
    private const int NewReport = 0;
    private const int CancelReport = 1;
    private const int ReplaceReport = 2;

    /// <summary>Writes each message in turn and hands it on.</summary>
    public void Write(FixMessageWriter writer, AnswerTrades answer, Action send)
    {
        TradePage page = answer.Page;
        int type = IsFiltered(answer.Question.Filter) ? MatchingTrades : AllTrades;
        WriteAcknowledgement(writer, (answer.Id, type), page.Trades.Length);
        writer.Append(FixTradeTag.TradeRequestResult, Successful);
        writer.Append(FixTradeTag.TradeRequestStatus, page.Trades.IsEmpty ? Completed : Accepted);
        if (page.Next is long next)
            writer.Append(DeskTag.TradesAfter, ReportId.Format(instanceTag, next));
        send();
        for (int i = 0; i < page.Trades.Length; i++)
        {
            Write(writer, answer.Id, page.Trades, i);
            send();
        }
    }

    /// <summary>Writes the refusal of a type that is not answered.</summary>
    public static void WriteUnsupported(FixMessageWriter writer, (string Id, int Type) request)
    {
        WriteAcknowledgement(writer, request, 0);
        writer.Append(FixTradeTag.TradeRequestResult, TypeNotSupported);
        writer.Append(FixTradeTag.TradeRequestStatus, Rejected);
        writer.AppendText(FixTag.Text, RefusalText.Of([new Refusal(RefusalReason.UnsupportedScope, $"TradeRequestType {request.Type}: 0 or 1 is expected")]));
    }

    private static void WriteAcknowledgement(FixMessageWriter writer, (string Id, int Type) request, int trades)
    {
        writer.Begin(FixMsgType.TradeCaptureReportRequestAck);
        writer.Append(FixTradeTag.TradeRequestID, request.Id);
        writer.Append(FixTradeTag.TradeRequestType, request.Type);
        writer.Append(FixTradeTag.TotNumTradeReports, trades);
    }

    private static bool IsFiltered(TradeFilter filter) => filter with { After = 0 } != new TradeFilter();

    private void Write(FixMessageWriter writer, string id, ImmutableArray<ReportParent> trades, int place)
    {
        ReportParent trade = trades[place];
        string number = ReportId.Format(instanceTag, trade.ReportNumber);
        DateTime utc = ReportTime.Utc(trade.At);
        writer.Begin(FixMsgType.TradeCaptureReport);
        writer.Append(FixTradeTag.TradeReportID, number);
        writer.Append(FixTradeTag.TradeReportTransType, trade.Kind == ExecutionKind.TradeCancel ? CancelReport : trade.Kind == ExecutionKind.TradeCorrect ? ReplaceReport : NewReport);
        if (trade.ReferencedReport is long told)
            writer.Append(FixTradeTag.TradeReportRefID, ReportId.Format(instanceTag, told));
        writer.Append(FixTradeTag.TradeRequestID, id);
        writer.Append(FixTag.ExecType, FixCodes.Of(trade.Kind));
        writer.Append(FixTradeTag.TotNumTradeReports, trades.Length);
        writer.Append(FixTag.LastRptRequested, place == trades.Length - 1);
        writer.Append(FixTag.ExecID, number);
        writer.Append(FixTradeTag.PreviouslyReported, false);
        writer.Append(FixTag.Symbol, trade.Symbol);
        writer.AppendText(DeskTag.QuantityUnit, trade.Unit!.Value.Code);
        if (trade.LegReference is not null)
            BasketFields.WriteLegs(writer, trade);
        writer.Append(FixTag.LastQty, trade.LastQuantity!.Value);
        writer.Append(FixTag.LastPx, trade.LastPrice!.Value);
        writer.Append(DeskTag.NativePrice, trade.NativePrice!.Value);
        writer.AppendText(FixTag.LastMkt, trade.LastVenue!);
        writer.Append(FixTradeTag.TradeDate, DateOnly.FromDateTime(utc));
        writer.Append(FixTag.TransactTime, utc, FixTimestampPrecision.Microseconds);
        writer.Append(FixTradeTag.NoSides, 1);
        writer.Append(FixTag.Side, FixCodes.Of(trade.Side));
        writer.Append(FixTag.OrderID, trade.Parent is ParentOrderId parent ? ReportId.Format(instanceTag, parent.Value) : "NONE");
        writer.Append(FixTag.ClOrdID, trade.ClientOrderId);
        writer.AppendText(FixTag.Account, trade.Subaccount!);
        if (trade.NativeFee is not decimal fee)
            return;
        writer.Append(FixTag.Commission, fee);
        writer.Append(FixTag.CommType, CommissionAbsolute);
        writer.AppendText(CommissionCurrencyTag, trade.NativeFeeAsset!.Value.Code);
    }
}
