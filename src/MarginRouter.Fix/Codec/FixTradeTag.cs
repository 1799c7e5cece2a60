namespace MarginRouter.Fix.Codec;

/// <summary>Tag numbers of the fields of trade capture, allocations and drop copies, under the names that the standard gives them.</summary>
public static class FixTradeTag
{
    /// <summary>Quantity, tag 53.</summary>
    public const int Quantity = 53;

    /// <summary>AllocID, tag 70.</summary>
    public const int AllocID = 70;

    /// <summary>AllocTransType, tag 71.</summary>
    public const int AllocTransType = 71;

    /// <summary>RefAllocID, tag 72.</summary>
    public const int RefAllocID = 72;

    /// <summary>NoOrders, tag 73.</summary>
    public const int NoOrders = 73;

    /// <summary>TradeDate, tag 75.</summary>
    public const int TradeDate = 75;

    /// <summary>AllocStatus, tag 87.</summary>
    public const int AllocStatus = 87;

    /// <summary>AllocRejCode, tag 88.</summary>
    public const int AllocRejCode = 88;

    /// <summary>AllocAvgPx, tag 153.</summary>
    public const int AllocAvgPx = 153;

    /// <summary>AllocPrice, tag 366.</summary>
    public const int AllocPrice = 366;

    /// <summary>ExecRestatementReason, tag 378.</summary>
    public const int ExecRestatementReason = 378;

    /// <summary>IndividualAllocID, tag 467.</summary>
    public const int IndividualAllocID = 467;

    /// <summary>TradeReportTransType, tag 487.</summary>
    public const int TradeReportTransType = 487;

    /// <summary>NoSides, tag 552.</summary>
    public const int NoSides = 552;

    /// <summary>TradeRequestID, tag 568.</summary>
    public const int TradeRequestID = 568;

    /// <summary>TradeRequestType, tag 569.</summary>
    public const int TradeRequestType = 569;

    /// <summary>PreviouslyReported, tag 570.</summary>
    public const int PreviouslyReported = 570;

    /// <summary>TradeReportID, tag 571.</summary>
    public const int TradeReportID = 571;

    /// <summary>TradeReportRefID, tag 572.</summary>
    public const int TradeReportRefID = 572;

    /// <summary>NoDates, tag 580.</summary>
    public const int NoDates = 580;

    /// <summary>AllocType, tag 626.</summary>
    public const int AllocType = 626;

    /// <summary>TotNumTradeReports, tag 748.</summary>
    public const int TotNumTradeReports = 748;

    /// <summary>TradeRequestResult, tag 749.</summary>
    public const int TradeRequestResult = 749;

    /// <summary>TradeRequestStatus, tag 750.</summary>
    public const int TradeRequestStatus = 750;

    /// <summary>AllocReportID, tag 755.</summary>
    public const int AllocReportID = 755;

    /// <summary>SecondaryAllocID, tag 793.</summary>
    public const int SecondaryAllocID = 793;

    /// <summary>AllocReportType, tag 794.</summary>
    public const int AllocReportType = 794;

    /// <summary>AllocReportRefID, tag 795.</summary>
    public const int AllocReportRefID = 795;

    /// <summary>AllocCancReplaceReason, tag 796.</summary>
    public const int AllocCancReplaceReason = 796;

    /// <summary>CopyMsgIndicator, tag 797.</summary>
    public const int CopyMsgIndicator = 797;

    /// <summary>OrderAvgPx, tag 799.</summary>
    public const int OrderAvgPx = 799;

    /// <summary>OrderBookingQty, tag 800.</summary>
    public const int OrderBookingQty = 800;

    /// <summary>SecondaryTradeReportID, tag 818.</summary>
    public const int SecondaryTradeReportID = 818;

    /// <summary>TrdType, tag 828.</summary>
    public const int TrdType = 828;

    /// <summary>AllocNoOrdersType, tag 857.</summary>
    public const int AllocNoOrdersType = 857;
}
