namespace MarginRouter.Simulation.Streams;

/// <summary>The venues whose public streams can be simulated without order entry.</summary>
public enum StreamVenue
{
    /// <summary>Bybit v5, linear.</summary>
    Bybit = 1,

    /// <summary>OKX v5.</summary>
    Okx = 2,

    /// <summary>KuCoin, classic spot.</summary>
    KuCoin = 3,

    /// <summary>Hyperliquid.</summary>
    Hyperliquid = 4,
}
