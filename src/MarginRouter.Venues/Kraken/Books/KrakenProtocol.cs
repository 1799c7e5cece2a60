namespace MarginRouter.Venues.Kraken.Books;

/// <summary>Kraken's public protocols.</summary>
internal enum KrakenProtocol
{
    /// <summary>Spot WebSocket v1: arrays, and objects with an event.</summary>
    SpotV1 = 1,

    /// <summary>Spot WebSocket v2: objects with a channel or a method.</summary>
    SpotV2 = 2,

    /// <summary>Futures WebSocket v1: objects with a feed, or with an event that only futures have.</summary>
    FuturesV1 = 3,
}
