namespace MarginRouter.Venues.Binance.MarketData;

/// <summary>What a message of a market data connection is about.</summary>
internal enum StreamKind
{
    /// <summary>Not known to the decoder.</summary>
    Unknown = 1,

    /// <summary>A change of the book.</summary>
    Depth = 2,

    /// <summary>Best prices.</summary>
    BookTicker = 3,

    /// <summary>Mark price of a future.</summary>
    MarkPrice = 4,

    /// <summary>Known, and without meaning for books: trades, candles and their like.</summary>
    Other = 5,

    /// <summary>The answer to a request on the stream connection.</summary>
    Answer = 6,

    /// <summary>A whole book by REST.</summary>
    DepthSnapshot = 7,

    /// <summary>The venue is about to close the connection.</summary>
    ServerShutdown = 8,
}
