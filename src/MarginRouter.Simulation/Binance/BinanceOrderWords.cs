using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Binance;

/// <summary>The venue's words for order states and events.</summary>
internal static class BinanceOrderWords
{
    /// <summary>A client order id of the cancel request itself, where the client gave none.</summary>
    public static string CancelId(SimulatedOrder order) => $"cancel-{order.OrderId}";

    public static string TimeInForce(SimulatedOrder order, bool spot) => order.Terms.Request switch
    {
        { PostOnly: true } => spot ? "GTC" : "GTX",
        { TimeInForce: Core.Orders.TimeInForce.ImmediateOrCancel } => "IOC",
        { TimeInForce: Core.Orders.TimeInForce.FillOrKill } => "FOK",
        _ => "GTC",
    };

    /// <summary>Spot calls a post-only order by a type of its own.</summary>
    public static string SpotType(SimulatedOrder order) => order.Terms.Request.PostOnly ? "LIMIT_MAKER" : "LIMIT";

    public static string SelfMatch(SimulatedOrder order) => order.Terms.Request.SelfMatch switch
    {
        SelfMatchPrevention.Allow => "NONE",
        SelfMatchPrevention.CancelIncoming => "EXPIRE_TAKER",
        SelfMatchPrevention.CancelResting => "EXPIRE_MAKER",
        SelfMatchPrevention.CancelBoth => "EXPIRE_BOTH",
    };

    public static string Status(SimulatedOrder order) => order.EndReason == OrderEndReason.SelfMatch ? "EXPIRED_IN_MATCH" : Status(order.State);

    private static string Status(OrderState state) => state switch
    {
        OrderState.New => "NEW",
        OrderState.PartiallyFilled => "PARTIALLY_FILLED",
        OrderState.Filled => "FILLED",
        OrderState.Expired => "EXPIRED",
        OrderState.Cancelled => "CANCELED",
    };

    public static string ExecutionType(ExecutionUpdateKind kind) => kind switch
    {
        ExecutionUpdateKind.Accepted => "NEW",
        ExecutionUpdateKind.Filled => "TRADE",
        ExecutionUpdateKind.Expired => "EXPIRED",
        ExecutionUpdateKind.Cancelled => "CANCELED",
        ExecutionUpdateKind.Replaced => "AMENDMENT",
    };
}
