using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.KuCoin.MarketData;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.KuCoin;

/// <summary>Market data of KuCoin's classic sockets: spot, and futures at their own REST address.</summary>
public static class KuCoinMarketData
{
    /// <summary>The live REST address of spot (kucoin.com/docs-new); it hands out the socket's.</summary>
    public static Uri LiveSpotRest { get; } = new("https://api.kucoin.com");

    /// <summary>The live REST address of futures; it hands out the socket's.</summary>
    public static Uri LiveFuturesRest { get; } = new("https://api-futures.kucoin.com");

    /// <summary>Makes the adapter; throws <see cref="Connectivity.VenueConfigurationException"/> for options that can never work.</summary>
    /// <param name="options">What it needs to know; its socket address is not used.</param>
    /// <param name="sink">Where it delivers.</param>
    /// <param name="time">Clock and timers.</param>
    /// <param name="logger">Log.</param>
    public static MarketDataAdapter Create(FeedOptions options, IVenueEventSink sink, TimeProvider time, ILogger logger) =>
        new(options, new KuCoinProtocol(options), sink, time, logger);
}
