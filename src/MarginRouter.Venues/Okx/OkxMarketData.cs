using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Okx.MarketData;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Okx;

/// <summary>Market data of OKX v5: spot, swaps and futures.</summary>
public static class OkxMarketData
{
    /// <summary>The live public WebSocket (okx.com/docs-v5; port 8443 was retired in 2026).</summary>
    public static Uri LiveSocket { get; } = new("wss://ws.okx.com");

    /// <summary>The live REST address.</summary>
    public static Uri LiveRest { get; } = new("https://www.okx.com");

    /// <summary>Makes the adapter; throws <see cref="Connectivity.VenueConfigurationException"/> for options that can never work.</summary>
    /// <param name="options">What it needs to know.</param>
    /// <param name="sink">Where it delivers.</param>
    /// <param name="time">Clock and timers.</param>
    /// <param name="logger">Log.</param>
    public static MarketDataAdapter Create(FeedOptions options, IVenueEventSink sink, TimeProvider time, ILogger logger) =>
        new(options, new OkxProtocol(options), sink, time, logger);
}
