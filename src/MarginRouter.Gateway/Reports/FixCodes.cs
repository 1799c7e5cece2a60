using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Baskets;

namespace MarginRouter.Gateway.Reports;

/// <summary>The FIX 4.4 values of our enums.</summary>
internal static class FixCodes
{
    private const int RejectOther = 99;
    private const int GoodTillRenewal = 1;
    private const int CancelOnHalt = 6;
    private const int CancelOnSystemFailure = 7;

    /// <summary>ExecType(150).</summary>
    public static char Of(ExecutionKind kind) => kind switch
    {
        ExecutionKind.New => '0',
        ExecutionKind.Trade => 'F',
        ExecutionKind.PendingCancel => '6',
        ExecutionKind.Canceled => '4',
        ExecutionKind.Rejected => '8',
        ExecutionKind.OrderStatus => 'I',
        ExecutionKind.PendingReplace => 'E',
        ExecutionKind.Replaced => '5',
        ExecutionKind.Expired => 'C',
        ExecutionKind.TradeCancel => 'H',
        ExecutionKind.TradeCorrect => 'G',
        ExecutionKind.Restated => 'D',
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
        ParentStatus.PendingReplace => 'E',
        ParentStatus.Expired => 'C',
    };

    /// <summary>TimeInForce(59).</summary>
    public static char Of(TimeInForce timeInForce) => timeInForce switch
    {
        TimeInForce.Day => '0',
        TimeInForce.GoodTillCancel => '1',
        TimeInForce.ImmediateOrCancel => '3',
        TimeInForce.FillOrKill => '4',
        TimeInForce.GoodTillDate => '6',
    };

    /// <summary>Side(54) of a basket.</summary>
    public static char Of(BasketSide side) => side switch
    {
        BasketSide.Buy => '1',
        BasketSide.Sell => '2',
        BasketSide.AsDefined => 'B',
        BasketSide.Opposite => 'C',
    };

    /// <summary>The side of a basket; null for a value that is none.</summary>
    public static BasketSide? BasketSideOf(char value) => value switch
    {
        '1' => BasketSide.Buy,
        '2' => BasketSide.Sell,
        'B' => BasketSide.AsDefined,
        'C' => BasketSide.Opposite,
        _ => null,
    };

    /// <summary>Side(54) or LegSide(624).</summary>
    public static char Of(Side side) => side == Side.Buy ? '1' : '2';

    /// <summary>The time in force of a value of TimeInForce(59); null for one that is not worked.</summary>
    public static TimeInForce? TimeInForceOf(char value) => value switch
    {
        '0' => TimeInForce.Day,
        '1' => TimeInForce.GoodTillCancel,
        '3' => TimeInForce.ImmediateOrCancel,
        '4' => TimeInForce.FillOrKill,
        '6' => TimeInForce.GoodTillDate,
        _ => null,
    };

    /// <summary>OrdRejReason(103).</summary>
    public static int RejectReason(RefusalReason reason)
    {
        if (reason is >= RefusalReason.MaintenanceUtilisation and <= RefusalReason.BorrowLimit or RefusalReason.MaximumOrderNotional)
            return 3;
        if (reason is RefusalReason.UnsupportedOrderType or RefusalReason.UnsupportedTimeInForce or RefusalReason.UnsupportedField)
            return 11;
        if (reason == RefusalReason.UnknownProduct)
            return 1;
        if (reason == RefusalReason.UnknownOrder)
            return 5;
        if (reason == RefusalReason.DuplicateClientOrderId)
            return 6;
        return reason is RefusalReason.InvalidQuantity or RefusalReason.InvalidQuantityCondition ? 13 : RejectOther;
    }

    /// <summary>ExecRestatementReason(378) of what a desk did not ask for; null where it did, or the venue's answer ended it.</summary>
    public static int? RestatementReason(ReportParent report)
    {
        if (report.Kind == ExecutionKind.Restated)
            return GoodTillRenewal;
        bool isCancel = report.Kind is ExecutionKind.Canceled or ExecutionKind.PendingCancel;
        if (!isCancel || report.Refusals.IsEmpty)
            return null;
        if (report.Refusals.Any(refusal => refusal.Reason == RefusalReason.KillSwitchEngaged))
            return CancelOnHalt;
        return report.Refusals.Any(refusal => refusal.Reason == RefusalReason.RouterRestarted) ? CancelOnSystemFailure : null;
    }

    /// <summary>AllocRejCode(88).</summary>
    public static int AllocationRejectCode(RefusalReason reason)
    {
        if (reason == RefusalReason.UnknownAllocationAccount)
            return 0;
        if (reason == RefusalReason.AllocationQuantity)
            return 1;
        if (reason == RefusalReason.AllocationPrice)
            return 2;
        if (reason == RefusalReason.InvalidQuantity)
            return 8;
        if (reason == RefusalReason.AllocationMismatch)
            return 11;
        return reason == RefusalReason.UnknownOrder ? 12 : 7;
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
