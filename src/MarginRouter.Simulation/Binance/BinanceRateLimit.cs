namespace MarginRouter.Simulation.Binance;

/// <summary>A limit as exchangeInfo states it.</summary>
/// <param name="Type">REQUEST_WEIGHT or ORDERS.</param>
/// <param name="Interval">SECOND, MINUTE or DAY.</param>
/// <param name="IntervalCount">How many of the intervals.</param>
/// <param name="Limit">Most in that time.</param>
internal sealed record BinanceRateLimit(string Type, string Interval, int IntervalCount, int Limit)
{
    public bool CountsOrders => Type == "ORDERS";

    public long Milliseconds => IntervalCount * Interval switch
    {
        "SECOND" => 1_000L,
        "MINUTE" => 60_000L,
        "DAY" => 86_400_000L,
        _ => throw new InvalidOperationException($"unknown interval {Interval}"),
    };
}
