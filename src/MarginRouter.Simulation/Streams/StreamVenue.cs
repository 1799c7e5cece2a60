namespace MarginRouter.Simulation.Streams;

/// <summary>The venues with plain streams and REST.</summary>
public enum StreamVenue
{
    /// <summary>Bybit v5.</summary>
    Bybit = 1,

    /// <summary>OKX v5.</summary>
    Okx = 2,

    /// <summary>KuCoin, classic spot.</summary>
    KuCoin = 3,

    /// <summary>Hyperliquid.</summary>
    Hyperliquid = 4,

    /// <summary>Kraken futures, market data alone: no accounts.</summary>
    KrakenFutures = 5,
}
