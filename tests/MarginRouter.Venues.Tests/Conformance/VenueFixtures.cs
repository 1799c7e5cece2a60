using MarginRouter.Simulation.Binance;
using MarginRouter.Simulation.Streams;
using MarginRouter.Venues.FixVenue.Dialects;

namespace MarginRouter.Venues.Tests.Conformance;

/// <summary>The rows of the conformance suite. A new adapter adds one line.</summary>
internal static class VenueFixtures
{
    private static readonly SortedDictionary<string, Func<IVenueFixture>> Rows = new(StringComparer.Ordinal)
    {
        ["binance coinm"] = () => new BinanceFixture(BinanceMarketKind.CoinMargined),
        ["binance fix"] = () => new BinanceFixFixture(),
        ["binance spot"] = () => new BinanceFixture(BinanceMarketKind.Spot),
        ["binance usdm"] = () => new BinanceFixture(BinanceMarketKind.UsdMargined),
        ["bybit linear"] = () => new StreamFixture(StreamVenue.Bybit, spot: false),
        ["bybit linear order socket"] = () => new StreamFixture(StreamVenue.Bybit, spot: false, orderSocket: true),
        ["bybit spot"] = () => new StreamFixture(StreamVenue.Bybit, spot: true),
        ["fix 4.4"] = () => new FixVenueFixture(FixDialect.Standard),
        ["fix 5.0 sp2"] = () => new FixVenueFixture(FixDialect.Standard50Sp2),
        ["hyperliquid perpetual"] = () => new StreamFixture(StreamVenue.Hyperliquid, spot: false),
        ["hyperliquid perpetual order socket"] = () => new StreamFixture(StreamVenue.Hyperliquid, spot: false, orderSocket: true),
        ["kraken fix"] = () => new KrakenFixFixture(),
        ["kraken futures"] = () => new StreamFixture(StreamVenue.KrakenFutures, spot: false),
        ["kraken margin"] = () => new KrakenFixture(margin: true),
        ["kraken spot"] = () => new KrakenFixture(margin: false),
        ["kucoin spot"] = () => new StreamFixture(StreamVenue.KuCoin, spot: true),
        ["okx spot"] = () => new StreamFixture(StreamVenue.Okx, spot: true),
        ["okx swap"] = () => new StreamFixture(StreamVenue.Okx, spot: false),
        ["okx swap order socket"] = () => new StreamFixture(StreamVenue.Okx, spot: false, orderSocket: true),
    };

    public static IEnumerable<string> Names => Rows.Keys;

    public static IReadOnlySet<VenueCapability> CapabilitiesOf(string venue) => Create(venue).Capabilities;

    public static IVenueFixture Create(string venue) => Rows[venue]();
}
