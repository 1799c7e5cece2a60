using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.KuCoin.MarketData;
using MarginRouter.Venues.KuCoin.Trading;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.KuCoin;

/// <summary>KuCoin: market data of spot and futures, orders and accounts of spot.</summary>
public static class KuCoinVenue
{
    // The venue takes a signed request for so long after its time stamp; clients cannot shorten it.
    private static readonly TimeSpan RequestLife = TimeSpan.FromSeconds(5);

    /// <summary>Makes the adapter; throws <see cref="VenueConfigurationException"/> for options that can never work.</summary>
    /// <param name="options">What it needs to know.</param>
    /// <param name="services">What the program gives it.</param>
    public static TradingAdapter Create(TradingOptions options, AdapterServices services)
    {
        if (!options.Accounts.IsDefaultOrEmpty && options.ReceiveWindow < RequestLife)
            throw new VenueConfigurationException($"{options.Feed.Name}: ReceiveWindow must be at least the {RequestLife.TotalSeconds} s for which the venue takes a request");
        if (!options.Accounts.IsDefaultOrEmpty && options.Feed.Instruments.Any(instrument => instrument.Kind != InstrumentKind.Spot))
            throw new VenueConfigurationException($"{options.Feed.Name}: accounts trade spot alone; futures have market data");
        options.CheckCancelAfter(5, 86_400);
        return new TradingAdapter(options, new KuCoinProtocol(options.Feed), (account, context) => new KuCoinAccount(account, context), services);
    }
}
