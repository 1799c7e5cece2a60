using MarginRouter.Fix.Codec;

namespace MarginRouter.LoadTests.Loopback;

/// <summary>
/// One account of the minimal venue: a cash balance that stays and one position that follows the fills, entered at the mark. Fills and
/// statements of an account travel on one session, whose reading thread is the only one that comes here.
/// </summary>
internal sealed class VenueAccount(byte[] name, string asset, decimal cash, decimal mark)
{
    private const decimal Lot = 0.001m;
    private decimal position;

    /// <summary>Account (1) as it stands on the wire.</summary>
    public ReadOnlySpan<byte> Name => name;

    /// <summary>Books a fill.</summary>
    public void Fill(char side, decimal quantity) => position += side == '1' ? quantity : -quantity;

    /// <summary>Writes the whole statement as one PositionReport (AP).</summary>
    public void WriteStatement(FixMessageWriter writer, ReadOnlySpan<byte> requestId, string symbol, DateTime now)
    {
        writer.Begin(FixMsgType.PositionReport)
            .Append(FixTag.PosMaintRptID, requestId)
            .Append(FixTag.PosReqID, requestId)
            .Append(FixTag.TotalNumPosReports, 1)
            .Append(FixTag.PosReqResult, 0)
            .Append(FixTag.Account, name)
            .Append(FixTag.TransactTime, now, FixTimestampPrecision.Microseconds)
            .Append(FixTag.Symbol, symbol)
            .Append(FixTag.Currency, asset)
            .Append(FixTag.SettlPrice, mark);
        if (Math.Abs(position) >= Lot)
            writer.Append(FixTag.AvgPx, mark);
        writer.Append(FixTag.NoPositions, 1)
            .Append(FixTag.PosType, "TQ")
            .Append(FixTag.LongQty, Math.Max(0, position))
            .Append(FixTag.ShortQty, Math.Max(0, -position))
            .Append(FixTag.NoPosAmt, 1)
            .Append(FixTag.PosAmtType, "CASH")
            .Append(FixTag.PosAmt, cash);
    }
}
