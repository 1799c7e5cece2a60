using MarginRouter.Venues.Bybit.MarketData;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Feeds;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Bybit;

/// <summary>Market data of Bybit v5: spot, linear and inverse.</summary>
public static class BybitMarketData
{
    /// <summary>The live public WebSocket (bybit-exchange docs, v5/ws/connect).</summary>
    public static Uri LiveSocket { get; } = new("wss://stream.bybit.com");

    /// <summary>The live REST address.</summary>
    public static Uri LiveRest { get; } = new("https://api.bybit.com");

    /// <summary>
    /// Makes the adapter of one market; the kind of the instruments says which. Throws <see cref="VenueConfigurationException"/> for options
    /// that can never work.
    /// </summary>
    /// <param name="options">What it needs to know.</param>
    /// <param name="depth">Levels a side: 50, 200 or 1000.</param>
    /// <param name="sink">Where it delivers.</param>
    /// <param name="time">Clock and timers.</param>
    /// <param name="logger">Log.</param>
    public static MarketDataAdapter Create(FeedOptions options, int depth, IVenueEventSink sink, TimeProvider time, ILogger logger)
    {
        if (depth is not (50 or 200 or 1000))
            throw new VenueConfigurationException($"{options.Name}: a depth of {depth} is not offered");
        return new MarketDataAdapter(options, new BybitProtocol(options, depth), sink, time, logger);
    }
}
