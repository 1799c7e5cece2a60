using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Okx.MarketData;
using MarginRouter.Venues.Okx.Trading;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Okx;

/// <summary>OKX v5: spot, swaps and futures on one account.</summary>
public static class OkxVenue
{
    /// <summary>Makes the adapter; throws <see cref="VenueConfigurationException"/> for options that can never work.</summary>
    /// <param name="options">What it needs to know.</param>
    /// <param name="services">What the program gives it.</param>
    public static TradingAdapter Create(TradingOptions options, AdapterServices services)
    {
        options.CheckCancelAfter(10, 120);
        return new TradingAdapter(options, new OkxProtocol(options.Feed), (account, context) => new OkxAccount(account, context), services);
    }
}
