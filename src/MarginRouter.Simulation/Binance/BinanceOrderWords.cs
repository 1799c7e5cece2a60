using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Binance;

/// <summary>The venue's words for order states and events.</summary>
internal static class BinanceOrderWords
{
    public static string Status(OrderState state) => state switch
    {
        OrderState.New => "NEW",
        OrderState.PartiallyFilled => "PARTIALLY_FILLED",
        OrderState.Filled => "FILLED",
        OrderState.Expired => "EXPIRED",
    };

    public static string ExecutionType(ExecutionUpdateKind kind) => kind switch
    {
        ExecutionUpdateKind.Accepted => "NEW",
        ExecutionUpdateKind.Filled => "TRADE",
        ExecutionUpdateKind.Expired => "EXPIRED",
    };
}
