using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Hyperliquid.MarketData;
using MarginRouter.Venues.Hyperliquid.Trading;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Hyperliquid;

/// <summary>Hyperliquid perpetuals in cross margin. An account's key is its address, its secret the private key of it or of its agent.</summary>
public static class HyperliquidVenue
{
    /// <summary>Makes the adapter; throws <see cref="VenueConfigurationException"/> for options that can never work.</summary>
    /// <param name="options">What it needs to know.</param>
    /// <param name="services">What the program gives it.</param>
    public static TradingAdapter Create(TradingOptions options, AdapterServices services)
    {
        options.CheckCancelAfter(5, 86_400);
        return new TradingAdapter(options, new HyperliquidProtocol(options.Feed), (account, context) => new HyperliquidAccount(account, context), services);
    }
}
