using System.Buffers.Text;
using MarginRouter.Fix.Codec;

namespace MarginRouter.Gateway.Versions;

/// <summary>
/// ExecutionReport of FIX 4.2: ExecTransType(20) says what is new, taken back, corrected or only asked for, and ExecType(150) where the order
/// stands; a trade is a partial fill (1) or a fill (2).
/// </summary>
internal static class Fix42Execution
{
    private const byte New = (byte)'0';
    private const byte PartialFill = (byte)'1';
    private const byte Fill = (byte)'2';
    private const byte Replaced = (byte)'5';
    private const byte LastRejectReason = (byte)'8';
    private const byte LastRestatementReason = (byte)'5';
    private const int BrokerOption = 4;
    private const int CommissionCurrency = 479;
    private const int ExecutingFirm = 1;
    private const int Client = 3;

    public static void Write(ReadOnlySpan<byte> body, FixMessageWriter into)
    {
        byte type = BodyFields.Find(body, FixTag.ExecType)[0];
        byte status = BodyFields.Find(body, FixTag.OrdStatus)[0];
        bool isLeg = BodyFields.Find(body, FixLegTag.MultiLegReportingType) is [(byte)'2'];
        ReadOnlySpan<byte> party = default;
        into.Begin(FixMsgType.ExecutionReport);
        BodyFields fields = new(body);
        while (fields.Step())
        {
            ReadOnlySpan<byte> value = fields.Value;
            switch (fields.Tag)
            {
                case FixTag.ExecID:
                    into.Append(FixTag.ExecID, value);
                    into.Append(OldTag.ExecTransType, TransactionOf(type));
                    break;
                case FixTag.ExecType:
                    into.Append(FixTag.ExecType, [TypeOf(type, status, body)]);
                    break;
                case FixTag.OrdStatus:
                    into.Append(FixTag.OrdStatus, [type == Replaced && status == New ? Replaced : status]);
                    break;
                case FixLegTag.LegRefID when isLeg:
                    into.Append(DeskTag.LegReference, value);
                    break;
                case FixTag.PartyID:
                    party = value;
                    break;
                case FixTag.PartyRole:
                    WriteParty(into, party, value);
                    break;
                default:
                    WriteOther(into, fields.Tag, value);
                    break;
            }
        }
    }

    private static char TransactionOf(byte type) => (char)type switch
    {
        'H' => '1',
        'G' => '2',
        'I' => '3',
        _ => '0',
    };

    /// <summary>Where an order stands, for reports that FIX 4.2 has no ExecType for.</summary>
    private static byte TypeOf(byte type, byte status, ReadOnlySpan<byte> body) => (char)type switch
    {
        'F' => IsWhole(body) ? Fill : PartialFill,
        'G' or 'H' or 'I' => status,
        _ => type,
    };

    private static bool IsWhole(ReadOnlySpan<byte> body) =>
        Utf8Parser.TryParse(BodyFields.Find(body, FixTag.CumQty), out decimal filled, out _)
        && Utf8Parser.TryParse(BodyFields.Find(body, FixTag.OrderQty), out decimal ordered, out _) && filled >= ordered;

    private static void WriteParty(FixMessageWriter into, ReadOnlySpan<byte> party, ReadOnlySpan<byte> role)
    {
        if (!Utf8Parser.TryParse(role, out int number, out _))
            return;
        if (number == Client)
            into.Append(OldTag.ClientID, party);
        else if (number == ExecutingFirm)
            into.Append(OldTag.ExecBroker, party);
    }

    private static void WriteOther(FixMessageWriter into, int tag, ReadOnlySpan<byte> value)
    {
        switch (tag)
        {
            case FixTag.NoPartyIDs or FixTag.PartyIDSource or FixTag.MassStatusReqID or FixTag.TotNumReports or FixTag.LastRptRequested
                or FixTradeTag.CopyMsgIndicator or FixLegTag.NoLegs or FixLegTag.LegSymbol or FixLegTag.LegSecurityID or FixLegTag.LegSecurityIDSource
                or FixLegTag.LegSecurityExchange or FixLegTag.LegRefID or FixLegTag.LegRatioQty or FixLegTag.LegSide or FixLegTag.LegQty or FixLegTag.LegPrice or FixLegTag.LegLastPx:
                break;
            case FixTag.Side when value is [(byte)'B'] or [(byte)'C']:
                into.Append(tag, value[0] == (byte)'B' ? '1' : '2');
                break;
            case FixTag.OrdRejReason when value is not [>= New and <= LastRejectReason]:
                into.Append(tag, 0);
                break;
            case FixTradeTag.ExecRestatementReason when value is not [>= New and <= LastRestatementReason]:
                into.Append(tag, BrokerOption);
                break;
            case FixTag.LastLiquidityInd:
                into.Append(DeskTag.LastLiquidity, value);
                break;
            case CommissionCurrency:
                into.Append(DeskTag.FeeAsset, value);
                break;
            default:
                Fix42Words.Append(into, tag, value);
                break;
        }
    }
}
