using MarginRouter.Venues.Bybit.MarketData;
using MarginRouter.Venues.Bybit.Trading;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Bybit;

/// <summary>Bybit v5: spot and linear on one unified account, each kind of instrument with a public connection of its own.</summary>
public static class BybitVenue
{
    /// <summary>Makes the adapter; throws <see cref="VenueConfigurationException"/> for options that can never work.</summary>
    /// <param name="options">What it needs to know.</param>
    /// <param name="depth">Levels a side: 50, 200 or 1000.</param>
    /// <param name="services">What the program gives it.</param>
    public static TradingAdapter Create(TradingOptions options, int depth, AdapterServices services)
    {
        if (depth is not (50 or 200 or 1000))
            throw new VenueConfigurationException($"{options.Feed.Name}: a depth of {depth} is not offered");
        options.CheckCancelAfter(3, 300);
        return new TradingAdapter(options, new BybitProtocol(options.Feed, depth), (account, context) => new BybitAccount(account, context), services);
    }
}
