namespace MarginRouter.Venues.Feeds;

/// <summary>What a frame of a venue's market-data socket is.</summary>
internal enum FrameKind
{
    /// <summary>Book snapshots or updates; the decoder's book messages hold them.</summary>
    Book = 1,

    /// <summary>Public trades; the decoder's list holds them.</summary>
    Trades = 2,

    /// <summary>Mark prices, if the frame states any; the decoder's list holds them.</summary>
    Marks = 3,

    /// <summary>The venue's own sign of life, without content.</summary>
    Heartbeat = 4,

    /// <summary>The state of the venue's systems: maintenance, restart.</summary>
    Status = 5,

    /// <summary>The venue is about to close this connection.</summary>
    Closing = 6,

    /// <summary>The answer to a request that was granted.</summary>
    Answer = 7,

    /// <summary>The answer to a request that was refused.</summary>
    Refusal = 8,

    /// <summary>A known channel that the router does not read.</summary>
    Other = 9,

    /// <summary>A frame that no known channel sends.</summary>
    Unknown = 10,
}
