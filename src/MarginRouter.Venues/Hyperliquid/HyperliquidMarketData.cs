using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Hyperliquid.MarketData;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Hyperliquid;

/// <summary>Market data of Hyperliquid: perpetuals and spot.</summary>
public static class HyperliquidMarketData
{
    /// <summary>The live WebSocket (hyperliquid.gitbook.io).</summary>
    public static Uri LiveSocket { get; } = new("wss://api.hyperliquid.xyz");

    /// <summary>The live REST address.</summary>
    public static Uri LiveRest { get; } = new("https://api.hyperliquid.xyz");

    /// <summary>Makes the adapter; throws <see cref="Connectivity.VenueConfigurationException"/> for options that can never work.</summary>
    /// <param name="options">What it needs to know.</param>
    /// <param name="sink">Where it delivers.</param>
    /// <param name="time">Clock and timers.</param>
    /// <param name="logger">Log.</param>
    public static MarketDataAdapter Create(FeedOptions options, IVenueEventSink sink, TimeProvider time, ILogger logger) =>
        new(options, new HyperliquidProtocol(options), sink, time, logger);
}
