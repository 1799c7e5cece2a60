using MarginRouter.Fix.Codec;

namespace MarginRouter.Gateway.Permissions;

/// <summary>Which message needs which right, and which permission has which rights: one table for the gate and for the document for desks.</summary>
internal static class RightsTable
{
    /// <summary>What a session beside the desk's own may have at most: reports of orders go to the desk's own session and to copies.</summary>
    public const SessionRights Beside = SessionRights.States | SessionRights.Quotes | SessionRights.Accounts | SessionRights.Reference;

    /// <summary>The rights of a permission.</summary>
    public static SessionRights Of(SessionRole permission) => permission switch
    {
        SessionRole.Full => SessionRights.All,
        SessionRole.NoNewOrders => SessionRights.All & ~SessionRights.Orders,
        SessionRole.ReadOnly => SessionRights.States | SessionRights.Accounts | SessionRights.Reference,
        SessionRole.QuotesOnly => SessionRights.Quotes | SessionRights.Reference,
        SessionRole.CopiesOnly => SessionRights.None,
    };

    /// <summary>The right that a message type needs; none for a type that is not known, which its reader refuses.</summary>
    public static SessionRights NeededFor(int messageType) => messageType switch
    {
        FixMsgType.NewOrderSingle or FixMsgType.NewOrderList or FixMsgType.NewOrderMultileg => SessionRights.Orders,
        FixMsgType.OrderCancelReplaceRequest or FixMsgType.MultilegOrderCancelReplace => SessionRights.Orders,
        FixMsgType.OrderCancelRequest or FixMsgType.OrderMassCancelRequest or FixMsgType.ListCancelRequest => SessionRights.Cancels,
        FixMsgType.OrderStatusRequest or FixMsgType.OrderMassStatusRequest or FixMsgType.ListStatusRequest => SessionRights.States,
        FixMsgType.AllocationInstruction => SessionRights.Allocations,
        FixMsgType.QuoteRequest => SessionRights.Quotes,
        FixMsgType.CollateralInquiry or FixMsgType.RequestForPositions or FixMsgType.TradeCaptureReportRequest => SessionRights.Accounts,
        FixMsgType.SecurityListRequest or FixMsgType.MarketDataRequest or FixMsgType.TradingSessionStatusRequest => SessionRights.Reference,
        _ => SessionRights.None,
    };
}
