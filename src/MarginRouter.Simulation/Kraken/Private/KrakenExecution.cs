using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Kraken.Private;

/// <summary>One entry of the executions channel.</summary>
/// <param name="ExecutionType">pending_new, new, trade, filled or canceled.</param>
/// <param name="OrderStatus">pending_new, new, partially_filled, filled or canceled.</param>
/// <param name="Order">The order right after it.</param>
/// <param name="Fill">The fill; only of a trade.</param>
/// <param name="Time">Venue time.</param>
internal sealed record KrakenExecution(string ExecutionType, string OrderStatus, SimulatedOrder Order, SimulatedFill? Fill, Instant Time)
{
    /// <summary>
    /// The entries that one change of an order makes. A trade says partially_filled even when it fills the order; the end is an entry
    /// of its own (docs.kraken.com, channel executions).
    /// </summary>
    public static IReadOnlyList<KrakenExecution> From(ExecutionUpdate update) => update.Kind switch
    {
        ExecutionUpdateKind.Accepted =>
        [
            new("pending_new", "pending_new", update.Order, null, update.Time),
            new("new", "new", update.Order, null, update.Time),
        ],
        ExecutionUpdateKind.Filled when update.Order.State == OrderState.Filled =>
        [
            new("trade", "partially_filled", update.Order, update.Fill, update.Time),
            new("filled", "filled", update.Order, null, update.Time),
        ],
        ExecutionUpdateKind.Filled => [Trade(update.Order, update.Fill!)],
        ExecutionUpdateKind.Replaced => [new("amended", Status(update.Order), update.Order, null, update.Time)],
        ExecutionUpdateKind.Expired or ExecutionUpdateKind.Cancelled => [new("canceled", "canceled", update.Order, null, update.Time)],
    };

    /// <summary>order_status of an order.</summary>
    public static string Status(SimulatedOrder order) => order.State switch
    {
        OrderState.New => "new",
        OrderState.PartiallyFilled => "partially_filled",
        OrderState.Filled => "filled",
        OrderState.Expired or OrderState.Cancelled => "canceled",
    };

    /// <summary>A trade as the snapshot of past trades states it.</summary>
    public static KrakenExecution Trade(SimulatedOrder order, SimulatedFill fill) =>
        new("trade", order.State is OrderState.Expired or OrderState.Cancelled ? "canceled" : "partially_filled", order, fill, fill.Time);
}
