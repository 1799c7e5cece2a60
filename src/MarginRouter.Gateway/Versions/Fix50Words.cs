using MarginRouter.Fix.Codec;

namespace MarginRouter.Gateway.Versions;

/// <summary>
/// FIX 5.0 SP2: DisplayQty(1138) in place of MaxFloor(111), the time of a trade in TrdRegTimestamps, LastUpdateTime(779) of a snapshot,
/// MassActionReportID(1369), TransactTime(60) of a collateral report. Everything else is as in FIX 4.4.
/// </summary>
internal static class Fix50Words
{
    private const int ExecutionTime = 1;
    private const int TradingSession = 336;
    private const char Day = '1'; // The values of TradingSessionID are fixed since 5.0; trading days follow each other without a break.

    public static void Write(FixMessageWriter written, FixMessageWriter into, DateTime now)
    {
        int type = written.MessageType;
        bool isTrade = type == FixMsgType.ExecutionReport && BodyFields.Find(written.Body, FixTag.ExecType) is [(byte)'F' or (byte)'G'];
        into.Begin(type);
        if (type == FixMsgType.MarketDataSnapshot)
            into.Append(NewTag.LastUpdateTime, now);
        BodyFields fields = new(written.Body);
        while (fields.Step())
        {
            if (type == FixMsgType.TradingSessionStatus && fields.Tag == TradingSession)
                into.Append(TradingSession, Day);
            else
                into.Append(TagOf(type, fields.Tag), fields.Value);
            if (isTrade && fields.Tag == FixTag.TransactTime)
            {
                into.Append(NewTag.NoTrdRegTimestamps, 1);
                into.Append(NewTag.TrdRegTimestamp, fields.Value);
                into.Append(NewTag.TrdRegTimestampType, ExecutionTime);
            }

            if (type == FixMsgType.OrderMassCancelReport && fields.Tag == FixTag.OrderID)
                into.Append(NewTag.MassActionReportID, fields.Value);
        }
    }

    private static int TagOf(int type, int tag) => (type, tag) switch
    {
        (FixMsgType.ExecutionReport, FixTag.MaxFloor) => NewTag.DisplayQty,
        (FixMsgType.OrderMassCancelReport, FixTag.OrigClOrdID) => NewTag.AffectedOrigClOrdID,
        (FixMsgType.CollateralReport, DeskTag.StateTime) => FixTag.TransactTime,
        _ => tag,
    };
}
