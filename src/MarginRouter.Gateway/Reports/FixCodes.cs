using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Orders;

namespace MarginRouter.Gateway.Reports;

/// <summary>The FIX 4.4 values of our enums.</summary>
internal static class FixCodes
{
    private const int RejectOther = 99;

    /// <summary>ExecType(150).</summary>
    public static char Of(ExecutionKind kind) => kind switch
    {
        ExecutionKind.New => '0',
        ExecutionKind.Trade => 'F',
        ExecutionKind.PendingCancel => '6',
        ExecutionKind.Canceled => '4',
        ExecutionKind.Rejected => '8',
        ExecutionKind.OrderStatus => 'I',
    };

    /// <summary>OrdStatus(39).</summary>
    public static char Of(ParentStatus status) => status switch
    {
        ParentStatus.New => '0',
        ParentStatus.PartiallyFilled => '1',
        ParentStatus.Filled => '2',
        ParentStatus.Canceled => '4',
        ParentStatus.PendingCancel => '6',
        ParentStatus.Rejected => '8',
    };

    /// <summary>OrdRejReason(103).</summary>
    public static int RejectReason(RefusalReason reason)
    {
        if (reason is >= RefusalReason.MaintenanceUtilisation and <= RefusalReason.BorrowLimit or RefusalReason.MaximumOrderNotional)
            return 3;
        if (reason is RefusalReason.UnsupportedOrderType or RefusalReason.UnsupportedTimeInForce)
            return 11;
        if (reason == RefusalReason.UnknownProduct)
            return 1;
        if (reason == RefusalReason.UnknownOrder)
            return 5;
        if (reason == RefusalReason.DuplicateClientOrderId)
            return 6;
        return reason == RefusalReason.InvalidQuantity ? 13 : RejectOther;
    }

    /// <summary>CxlRejReason(102).</summary>
    public static int CancelRejectReason(RefusalReason reason)
    {
        if (reason == RefusalReason.TooLateToCancel)
            return 0;
        if (reason == RefusalReason.UnknownOrder)
            return 1;
        if (reason == RefusalReason.CancelPending)
            return 3;
        return reason == RefusalReason.DuplicateClientOrderId ? 6 : RejectOther;
    }
}
