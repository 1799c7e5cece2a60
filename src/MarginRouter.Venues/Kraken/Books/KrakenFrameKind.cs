namespace MarginRouter.Venues.Kraken.Books;

/// <summary>What a frame of one of Kraken's public sockets is.</summary>
internal enum KrakenFrameKind
{
    /// <summary>A book snapshot or update; the decoder's book message holds it.</summary>
    Book = 1,

    /// <summary>A ticker; the decoder's ticker message holds it (v2 only).</summary>
    Ticker = 2,

    /// <summary>The venue's own sign of life, without content.</summary>
    Heartbeat = 3,

    /// <summary>The state of the trading system.</summary>
    Status = 4,

    /// <summary>The answer to a request: subscribe, unsubscribe, ping.</summary>
    Answer = 5,

    /// <summary>A known channel that the router does not read, for example trades.</summary>
    Other = 6,

    /// <summary>Well-formed JSON that no known channel sends.</summary>
    Unknown = 7,
}
