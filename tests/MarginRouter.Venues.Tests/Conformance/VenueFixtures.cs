using MarginRouter.Simulation.Binance;

namespace MarginRouter.Venues.Tests.Conformance;

/// <summary>The rows of the conformance suite. A new adapter adds one line.</summary>
internal static class VenueFixtures
{
    private static readonly SortedDictionary<string, Func<IVenueFixture>> Rows = new(StringComparer.Ordinal)
    {
        ["binance spot"] = () => new BinanceFixture(BinanceMarketKind.Spot),
        ["binance usdm"] = () => new BinanceFixture(BinanceMarketKind.UsdMargined),
        ["fix 4.4"] = () => new FixVenueFixture(),
        ["kraken margin"] = () => new KrakenFixture(margin: true),
        ["kraken spot"] = () => new KrakenFixture(margin: false),
    };

    public static IEnumerable<string> Names => Rows.Keys;

    public static IVenueFixture Create(string venue) => Rows[venue]();
}
