namespace MarginRouter.Venues.Binance;

/// <summary>Where a Binance market is reached. The venue's own paths are appended to each address.</summary>
/// <param name="Rest">REST, for example https://api.binance.com.</param>
/// <param name="Streams">Market and user streams, for example wss://stream.binance.com:9443.</param>
/// <param name="Api">WebSocket API for orders, for example wss://ws-api.binance.com:443.</param>
public sealed record BinanceEndpoints(Uri Rest, Uri Streams, Uri Api)
{
    /// <summary>The live spot market (binance-spot-api-docs, rest-api.md and web-socket-api.md, July 2026).</summary>
    public static BinanceEndpoints LiveSpot { get; } = new(
        new Uri("https://api.binance.com"), new Uri("wss://stream.binance.com:9443"), new Uri("wss://ws-api.binance.com:443"));

    /// <summary>The live USD-M futures market (developers.binance.com, derivatives, USDS-margined futures).</summary>
    public static BinanceEndpoints LiveUsdm { get; } = new(
        new Uri("https://fapi.binance.com"), new Uri("wss://fstream.binance.com"), new Uri("wss://ws-fapi.binance.com"));

    /// <summary>The live COIN-M futures market (developers.binance.com, derivatives, COIN-margined futures).</summary>
    public static BinanceEndpoints LiveCoinm { get; } = new(
        new Uri("https://dapi.binance.com"), new Uri("wss://dstream.binance.com"), new Uri("wss://ws-dapi.binance.com"));
}
