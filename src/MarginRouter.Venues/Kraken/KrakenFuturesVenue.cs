using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Kraken.Futures;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Kraken;

/// <summary>Kraken futures (wss://futures.kraken.com/ws/v1): books, marks and funding, market data alone.</summary>
public static class KrakenFuturesVenue
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Makes the adapter; throws <see cref="VenueConfigurationException"/> for options that can never work, accounts among them. Of the addresses
    /// only the public socket's is used.
    /// </summary>
    /// <param name="options">What it needs to know.</param>
    /// <param name="services">What the program gives it.</param>
    public static TradingAdapter Create(TradingOptions options, AdapterServices services)
    {
        if (!options.Accounts.IsDefaultOrEmpty)
            throw new VenueConfigurationException($"{options.Feed.Name}: Kraken futures has market data alone, no accounts");
        if (options.Feed.PingInterval >= LongestSilence)
            throw new VenueConfigurationException($"{options.Feed.Name}: Kraken futures closes a connection over which nothing comes for {LongestSilence}; ping more often");
        return new TradingAdapter(
            options,
            new FuturesProtocol(options.Feed),
            (_, _) => throw new VenueConfigurationException($"{options.Feed.Name}: Kraken futures has no accounts"),
            services);
    }
}
