namespace MarginRouter.Simulation.Binance.Fix;

/// <summary>The market data streams of Binance's FIX.</summary>
internal enum BinanceFixStream
{
    /// <summary>All changes of the book (269=0 and 1, 264 from 2 to 5000).</summary>
    Depth = 1,

    /// <summary>The best bid and offer (269=0 and 1, 264=1).</summary>
    BookTicker = 2,

    /// <summary>Trades (269=2).</summary>
    Trade = 3,
}
