using MarginRouter.Simulation.Binance;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Venues.Tests.Conformance;

/// <summary>The rows of the conformance suite. A new adapter adds one line.</summary>
internal static class VenueFixtures
{
    private static readonly SortedDictionary<string, Func<IVenueFixture>> Rows = new(StringComparer.Ordinal)
    {
        ["binance spot"] = () => new BinanceFixture(BinanceMarketKind.Spot),
        ["binance usdm"] = () => new BinanceFixture(BinanceMarketKind.UsdMargined),
        ["bybit linear"] = () => new StreamFixture(StreamVenue.Bybit),
        ["fix 4.4"] = () => new FixVenueFixture(),
        ["hyperliquid perpetual"] = () => new StreamFixture(StreamVenue.Hyperliquid),
        ["kraken margin"] = () => new KrakenFixture(margin: true),
        ["kraken spot"] = () => new KrakenFixture(margin: false),
        ["kucoin spot"] = () => new StreamFixture(StreamVenue.KuCoin),
        ["okx swap"] = () => new StreamFixture(StreamVenue.Okx),
    };

    public static IEnumerable<string> Names => Rows.Keys;

    public static IReadOnlySet<VenueCapability> CapabilitiesOf(string venue) => Create(venue).Capabilities;

    public static IVenueFixture Create(string venue) => Rows[venue]();
}
