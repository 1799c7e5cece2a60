using MarginRouter.Fix.Codec;

namespace MarginRouter.Gateway.Versions;

/// <summary>
/// FIX 4.2. What a message of it has no field for goes in a tag of ours where it says something that a desk does not know otherwise, and is
/// left out where not. Messages that it lacks become those that it had for the same: QuoteAcknowledgement (b) for QuoteRequestReject,
/// Allocation (J) for AllocationReport, and News (B) for the OrderMassCancelReport of a cancel on disconnect.
/// </summary>
internal static class Fix42Words
{
    private const int MillisecondStamp = 21;
    private const int SecondaryClientOrderId = 526;
    private const int DateLength = 8;
    private const int Rejected = 5;
    private const int QuoteType = 537;
    private const int QuoteRequestRejectReason = 658;
    private const byte UnknownSymbol = (byte)'1';
    private const byte BrokerOption = (byte)'2';

    public static void Write(FixMessageWriter written, FixMessageWriter into)
    {
        switch (written.MessageType)
        {
            case FixMsgType.ExecutionReport:
                Fix42Execution.Write(written.Body, into);
                break;
            case FixMsgType.QuoteRequestReject:
                WriteQuoteAcknowledgement(written.Body, into);
                break;
            case FixMsgType.AllocationReport:
                WriteAllocation(written.Body, into);
                break;
            case FixMsgType.OrderMassCancelReport:
                WriteNews(written.Body, into);
                break;
            default:
                into.Begin(written.MessageType);
                BodyFields fields = new(written.Body);
                while (fields.Step())
                    CopyField(written.MessageType, fields, into);
                break;
        }
    }

    /// <summary>Appends a field with its time, if it is one, to the millisecond: finer ones came after FIX 4.2.</summary>
    public static void Append(FixMessageWriter into, int tag, ReadOnlySpan<byte> value)
    {
        bool isTime = tag is FixTag.TransactTime or FixTag.ExpireTime;
        into.Append(tag, isTime && value.Length > MillisecondStamp ? value[..MillisecondStamp] : value);
    }

    private static void CopyField(int type, BodyFields field, FixMessageWriter into)
    {
        switch (type, field.Tag)
        {
            case (FixMsgType.OrderCancelReject, FixTag.CxlRejReason) when field.Value is not [>= (byte)'0' and <= (byte)'3']:
                into.Append(field.Tag, [BrokerOption]);
                break;
            case (FixMsgType.AllocationInstructionAck, FixTradeTag.AllocStatus) when field.Value is not [(byte)'0']:
                into.Append(field.Tag, 1);
                break;
            case (FixMsgType.AllocationInstructionAck, FixTradeTag.AllocRejCode) when field.Value is not [>= (byte)'0' and <= (byte)'7']:
                into.Append(field.Tag, 7);
                break;
            case (FixMsgType.Quote, FixTag.Side or FixTag.OrderQty or QuoteType):
                break;
            case (FixMsgType.Quote, FixTag.Text):
                into.Append(DeskTag.Text, field.Value);
                break;
            case (FixMsgType.AllocationInstructionAck, FixTag.TransactTime):
                into.Append(FixTradeTag.TradeDate, field.Value[..DateLength]);
                Append(into, field.Tag, field.Value);
                break;
            default:
                Append(into, field.Tag, field.Value);
                break;
        }
    }

    private static void WriteQuoteAcknowledgement(ReadOnlySpan<byte> body, FixMessageWriter into)
    {
        into.Begin(OldTag.QuoteAcknowledgement);
        into.Append(FixTag.QuoteReqID, BodyFields.Find(body, FixTag.QuoteReqID));
        into.Append(OldTag.QuoteAckStatus, Rejected);
        BodyFields fields = new(body);
        while (fields.Step())
        {
            if (fields.Tag == QuoteRequestRejectReason && fields.Value is [UnknownSymbol])
                into.Append(OldTag.QuoteRejectReason, fields.Value);
            else if (fields.Tag is not (FixTag.QuoteReqID or QuoteRequestRejectReason or FixTag.NoRelatedSym or FixTag.Symbol))
                into.Append(fields.Tag, fields.Value);
        }
    }

    /// <summary>AllocTransType(71) 4 and 5 of FIX 4.2 are AllocReportType(794) 3 and 4 of FIX 4.4: calculated with and without a preliminary one.</summary>
    private static void WriteAllocation(ReadOnlySpan<byte> body, FixMessageWriter into)
    {
        bool fromPreliminary = BodyFields.Find(body, FixTradeTag.AllocReportType) is [(byte)'3'];
        into.Begin(FixMsgType.AllocationInstruction);
        BodyFields fields = new(body);
        while (fields.Step())
        {
            if (fields.Tag == FixTradeTag.AllocTransType && fields.Value is [(byte)'0'])
                into.Append(fields.Tag, fromPreliminary ? '4' : '5');
            else if (fields.Tag is not (FixTradeTag.AllocReportID or FixTradeTag.AllocCancReplaceReason or FixTradeTag.AllocReportType
                or FixTradeTag.AllocStatus or FixTradeTag.AllocNoOrdersType or FixTradeTag.OrderBookingQty or SecondaryClientOrderId))
                Append(into, fields.Tag, fields.Value);
        }
    }

    private static void WriteNews(ReadOnlySpan<byte> body, FixMessageWriter into)
    {
        into.Begin(OldTag.News);
        into.Append(OldTag.Headline, "orders of the desk were cancelled together");
        into.Append(OldTag.LinesOfText, 1);
        string id = System.Text.Encoding.Latin1.GetString(BodyFields.Find(body, FixTag.ClOrdID));
        string affected = System.Text.Encoding.Latin1.GetString(BodyFields.Find(body, FixTag.TotalAffectedOrders));
        string text = System.Text.Encoding.Latin1.GetString(BodyFields.Find(body, FixTag.Text));
        into.AppendText(FixTag.Text, text.Length == 0 ? $"{id}: {affected} orders" : $"{id}: {text}");
        into.Append(DeskTag.ReportNumber, BodyFields.Find(body, DeskTag.ReportNumber));
    }
}
