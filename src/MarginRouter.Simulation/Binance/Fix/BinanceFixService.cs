namespace MarginRouter.Simulation.Binance.Fix;

/// <summary>The three kinds of sessions of Binance's FIX, each with a port of its own.</summary>
internal enum BinanceFixService
{
    /// <summary>Orders (fix-oe).</summary>
    OrderEntry = 1,

    /// <summary>Reports alone, a second late (fix-dc).</summary>
    DropCopy = 2,

    /// <summary>Market data (fix-md).</summary>
    MarketData = 3,
}
