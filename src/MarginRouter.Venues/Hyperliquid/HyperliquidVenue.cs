using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Hyperliquid.MarketData;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Hyperliquid;

/// <summary>Hyperliquid: market data; accounts follow.</summary>
public static class HyperliquidVenue
{
    /// <summary>Makes the adapter; throws <see cref="VenueConfigurationException"/> for options that can never work.</summary>
    /// <param name="options">What it needs to know.</param>
    /// <param name="services">What the program gives it.</param>
    public static TradingAdapter Create(TradingOptions options, AdapterServices services) => new(
        options,
        new HyperliquidProtocol(options.Feed),
        (_, _) => throw new VenueConfigurationException($"{options.Feed.Name}: orders cannot be entered there yet"),
        services);
}
