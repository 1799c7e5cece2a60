using MarginRouter.Fix.Codec;

namespace MarginRouter.Host.Tests.Crash;

/// <summary>An ExecutionReport (8) or OrderCancelReject (9) as the desk read it off the wire.</summary>
internal sealed record WireReport
{
    public required int MessageType { get; init; }

    public required string OrderId { get; init; }

    public required string ExecId { get; init; }

    /// <summary>ClOrdID of the parent: OrigClOrdID where the report answers a cancel.</summary>
    public required string Order { get; init; }

    /// <summary>ClOrdID as stated.</summary>
    public required string ClientOrderId { get; init; }

    public required char ExecType { get; init; }

    public required char OrdStatus { get; init; }

    public required decimal CumulativeQuantity { get; init; }

    /// <summary>LeavesQty(151).</summary>
    public required decimal LeavesQuantity { get; init; }

    public required decimal AveragePrice { get; init; }

    public required decimal? LastQuantity { get; init; }

    public required string Text { get; init; }

    /// <summary>PossDupFlag(43).</summary>
    public required bool PossibleDuplicate { get; init; }

    /// <summary>MultiLegReportingType(442): 2 for a leg, 3 for the whole of several, zero for an order of one leg.</summary>
    public required char Multileg { get; init; }

    /// <summary>LegRefID(654) of the leg that it is about; empty for every other report.</summary>
    public required string Leg { get; init; }

    /// <summary>Side(54).</summary>
    public required char Side { get; init; }

    /// <summary>True when the parent is over. Its last fill says 39=6 while the desk's cancel still waits for its answer, which is a reject.</summary>
    public bool IsFinal => MessageType == FixMsgType.ExecutionReport && Leg.Length == 0 && (OrdStatus is '2' or '4' or '8' || IsFilledUnderCancel);

    /// <summary>True for a fill that left nothing for the cancel that waits.</summary>
    public bool IsFilledUnderCancel => OrdStatus == '6' && LastQuantity is not null && LeavesQuantity == 0m;

    /// <summary>The report without its PossDupFlag: what two deliveries of one report have in common.</summary>
    public WireReport WithoutFlag() => this with { PossibleDuplicate = false };

    public static WireReport Read(FixMessage message)
    {
        string id = message.GetText(FixTag.ClOrdID) ?? "";
        message.TryGetChar(FixTag.ExecType, out char type);
        message.TryGetChar(FixTag.OrdStatus, out char status);
        message.TryGetDecimal(FixTag.CumQty, out decimal cumulative);
        message.TryGetDecimal(FixTag.AvgPx, out decimal average);
        message.TryGetDecimal(FixTag.LeavesQty, out decimal leaves);
        message.TryGetBool(FixTag.PossDupFlag, out bool duplicate);
        message.TryGetChar(FixLegTag.MultiLegReportingType, out char multileg);
        message.TryGetChar(FixTag.Side, out char side);
        return new WireReport
        {
            MessageType = message.MessageType,
            OrderId = message.GetText(FixTag.OrderID) ?? "",
            ExecId = message.GetText(FixTag.ExecID) ?? "",
            ClientOrderId = id,
            Order = message.GetText(FixTag.OrigClOrdID) ?? id,
            ExecType = type,
            OrdStatus = status,
            CumulativeQuantity = cumulative,
            AveragePrice = average,
            LeavesQuantity = leaves,
            LastQuantity = message.TryGetDecimal(FixTag.LastQty, out decimal last) ? last : null,
            Text = message.GetText(FixTag.Text) ?? "",
            PossibleDuplicate = duplicate,
            Multileg = multileg,
            Leg = multileg == '2' ? message.GetText(FixLegTag.LegRefID) ?? "" : "",
            Side = side,
        };
    }
}
