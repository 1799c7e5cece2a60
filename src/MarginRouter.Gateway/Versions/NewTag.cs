namespace MarginRouter.Gateway.Versions;

/// <summary>Fields of FIX 5.0 SP2 that FIX 4.4 has not, or has not where we use them.</summary>
internal static class NewTag
{
    /// <summary>NoTrdRegTimestamps.</summary>
    public const int NoTrdRegTimestamps = 768;

    /// <summary>TrdRegTimestamp.</summary>
    public const int TrdRegTimestamp = 769;

    /// <summary>TrdRegTimestampType.</summary>
    public const int TrdRegTimestampType = 770;

    /// <summary>LastUpdateTime of a market data snapshot.</summary>
    public const int LastUpdateTime = 779;

    /// <summary>DisplayQty: what MaxFloor(111) and MaxShow(210) were.</summary>
    public const int DisplayQty = 1138;

    /// <summary>AffectedOrigClOrdID.</summary>
    public const int AffectedOrigClOrdID = 1824;

    /// <summary>MassActionReportID.</summary>
    public const int MassActionReportID = 1369;
}
