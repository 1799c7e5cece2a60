using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Valuation;

namespace MarginRouter.Core.Tests.Margin.Valuation;

/// <summary>One coin on many venues, each with a perpetual in USD, and on the last venue also pairs in USDT and of USDT.</summary>
internal static class ValuationWorld
{
    public const int Venues = 8;
    public static readonly InstrumentId InTether = new(Venues);
    public static readonly InstrumentId Tether = new(Venues + 1);
    public static readonly Instant Start = Instant.FromMilliseconds(1_800_000_000_000);
    public static readonly Asset Coin = new("COIN");

    public static ReferenceData Reference { get; } = new(
        [.. Enumerable.Range(0, Venues).Select(i => new Venue(new VenueId(i), $"v{i}"))],
        [
            .. Enumerable.Range(0, Venues).Select(i => Pair(i, i, "COINUSD", InstrumentKind.LinearPerpetual, "COIN", "USD")),
            Pair(Venues, Venues - 1, "COINUSDT", InstrumentKind.Spot, "COIN", "USDT"),
            Pair(Venues + 1, Venues - 1, "USDTUSD", InstrumentKind.Spot, "USDT", "USD"),
        ],
        []);

    public static ValuationRule Dollar { get; } = ValuationRule.Fixed(new Asset("USD"), 1m);

    public static ValuationRule Rule(params ValuationSource[] sources) => new()
    {
        Asset = Coin,
        Sources = [.. sources],
        Order = [ValuationMethod.WeightedMedian],
    };

    public static ValuationSource Mark(int venue, decimal weight = 1m, long age = 1_000) =>
        new(new InstrumentId(venue), PriceSource.VenueMark, weight, age);

    public static ValuationOracle Oracle(params ValuationRule[] rules) => new(Reference, [Dollar, .. rules]);

    public static void Observe(this ValuationOracle oracle, int venue, decimal price, Instant at) =>
        oracle.Observe(new InstrumentId(venue), PriceSource.VenueMark, new ValuationPrice(price, at, PriceSource.VenueMark));

    private static Instrument Pair(int id, int venue, string symbol, InstrumentKind kind, string underlying, string quote) => new()
    {
        Id = new InstrumentId(id),
        Venue = new VenueId(venue),
        Symbol = symbol,
        Kind = kind,
        Base = new Asset(underlying),
        Quote = new Asset(quote),
        Settlement = new Asset(quote),
        TickSize = 0.01m,
        LotSize = 0.001m,
        Multiplier = 1m,
        MinimumQuantity = new QuantityLots(1),
        MinimumNotional = 0m,
        Fees = new FeeSchedule(0m, 0m),
    };
}
